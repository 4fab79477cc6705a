#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;

mod application;
pub mod form;
pub mod intent;

pub use application::Application;
