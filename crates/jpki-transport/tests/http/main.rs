//! Both transports against a server that misbehaves on demand, and against OpenSSL's responder.

#![cfg(all(feature = "blocking", feature = "async"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod client;
mod faults;
mod limits;
mod openssl;
mod refresh;
mod server;
mod tls;
