//! Every certificate of the vectors through the types of other crates and back.

use std::path::PathBuf;

use jpki_core::algorithm::{PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput};
use jpki_crypto::{RustCrypto, VerifyingKey};
use jpki_test_support::conformance;
use jpki_testkit::vectors;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::TrustAnchor;
use signature::Verifier;
use spki::der::{Decode, Encode};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

/// The certificates that can be read, with their names.
fn certificates() -> Vec<(String, Certificate)> {
    let files = conformance::files(&vectors::folder(), "cer").into_iter();
    let read = |file: PathBuf| {
        let certificate = Certificate::from_der(&std::fs::read(&file).unwrap()).ok()?;
        Some((file.display().to_string(), certificate))
    };
    let certificates: Vec<_> = files.filter_map(read).collect();
    assert!(certificates.len() > 150, "{}", certificates.len());
    certificates
}

fn anchors() -> Vec<TrustAnchor> {
    let files = conformance::files(&vectors::folder().join("trust"), "cer").into_iter();
    let anchor = |file: PathBuf| {
        let certificate = Certificate::from_der(&std::fs::read(file).unwrap()).ok()?;
        TrustAnchor::from_certificate(certificate, &RustCrypto).ok()
    };
    let anchors: Vec<_> = files.filter_map(anchor).collect();
    assert!(anchors.len() > 8, "{}", anchors.len());
    anchors
}

#[test]
fn spki_finds_the_same_keys_and_algorithms() {
    let mut keys = 0;
    for (name, certificate) in certificates() {
        let algorithm = certificate.signature_algorithm().unwrap();
        let theirs = AlgorithmIdentifierRef::try_from(&algorithm).unwrap();
        assert_eq!(theirs.to_der().unwrap(), algorithm.as_bytes(), "{name}");
        let Ok(key) = certificate.public_key() else { continue };
        let theirs = SubjectPublicKeyInfoRef::try_from(&key).unwrap();
        assert_eq!(theirs.subject_public_key.raw_bytes(), key.key(), "{name}");
        let der = theirs.to_der().unwrap();
        assert_eq!(PublicKeyInfo::from_der(&der).unwrap(), key, "{name}");
        keys += 1;
    }
    assert!(keys > 150, "{keys}");
}

/// What `spki` takes for a key, ours refuses on the way back if it is none.
#[test]
fn a_key_of_spki_that_is_none_is_refused() {
    let (_, certificate) = certificates().remove(0);
    let key = certificate.public_key().unwrap();
    let mut theirs = SubjectPublicKeyInfoRef::try_from(&key).unwrap();
    theirs.algorithm.parameters = None;
    let der = theirs.to_der().unwrap();
    SubjectPublicKeyInfoRef::from_der(&der).unwrap();
    PublicKeyInfo::from_der(&der).unwrap_err();
}

#[test]
fn a_verifying_key_agrees_with_its_prepared_key() {
    let (mut good, mut bad) = (0, 0);
    for anchor in anchors() {
        let info = PublicKeyInfo::from_der(anchor.authority().public_key_bytes()).unwrap();
        let key = RustCrypto.prepare(&info).unwrap();
        for (name, certificate) in certificates() {
            let algorithm = certificate.signature_algorithm().unwrap();
            let (signed, signature) = (certificate.signed_bytes(), certificate.signature());
            let Ok(scheme) = SignatureScheme::from_identifier(&algorithm) else { continue };
            let ours = key.verify(scheme, SignedInput::Bytes(signed), signature);
            let theirs = VerifyingKey::new(key.clone(), scheme).verify(signed, &signature);
            assert_eq!(theirs.is_ok(), ours.is_ok(), "{name}");
            *(if ours.is_ok() { &mut good } else { &mut bad }) += 1;
        }
    }
    assert!(good > 100 && bad > 100, "{good} good, {bad} bad");
}

#[cfg(feature = "rustls-pki-types")]
mod pki_types {
    use jpki_testkit::oid;
    use jpki_testkit::pki::{Extension, GeneralName, GeneralSubtree};
    use rustls_pki_types::{CertificateDer, TrustAnchor as PkiTypesAnchor};

    use super::*;
    use crate::support::hierarchy::Chain;

    #[test]
    fn certificates_are_the_same_bytes() {
        for (name, certificate) in certificates() {
            let theirs = CertificateDer::from(&certificate);
            let back = Certificate::try_from(&theirs).unwrap();
            assert_eq!(back.as_der(), certificate.as_der(), "{name}");
            let cut = &certificate.as_der()[..certificate.as_der().len() - 1];
            assert!(Certificate::try_from(&CertificateDer::from(cut)).is_err(), "{name}");
        }
    }

    #[test]
    fn anchors_are_those_of_webpki() {
        for anchor in anchors() {
            let der = CertificateDer::from(anchor.certificate().unwrap());
            let theirs = webpki::anchor_from_trusted_cert(&der).unwrap();
            assert_eq!(PkiTypesAnchor::try_from(&anchor).unwrap(), theirs);
        }
    }

    #[test]
    fn name_constraints_go_with_their_anchor() {
        let name = GeneralSubtree::new(GeneralName::Dns("example.jp".to_owned()));
        let constraints = Extension::name_constraints(&[name], &[]).critical();
        let chain = Chain::new(1).with_anchor(|anchor| anchor.extension(constraints));
        let anchor = chain.anchor();
        let der = CertificateDer::from(anchor.certificate().unwrap());
        let theirs = PkiTypesAnchor::try_from(&anchor).unwrap();
        assert!(theirs.name_constraints.is_some());
        assert_eq!(theirs, webpki::anchor_from_trusted_cert(&der).unwrap());

        // Without a SEQUENCE they would be lost.
        let odd = Extension::new(oid::NAME_CONSTRAINTS, vec![0x05, 0x00]).critical();
        let chain = Chain::new(1).with_anchor(|anchor| anchor.extension(odd));
        PkiTypesAnchor::try_from(&chain.anchor()).unwrap_err();
    }
}

#[cfg(feature = "x509-cert")]
#[test]
fn x509_cert_encodes_the_same_bytes() {
    for (name, certificate) in certificates() {
        let theirs = certificate.to_x509_cert().unwrap();
        let back = Certificate::from_der(&theirs.to_der().unwrap()).unwrap();
        assert_eq!(back.as_der(), certificate.as_der(), "{name}");
    }
}

/// A serial number that is too long is for the profile to refuse; `x509-cert` cannot hold it.
#[cfg(feature = "x509-cert")]
#[test]
fn x509_cert_refuses_a_serial_number_of_22_bytes() {
    use jpki_testkit::pki::SerialNumber;

    use crate::support::hierarchy::Chain;

    for (bytes, is_held) in [(20, true), (22, false)] {
        let chain = Chain::new(0)
            .holder(|holder| holder.serial(SerialNumber::from_bytes(vec![0x11; bytes])));
        let certificate = chain.certificates().remove(0);
        assert_eq!(certificate.to_x509_cert().is_ok(), is_held, "{bytes}");
    }
}
