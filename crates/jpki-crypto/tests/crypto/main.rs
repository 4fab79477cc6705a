//! One set of tests for all backends: expectations come from OpenSSL, from Wycheproof or from a
//! standard, and each test runs the same for every backend that is compiled in.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod differential;
mod digests;
mod ecdsa_encodings;
mod ed25519;
mod keys;
mod openssl_signatures;
#[cfg(feature = "rustls-pki-types")]
mod pki_types;
mod private_keys;
mod pss_keys;
mod rsa_paddings;
#[cfg(feature = "signature")]
mod signature;
mod support;
mod wycheproof;
