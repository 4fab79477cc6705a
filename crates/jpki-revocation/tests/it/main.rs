//! CRL, OCSP, and what their answers amount to.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod crl;
#[cfg(feature = "rustls-pki-types")]
mod doors;
mod meaning;
mod ocsp;
