//! Texts from certificates and messages, made safe for a person to read in a report or a terminal.

mod bounded;
mod escape;
mod object_identifier;

pub(crate) use bounded::Bounded;
pub(crate) use escape::{write_first, write_hexadecimal, write_next};

pub use escape::{EscapedText, escape_for_display};
pub use object_identifier::{ObjectIdentifierText, object_identifier};
