//! A log in a folder, its checkpoints in another folder.

mod layout;
mod medium;
mod place;
mod private;
mod recovery;
mod store;

pub use medium::Medium;
pub use place::CheckpointFolder;
pub use store::FileStore;
