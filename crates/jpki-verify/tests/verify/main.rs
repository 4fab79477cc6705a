//! The facade against `test-vectors/`.

mod flips;
mod pending;
mod vectors;
