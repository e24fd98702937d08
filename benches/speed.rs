//! Measures the whole program on a large book; see the README's part for developers.

fn main() {}
