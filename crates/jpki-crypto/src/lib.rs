#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

#[cfg(any(feature = "rust-crypto", feature = "rustls-pki-types", feature = "signature"))]
extern crate alloc;

#[cfg(feature = "aws-lc-rs")]
mod aws_lc;
#[cfg(feature = "rust-crypto")]
mod key;
#[cfg(feature = "rustls-pki-types")]
mod pki_types;
#[cfg(feature = "rust-crypto")]
mod rust_crypto;
#[cfg(feature = "signature")]
mod signature;

#[cfg(feature = "aws-lc-rs")]
pub use aws_lc::AwsLc;
#[cfg(feature = "rustls-pki-types")]
pub use pki_types::PkiTypesBackend;
#[cfg(feature = "rust-crypto")]
pub use rust_crypto::RustCrypto;
#[cfg(feature = "signature")]
pub use signature::VerifyingKey;
