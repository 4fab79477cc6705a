//! The facade against `test-vectors/`.

mod flips;
mod vectors;
