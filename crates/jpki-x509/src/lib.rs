#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod authority;
pub mod basic_four_info;
pub mod certificate;
pub mod extension;
pub mod kind;
pub mod path;
pub mod profile;
pub mod trust;
