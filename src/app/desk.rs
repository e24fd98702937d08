//! The desk: reader, writer and job threads behind one channel, so that a screen never waits.
