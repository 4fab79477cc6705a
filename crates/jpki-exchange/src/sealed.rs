//! What a client seals for the platform, so that the service provider between them relays ciphertext.
//!
//! A [`SealedSubmission`] is a JWE in compact form (RFC 7516 §7.1) with few choices: the content encryption key by
//! RSA-OAEP-256 or ECDH-ES over P-256, the content by AES-256-GCM, five members of the header at most. Who holds one can
//! send it on, once, and keep its digest; only the platform, with the feature `open`, sees what is in it.
//!
//! What this does not prove: who sealed it. Anybody can seal to a published key; what the card signed proves the rest.

#[cfg(any(feature = "open", feature = "seal"))]
mod agreement;
#[cfg(any(feature = "open", feature = "seal"))]
mod content;
mod header;
#[cfg(feature = "open")]
mod open;
#[cfg(feature = "seal")]
mod seal;
mod submission;

#[cfg(any(feature = "open", feature = "seal"))]
pub use content::{SealedContent, SealedMatter, SignedContent};
#[cfg(feature = "open")]
pub use open::{OpeningKey, OpeningKeys};
#[cfg(feature = "seal")]
pub use seal::SealingKey;
pub use submission::{SealedSubmission, SubmissionDigest};
