use jpki_core::report::Reason;
use jpki_core::time::ValidationTime;
use jpki_revocation::{RevocationPolicy, SerialLookup, VerifiedCrl};
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::trust::TrustStore;

use crate::interpretation::{CertificateState, PairState};
use crate::{Customer, HeldCertificate};

/// Verified lists of a day, looked up by customers' serial numbers.
///
/// Each certificate is asked about in the lists that the very key signed which issued it: the two
/// authorities, and an authority's generations, count their serial numbers on their own.
#[derive(Debug)]
pub struct CustomerCrls<'l> {
    lookups: Vec<KeyLookup<'l>>,
    at: ValidationTime,
}

#[derive(Debug)]
struct KeyLookup<'l> {
    kind: CertificateKind,
    generation: Generation,
    lookup: SerialLookup<'l>,
}

impl<'l> CustomerCrls<'l> {
    /// What these lists say at a time, each for the authority of this trust store that signed it.
    #[must_use]
    pub fn new(
        trust: &'l TrustStore,
        lists: &'l [VerifiedCrl],
        policy: &RevocationPolicy,
        at: ValidationTime,
    ) -> Self {
        let lookups = trust
            .all_anchors()
            .map(|anchor| KeyLookup {
                kind: anchor.issues(),
                generation: anchor.generation(),
                lookup: policy.lookup(anchor.authority(), lists, at),
            })
            .collect();
        Self { lookups, at }
    }

    /// How a customer's certificates stand. Unknown where no fresh complete list of the issuing key is at
    /// hand.
    #[must_use]
    pub fn standing(&self, customer: &Customer) -> PairState {
        let standing = |kind, certificate: &Option<HeldCertificate>| match certificate {
            Some(certificate) => self.standing_of(kind, certificate),
            None => CertificateState::NotHeld,
        };
        PairState {
            signature: standing(CertificateKind::Signature, &customer.signature),
            authentication: standing(CertificateKind::UserAuthentication, &customer.authentication),
        }
    }

    /// Why these lists cannot tell of the certificates that a key issued; `None` if they can.
    #[must_use]
    pub fn obstacle(&self, kind: CertificateKind, generation: Generation) -> Option<Reason> {
        match self.lookup(kind, generation) {
            Some(lookup) => lookup.obstacle(),
            None => Some(Reason::NoTrustAnchor),
        }
    }

    fn standing_of(
        &self,
        kind: CertificateKind,
        certificate: &HeldCertificate,
    ) -> CertificateState {
        // guideline 001, 付録①(ア)b
        if self.at.instant() > certificate.not_after {
            return CertificateState::Expired;
        }
        match self.lookup(kind, certificate.generation) {
            Some(lookup) => lookup.status(certificate.serial_number.serial_number()).into(),
            None => CertificateState::Unknown,
        }
    }

    fn lookup(&self, kind: CertificateKind, generation: Generation) -> Option<&SerialLookup<'l>> {
        let is_issuer = |key: &&KeyLookup<'_>| key.kind == kind && key.generation == generation;
        self.lookups.iter().find(is_issuer).map(|key| &key.lookup)
    }
}
