use alloc::vec::Vec;

use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::trust::TrustStore;

use crate::status::{RevocationPolicy, RevocationTarget};
use crate::verified_crl::VerifiedCrl;

/// Whether the available CRLs are enough to verify certificates that one trust anchor issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnchorReadiness {
    /// What the anchor issues.
    pub kind: CertificateKind,
    /// Which of its generations it is.
    pub generation: Generation,
    /// Whether something is known of its users' certificates (CRL).
    pub users: CrlReadiness,
    /// Whether its own standing is known (ARL). Of an anchor that has expired nothing is.
    pub authority: CrlReadiness,
}

/// Whether a list can be used now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "ready or not")]
pub enum CrlReadiness {
    /// It can, and without another one until this instant; `None` if its dates and the policy set no end.
    Until(Option<Timestamp>),
    /// It cannot: every verdict that needs it is indeterminate, or invalid if the reason is that the anchor is
    /// revoked.
    Not(Reason),
}

impl AnchorReadiness {
    /// Returns whether both lists can be used.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        matches!((self.users, self.authority), (CrlReadiness::Until(_), CrlReadiness::Until(_)))
    }
}

pub(super) fn readiness<'l>(
    policy: &RevocationPolicy,
    trust: &TrustStore,
    user_lists: impl IntoIterator<Item = &'l VerifiedCrl> + Clone,
    authority_lists: impl IntoIterator<Item = &'l VerifiedCrl> + Clone,
    at: ValidationTime,
) -> Vec<AnchorReadiness> {
    let of = |known: Result<Option<Timestamp>, Reason>| match known {
        Ok(until) => CrlReadiness::Until(until),
        Err(reason) => CrlReadiness::Not(reason),
    };
    trust
        .all_anchors()
        .map(|anchor| {
            let authority = anchor.authority();
            let target = RevocationTarget::trust_anchor(anchor.certificate(), authority);
            AnchorReadiness {
                kind: anchor.issues(),
                generation: anchor.generation(),
                users: of(policy.users_known_until(authority, user_lists.clone(), at)),
                authority: of(policy.authority_known_until(&target, authority_lists.clone(), at)),
            }
        })
        .collect()
}
