//! An archive of lists (失効情報リスト): CRLs, ARLs and deltas, each once, as long as verdicts rest on them.
//!
//! The list store keeps the newest only, and J-LIS gives no older one again. An [archive](CrlArchiveWriter) is a folder of
//! plain files that other programs read and verify:
//!
//! | file | what |
//! |---|---|
//! | `SHA-256.crl` | the list in DER as it came, named by its digest: `sha256sum *.crl`, `openssl crl -inform DER -in …` |
//! | `format` | `jpki-crl-archive 1`: the version of this table |
//! | `lock` | held while a process writes here |
//! | `erasing` | when an erasure began and how much it found, until it is finished |
//! | `….unfinished` | what is being written, or was when its process ended |
//!
//! A file gets its name when it is whole and durable. Whatever its content is later, it is never returned unless its digest is
//! its name. One process writes, any number read.
//!
//! Which lists belong in it: those that a store takes in ([`CrlStore::with_keeper`](jpki_revocation::store::CrlStore::with_keeper)),
//! and those that a verdict rests on ([`CrlArchiveWriter::keep_values`]), also where they were not believed: an answer that is
//! unknown rests on them. That a list is here says nothing about its signature; whoever judges again verifies it again. OCSP
//! responses are each about one verdict and stay with its evidence.
//!
//! The folder holds revocation data (guideline 001 table 4-1): it belongs to its owner alone, modes 0700 and 0600.
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Duration;
//!
//! use jpki_core::limits::Limits;
//! use jpki_core::time::Timestamp;
//! use jpki_crypto::RustCrypto;
//! use jpki_evidence::archive::{CrlArchiveWriter, CrlDigest, Retention};
//! use jpki_revocation::Crl;
//!
//! # let folder = tempfile::tempdir()?;
//! # let der = jpki_testkit::vectors::read_file("lists/auth-ca-3.crl")?;
//! const SEVEN_YEARS: Retention = Retention::For(Duration::from_secs(7 * 366 * 86_400));
//!
//! let crypto = Arc::new(RustCrypto);
//! let writer = CrlArchiveWriter::open(folder.path(), SEVEN_YEARS, crypto, &Limits::DEFAULT)?;
//! let crl = Crl::from_der(der)?;
//! writer.keep(&crl)?;
//!
//! // Years later, by the digest that the evidence names.
//! let digest = CrlDigest::of(&crl, &RustCrypto);
//! let kept = writer.archive().find(&digest)?.expect("a list");
//! assert_eq!(kept.as_der(), crl.as_der());
//!
//! // Once a day.
//! let now = Timestamp::from_rfc3339("2031-06-01T12:00:00+09:00").expect("an instant");
//! let receipt = writer.tidy(now, |_| false)?;
//! assert_eq!((receipt.erased(), receipt.kept()), (0, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod digest;
mod erasing;
mod error;
mod folder;
mod reader;
mod receipt;
mod retention;
mod writer;

pub use digest::{CrlDigest, CrlDigestError};
pub use error::ArchiveError;
pub use reader::CrlArchive;
pub use receipt::{ErasureReceipt, TidyReceipt};
pub use retention::Retention;
pub use writer::{CrlArchiveWriter, Kept};
