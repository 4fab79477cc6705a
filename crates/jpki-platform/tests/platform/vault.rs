//! The vault of serial numbers.

mod consent;
mod renewal;
mod rows;
mod support;
mod uses;
