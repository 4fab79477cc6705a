#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;

pub mod authority;
pub mod basic_four_info;
pub mod certificate;
pub mod extension;
