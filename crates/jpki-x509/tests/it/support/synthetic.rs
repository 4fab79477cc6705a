//! The synthetic JPKI as this crate sees it.

#![allow(dead_code, reason = "not every test needs all of it")]

use jpki_crypto::RustCrypto;
use jpki_testkit::jpki::{self, Purpose, SyntheticJpki};
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::trust::{Fingerprint, Pin, PinTable, PinnedAnchor, TrustDomain, TrustStore};

pub(crate) const KINDS: [(Purpose, CertificateKind); 2] = [
    (Purpose::Sign, CertificateKind::Signature),
    (Purpose::Auth, CertificateKind::UserAuthentication),
];

pub(crate) fn kind(purpose: Purpose) -> CertificateKind {
    match purpose {
        Purpose::Sign => CertificateKind::Signature,
        Purpose::Auth => CertificateKind::UserAuthentication,
    }
}

pub(crate) fn read(bytes: &[u8]) -> Certificate {
    Certificate::from_der(bytes).unwrap()
}

pub(crate) fn pin(certificate: &[u8], issues: CertificateKind, generation: u8) -> Pin {
    let certificate = Fingerprint::of(certificate, &RustCrypto);
    Pin { certificate, issues, generation: Generation::new(generation) }
}

/// The store of three generations for each purpose.
pub(crate) fn store(jpki: &SyntheticJpki, domain: TrustDomain) -> TrustStore {
    let mut pins = PinTable::empty(domain);
    let mut certificates = Vec::new();
    for (purpose, issues) in KINDS {
        for (number, generation) in (1..).zip(jpki::Generation::TRUSTED) {
            let certificate = jpki.authority(purpose, generation).certificate();
            pins = pins.with(pin(&certificate, issues, number));
            certificates.push(certificate);
        }
    }
    TrustStore::from_pinned(&pins, certificates, &RustCrypto).unwrap()
}

pub(crate) fn anchor(store: &TrustStore, issues: CertificateKind, generation: u8) -> PinnedAnchor {
    let wanted = Generation::new(generation);
    store.anchors(issues).find(|anchor| anchor.generation() == wanted).unwrap().clone()
}
