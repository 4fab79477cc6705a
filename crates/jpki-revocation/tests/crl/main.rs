//! Revocation lists: read, verified, asked.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod status;
mod world;
