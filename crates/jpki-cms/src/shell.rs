//! The outer shell of a `SignedData` in BER: what stands before the content, the content, what stands
//! after it.
//!
//! Ours, because the content may be larger than memory and may come in pieces, and because what is signed
//! elsewhere (certificates, lists, time-stamp tokens) must keep the bytes it came in, so that the shell
//! cannot be normalised as a whole.

mod content;
mod cursor;
mod epilogue;
mod prologue;

pub(crate) use content::{ContentWalk, Pieces, Progress};
pub(crate) use cursor::{Cursor, Stop, read_header};
pub(crate) use epilogue::Epilogue;
pub(crate) use prologue::{Placement, Prologue, PrologueError};
