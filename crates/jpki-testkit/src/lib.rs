#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "its users spell out what they want made, and move with its version"
)]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test tool reads no foreign input, and must stop loudly at a mistake of its caller"
)]

pub mod asn1;
pub mod cms;
pub mod digest;
pub mod hierarchy;
pub mod jpki;
pub mod key;
pub mod large_list;
pub mod mutate;
pub mod ocsp;
pub mod oid;
pub mod pkcs1;
pub mod pki;
pub mod pss;
pub mod revocation;
pub mod seed;
pub mod signature;
pub mod strategies;
pub mod vectors;
