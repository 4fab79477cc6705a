//! Files mapped into memory: the one `unsafe` of these crates.

#![allow(unsafe_code)]

use std::fs::File;
use std::io;

use memmap2::Mmap;

/// Maps a file of the store.
///
/// The bytes of a map must not change while they are lent out. Files of the store are written under
/// another name, made durable, and renamed into place; after that nothing writes to them, a newer list
/// is another file, and a file that is removed or replaced stays whole for processes that have it open. What is left
/// is another program that writes into the store's directory, against the contract of
/// [`CrlStore::open`](super::CrlStore::open).
pub(super) fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: nothing writes to the file, as said above.
    unsafe { Mmap::map(file) }
}
