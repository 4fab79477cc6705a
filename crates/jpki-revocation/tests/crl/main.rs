//! Revocation lists: read, verified, asked.

mod status;
mod world;
