//! Bundles of evidence (証拠パッケージ): a verdict with all that it rests on, in one ASiC-E container (ETSI EN 319 162-1)
//! that [`Judge`](crate::judge::Judge) judges again years later, and OpenSSL by the recipe in its `README.txt`.
//!
//! A bundle holds certificates, revocation information and personal data: it stays with the platform.
//!
//! | file | |
//! | --- | --- |
//! | `content/`, `signed/` | what was verified |
//! | `evidence/` | certificates, CRLs and responses, the report of each verdict, and `statement.json`, which names them |
//! | `README.txt` | how to verify it without these crates |
//! | `META-INF/ASiCManifest.xml` | the SHA-256 of each of these files |
//! | `META-INF/timestamp.tst` or `log.tlog-proof` | what proves when the manifest existed |

mod application;
mod draft;
mod error;
mod exhibit;
mod files;
mod manifest;
mod proof;
mod recipe;
mod sealed;
mod statement;
mod zip;

pub use draft::{Draft, Unlogged, Unstamped};
pub use error::{BundleError, BundleFault};
pub use exhibit::Exhibit;
pub use proof::ProofKind;
pub use sealed::Bundle;

pub(crate) use application::{ApplicationRecord, ShownIntent};
pub(crate) use sealed::Proof;
pub(crate) use statement::{Content, Judged, Verified, digest_algorithm};
