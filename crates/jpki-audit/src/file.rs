//! A log in a folder, its keys from a file, its checkpoints in another folder.

mod keys;
mod layout;
mod medium;
mod place;
mod private;
mod recovery;
mod store;

pub use keys::{KeyFileError, read_keys};
pub use medium::Medium;
pub use place::CheckpointFolder;
pub use store::FileStore;
