//! Signed notes (C2SP signed-note): a text, and below it lines with signatures, which Ed25519 makes here.

mod key;
mod signed;

pub use key::{NoteName, NoteNameError, SigningKey, VerifyingKey};
pub use signed::{NoteError, SignedNote};
