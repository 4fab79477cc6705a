//! What a platform answers to a submission: a result for now, a receipt to keep, each signed by the platform (Ed25519).
//!
//! A statement is sent as three parts with dots between: the number of the key, the statement in base64url, the signature in
//! base64url. Signed is a line that names the kind, then the statement's octets as they were sent: `JPKI-RESULT-V1` or
//! `JPKI-RECEIPT-V1` and a line feed. Nothing is verified over what was encoded again.
//!
//! A statement proves that the platform answered this submission of this service provider, for this service and purpose,
//! at this time. It holds no reason, no date of a revocation, no certificate and no serial number.

mod attributes;
mod expected;
mod signing;
mod statement;

pub use attributes::DisclosedAttributes;
pub use expected::{ExpectedAnswer, VerifiedReceipt, VerifiedResult};
pub use signing::{ResultKey, ResultSigner, SignedReceipt, SignedResult};
pub use statement::{Answer, Receipt, StatementId};
