use jpki_core::report::Reason;
use jpki_core::time::ValidationTime;
use jpki_revocation::{RevocationPolicy, SerialLookup, VerifiedCrl};
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::trust::TrustStore;

use crate::interpretation::{CertificateState, PairState};
use crate::{Customer, HeldCertificate};

/// Verified CRLs of a day, looked up by customers' serial numbers.
///
/// Each certificate is looked up only in CRLs signed by the very key that issued it: the two authorities, and the
/// generations of one authority, assign their serial numbers independently.
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
    /// Takes CRLs as of a time, each for the authority of this trust store that signed it.
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

    /// Returns the status of a customer's certificates. `Unknown` without a fresh complete CRL of the issuing key.
    #[must_use]
    pub fn status(&self, customer: &Customer) -> PairState {
        let state = |kind, certificate: &Option<HeldCertificate>| match certificate {
            Some(certificate) => self.state_of(kind, certificate),
            None => CertificateState::NotHeld,
        };
        PairState {
            signature: state(CertificateKind::Signature, &customer.signature),
            authentication: state(CertificateKind::UserAuthentication, &customer.authentication),
        }
    }

    /// Returns why these CRLs do not answer for the certificates that a key issued; `None` if they do.
    #[must_use]
    pub fn obstacle(&self, kind: CertificateKind, generation: Generation) -> Option<Reason> {
        match self.lookup(kind, generation) {
            Some(lookup) => lookup.obstacle(),
            None => Some(Reason::NoTrustAnchor),
        }
    }

    fn state_of(&self, kind: CertificateKind, certificate: &HeldCertificate) -> CertificateState {
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
