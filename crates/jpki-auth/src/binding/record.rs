use jpki_core::time::Timestamp;

use super::{AccountReference, CertificateReference, PairwiseIdentifier};
use crate::identifiers::ServiceProvider;

/// From what a binding was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a store writes and reads each of them")]
pub enum BindingOrigin {
    /// A verified signature of the 署名用電子証明書, and the serial inquiry.
    SignatureAndInquiry,
    /// A verified first use of the certificate itself in a session that the provider vouches for.
    FirstUse,
    /// An older binding, and the inquiry for the certificate before this one.
    Renewal,
}

impl BindingOrigin {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignatureAndInquiry => "signature-and-inquiry",
            Self::FirstUse => "first-use",
            Self::Renewal => "renewal",
        }
    }

    /// Returns the origin with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::SignatureAndInquiry, Self::FirstUse, Self::Renewal]
            .into_iter()
            .find(|origin| origin.code() == code)
    }
}

/// What a store keeps of one binding. Holds no user identifier, serial number, certificate or key.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a store writes and reads each field")]
pub struct BindingRecord {
    /// Whose account.
    pub provider: ServiceProvider,
    /// The account.
    pub account: AccountReference,
    /// The certificate.
    pub certificate: CertificateReference,
    /// What the provider calls the user by.
    pub identifier: PairwiseIdentifier,
    /// From what it was made.
    pub origin: BindingOrigin,
    /// When.
    pub bound_at: Timestamp,
}

impl BindingRecord {
    /// The most certificates of one account: card and smartphone, with room for replacements.
    pub const PER_ACCOUNT: usize = 4;

    /// Returns whether it is of the account that has these references.
    #[must_use]
    pub fn is_of(&self, accounts: &[AccountReference]) -> bool {
        accounts.iter().any(|account| account.is_same(&self.account))
    }
}
