//! What the simulator makes, judged by OpenSSL and by the verifier that it rehearses with.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod changes;
mod faults;
#[cfg(feature = "server")]
mod http;
mod lives;
mod openssl;
#[cfg(feature = "program")]
mod program;
mod same;
mod story;
mod support;
