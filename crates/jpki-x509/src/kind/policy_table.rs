use alloc::vec;
use alloc::vec::Vec;

use const_oid::ObjectIdentifier;
use jpki_core::der::Oid;

use super::{CertificateKind, Medium};
use crate::domain::TrustDomain;

/// What one policy object identifier (証明書ポリシー) says about a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a row of a table that a caller may write")]
pub struct PolicyEntry {
    /// The policy.
    pub policy: ObjectIdentifier,
    /// What its certificates are for.
    pub kind: CertificateKind,
    /// Where their private keys live.
    pub medium: Medium,
}

/// The policies that are accepted in one trust domain. A policy that is not here is refused.
///
/// The policies of smartphone certificates (スマホ用電子証明書) are not published, so that no default
/// knows them: who has the specification of J-LIS adds them by [`with`](Self::with).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyTable {
    domain: TrustDomain,
    entries: Vec<PolicyEntry>,
}

impl PolicyTable {
    /// The card policies of a domain, as far as they are public.
    #[must_use]
    pub fn of(domain: TrustDomain) -> Self {
        let card = |policy, kind| PolicyEntry { policy, kind, medium: Medium::Card };
        let entries = match domain {
            // jpki-profile §2.5
            TrustDomain::Production => vec![
                card(PRODUCTION_SIGNATURE_CARD, CertificateKind::Signature),
                card(PRODUCTION_USER_AUTHENTICATION_CARD, CertificateKind::UserAuthentication),
            ],
            // jpki-profile §2.5; the policy for user authentication is not public.
            TrustDomain::JlisTest => vec![card(TEST_SIGNATURE_CARD, CertificateKind::Signature)],
            TrustDomain::Synthetic => vec![
                card(SYNTHETIC_SIGNATURE_CARD, CertificateKind::Signature),
                card(SYNTHETIC_USER_AUTHENTICATION_CARD, CertificateKind::UserAuthentication),
            ],
        };
        Self { domain, entries }
    }

    /// Creates a table of a domain with no policy yet.
    #[must_use]
    pub const fn empty(domain: TrustDomain) -> Self {
        Self { domain, entries: Vec::new() }
    }

    /// This table with one more policy, or another meaning for one that it has.
    #[must_use]
    pub fn with(mut self, entry: PolicyEntry) -> Self {
        self.entries.retain(|earlier| earlier.policy != entry.policy);
        self.entries.push(entry);
        self
    }

    /// Returns the domain whose certificates the policies stand in.
    #[must_use]
    pub const fn domain(&self) -> TrustDomain {
        self.domain
    }

    /// Returns the accepted policies.
    #[must_use]
    pub fn entries(&self) -> &[PolicyEntry] {
        &self.entries
    }

    /// Returns what this policy says, if it is accepted.
    #[must_use]
    // Requirement: CERT-04, DA-05
    pub fn entry(&self, policy: Oid<'_>) -> Option<&PolicyEntry> {
        self.entries.iter().find(|entry| Oid::of(&entry.policy) == policy)
    }
}

const PRODUCTION_SIGNATURE_CARD: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.1.20");
const PRODUCTION_USER_AUTHENTICATION_CARD: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.3.30");
const TEST_SIGNATURE_CARD: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.0.20");
const SYNTHETIC_SIGNATURE_CARD: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.8.5.1.1.20");
const SYNTHETIC_USER_AUTHENTICATION_CARD: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.8.5.1.3.30");
