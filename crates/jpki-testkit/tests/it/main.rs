//! What the testkit makes, in the judgement of OpenSSL and of the published certificates.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod hierarchies;
mod ocsp;
mod openssl_agrees;
mod openssl_reads;
mod parity;
mod situations;
mod support;
mod vectors;
