//! A file given as an authority's certificate, and whatever it is, its pin: only one that its own key signed
//! becomes an anchor.

#![no_main]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use jpki_crypto::RustCrypto;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain, TrustStore};
use libfuzzer_sys::fuzz_target;

/// What the testkit signed.
static AUTHORITIES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let trust = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-vectors/trust");
    let folders = [trust.clone(), trust.join("variants")];
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    files.filter_map(|file| fs::read(file.expect("an entry").path()).ok()).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let read = [Certificate::from_der(bytes), Certificate::from_pem(&text)];
    let pins =
        read.iter().flatten().fold(PinTable::empty(TrustDomain::Synthetic), |pins, certificate| {
            pins.with(Pin {
                certificate: Fingerprint::of(certificate.as_der(), &RustCrypto),
                issues: CertificateKind::Signature,
                generation: Generation::new(3),
            })
        });
    let Ok(store) = TrustStore::from_pinned(&pins, [bytes], &RustCrypto) else { return };
    for anchor in store.anchors(CertificateKind::Signature) {
        let der = anchor.certificate().as_der();
        assert!(AUTHORITIES.iter().any(|authority| authority == der), "an anchor made by a change");
    }
});
