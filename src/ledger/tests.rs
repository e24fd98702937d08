//! The law of the book by example.
