use std::collections::BTreeMap;

use jpki_core::report::Reason;
use jpki_core::time::ValidationTime;
use jpki_revocation::{RevocationPolicy, SerialLookup, VerifiedCrl};
use jpki_x509::certificate::SerialNumber;
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
        let state = |kind, certificate: &Option<HeldCertificate>| match self.for_crls(certificate) {
            Ok(certificate) => match self.lookup(kind, certificate.generation) {
                Some(lookup) => lookup.status(certificate.serial_number.serial_number()).into(),
                None => CertificateState::Unknown,
            },
            Err(state) => state,
        };
        PairState {
            signature: state(CertificateKind::Signature, &customer.signature),
            authentication: state(CertificateKind::UserAuthentication, &customer.authentication),
        }
    }

    /// Returns the status of many customers' certificates, in their order: for each what [`Self::status`] returns. Each
    /// CRL is asked about all of them at once, which takes a fraction of the time.
    #[must_use]
    pub fn statuses(&self, customers: &[Customer]) -> Vec<PairState> {
        let signatures = customers.iter().map(|customer| &customer.signature);
        let authentications = customers.iter().map(|customer| &customer.authentication);
        let signatures = self.states(CertificateKind::Signature, signatures);
        let authentications = self.states(CertificateKind::UserAuthentication, authentications);
        let pairs = signatures.into_iter().zip(authentications);
        pairs.map(|(signature, authentication)| PairState { signature, authentication }).collect()
    }

    fn states<'c>(
        &self,
        kind: CertificateKind,
        certificates: impl Iterator<Item = &'c Option<HeldCertificate>>,
    ) -> Vec<CertificateState> {
        let mut states = Vec::new();
        let mut of_keys: BTreeMap<Generation, (Vec<usize>, Vec<SerialNumber<'c>>)> =
            BTreeMap::new();
        for (place, certificate) in certificates.enumerate() {
            states.push(match self.for_crls(certificate) {
                Ok(certificate) => {
                    let (places, serials) = of_keys.entry(certificate.generation).or_default();
                    places.push(place);
                    serials.push(certificate.serial_number.serial_number());
                    CertificateState::Unknown
                }
                Err(state) => state,
            });
        }
        for (generation, (places, serials)) in of_keys {
            let Some(lookup) = self.lookup(kind, generation) else { continue };
            for (place, status) in places.into_iter().zip(lookup.statuses(&serials)) {
                if let Some(state) = states.get_mut(place) {
                    *state = status.into();
                }
            }
        }
        states
    }

    /// Returns why these CRLs do not answer for the certificates that a key issued; `None` if they do.
    #[must_use]
    pub fn obstacle(&self, kind: CertificateKind, generation: Generation) -> Option<Reason> {
        match self.lookup(kind, generation) {
            Some(lookup) => lookup.obstacle(),
            None => Some(Reason::NoTrustAnchor),
        }
    }

    /// The certificate, if its CRLs are to be asked, else its state.
    // Requirement: REV-09
    fn for_crls<'c>(
        &self,
        certificate: &'c Option<HeldCertificate>,
    ) -> Result<&'c HeldCertificate, CertificateState> {
        match certificate {
            None => Err(CertificateState::NotHeld),
            // guideline 001, 付録①(ア)b
            Some(certificate) if self.at.instant() > certificate.not_after => {
                Err(CertificateState::Expired)
            }
            Some(certificate) => Ok(certificate),
        }
    }

    fn lookup(&self, kind: CertificateKind, generation: Generation) -> Option<&SerialLookup<'l>> {
        let is_issuer = |key: &&KeyLookup<'_>| key.kind == kind && key.generation == generation;
        self.lookups.iter().find(is_issuer).map(|key| &key.lookup)
    }
}
