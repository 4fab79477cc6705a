#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod authority;
pub mod basic_four_info;
pub mod certificate;
mod domain;
pub mod extension;
pub mod kind;
pub mod path;
pub mod profile;
mod serial_number;
pub mod trust;
