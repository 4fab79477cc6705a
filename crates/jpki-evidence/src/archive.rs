//! An archive of lists (失効情報リスト).

mod digest;

pub use digest::{CrlDigest, CrlDigestError};
