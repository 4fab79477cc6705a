//! 発行番号の保管: the certificates of a tenant's users, by their serial numbers, encrypted.
//!
//! A platform needs the serial numbers (発行番号) of its tenants' users to ask about them; they must not be let out nor serve
//! as identifiers (guideline 001 table 4-1, ch. 4 (1) イ). Each user's certificates lie under the user's own key, AES-256-GCM,
//! that key under the tenant's key, and this one under a key-encryption key, so that erasing one row makes every copy of a
//! user's entries unreadable. A certificate is found by a keyed digest, another one at each tenant.
//!
//! No question about a certificate leaves without the recorded consent of its user: an entry gives its number only as a
//! [`PeriodicCheck`] or a [`PredecessorQuestion`].
//!
//! What this does not prove: that whoever reads the memory of the process, or holds the keys and the database, learns
//! nothing; that an older state of the whole database was not put back; how many users and certificates there are. The
//! database shows those, and kind, medium, generation and key of each row.

pub mod asynchronous;
pub mod blocking;
mod certificate;
mod consent;
mod customers;
mod entry;
mod error;
mod form;
mod key_encryption;
mod key_ring;
mod keys;
mod memory;
mod outcome;
mod question;
mod record;
mod scheme;
mod seal;
mod stored;
mod succession;
mod user;
mod uses;

pub use certificate::{Place, VaultCertificate};
pub use consent::{Consents, InquiryConsent, PeriodicCheckConsent};
pub use entry::VaultEntry;
pub use error::VaultError;
pub use key_encryption::{KeyEncryption, KeyEncryptionError};
pub use keys::{TenantKeys, VaultKeys};
pub use memory::MemoryVault;
pub use outcome::{Rewrapped, VaultErased};
pub use question::{PeriodicCheck, PredecessorQuestion, QuestionRefused};
pub use record::{CertificateIndex, StoredEntry, StoredTenantKey, StoredUser};
pub use scheme::VaultScheme;
pub use stored::{Put, Under, VaultErasure};
pub use succession::{Renewal, Succession};
pub use user::VaultUser;
pub use uses::{Uses, UsesAfter};

use customers::user_number;
