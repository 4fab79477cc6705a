#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;

mod application;
pub mod form;
pub mod intent;

pub use application::Application;
