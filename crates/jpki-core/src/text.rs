//! Texts from certificates and messages, made safe for a person to read in a report or a terminal.

mod bounded;
mod escape;

pub(crate) use bounded::Bounded;
pub(crate) use escape::{write_first, write_hexadecimal, write_next};

pub use escape::{EscapedText, escape_for_display};
