#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod algorithm;
pub mod basic_four_info;
pub mod ber;
mod budget;
pub mod crypto;
pub mod der;
pub mod event;
pub mod keys;
pub mod limits;
pub mod localized;
pub mod name;
pub mod policy_version;
pub mod protected;
pub mod report;
pub mod text;
pub mod time;
pub mod validation_report;
