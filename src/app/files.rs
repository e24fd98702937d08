//! Files: opened, measured and written with the rights and errors that people understand.
