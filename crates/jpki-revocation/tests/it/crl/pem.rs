//! CRLs in PEM (RFC 7468 §6).

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_crypto::RustCrypto;
use jpki_revocation::{Crl, CrlError, CrlIssuer, LoadCrlError, LoadedCrls, RevocationPolicy};
use jpki_testkit::jpki::{self, SyntheticJpki};
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain, TrustStore};
use pem_rfc7468::LineEnding;

fn pem(label: &str, der: &[u8]) -> String {
    pem_rfc7468::encode_string(label, LineEnding::LF, der).unwrap()
}

#[test]
fn one_crl_with_its_label_is_read_and_nothing_else() {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(jpki::Generation::Third);
    let der = jpki.crl(&authority).sign(authority.key());
    let text = pem("X509 CRL", &der);
    assert_eq!(Crl::from_pem(&text).unwrap().as_der(), der);
    for text in [pem("CERTIFICATE", &der), pem("CRL", &der), format!("{text}{text}"), String::new()]
    {
        assert_eq!(Crl::from_pem(&text).unwrap_err(), CrlError::Pem, "{text}");
    }
    let cut = pem("X509 CRL", &der[..der.len() - 1]);
    assert!(matches!(Crl::from_pem(&cut), Err(CrlError::Malformed(_))));
}

#[test]
fn a_crl_is_added_in_either_form() {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(jpki::Generation::Third);
    let root = authority.certificate();
    let pins = PinTable::empty(TrustDomain::Synthetic).with(Pin {
        certificate: Fingerprint::of(&root, &RustCrypto),
        issues: CertificateKind::Signature,
        generation: Generation::THIRD,
    });
    let trust = TrustStore::from_pinned(&pins, [&root], &RustCrypto).unwrap();
    let der = jpki.crl(&authority).sign(authority.key());
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    lists.add_crl(der.clone(), &trust).unwrap();
    lists.add_crl(pem("X509 CRL", &der), &trust).unwrap();
    lists.add_arl(pem("X509 CRL", &jpki.arl(&authority).sign(authority.key())), &trust).unwrap();
    assert_eq!(format!("{lists:?}"), "LoadedCrls(2 CRL, 1 ARL)");
    let other = lists.add_crl(pem("CERTIFICATE", &der), &trust);
    assert_eq!(other, Err(LoadCrlError::Malformed(CrlError::Pem)));
    assert_eq!(CrlIssuer::of_anchors(&trust).len(), 1);
    let crl = Crl::from_pem(&pem("X509 CRL", &der)).unwrap();
    crl.verify(&CrlIssuer::of_anchors(&trust)[0], &AlgorithmPolicy::current()).unwrap();
}

#[test]
fn a_list_is_named_by_the_digest_of_its_bytes() {
    let der = jpki_testkit::vectors::read_file("lists/auth-ca-3.crl").unwrap();
    let crl = Crl::from_der(der.clone()).unwrap();
    let expected = jpki_testkit::digest::HashAlgorithm::Sha256.digest(&der);
    let name = crl.sha_256(&RustCrypto);
    assert_eq!(name.as_bytes(), expected);
    assert_eq!(crl.clone().sha_256(&RustCrypto), name);
    // Every byte counts, also those that nobody signed.
    let mut other = der;
    *other.last_mut().unwrap() ^= 1;
    assert_ne!(Crl::from_der(other).unwrap().sha_256(&RustCrypto), name);
}
