//! Every CRL of the vectors through the type of `rustls-pki-types` and back.

use jpki_revocation::Crl;
use jpki_test_support::conformance;
use jpki_testkit::vectors;
use rustls_pki_types::CertificateRevocationListDer;

#[test]
fn crls_are_the_same_bytes() {
    let mut read = 0;
    for file in conformance::files(&vectors::folder(), "crl") {
        let bytes = std::fs::read(&file).unwrap();
        let theirs = CertificateRevocationListDer::from(bytes.as_slice());
        match (Crl::try_from(&theirs), Crl::from_der(bytes.clone())) {
            (Ok(crl), Ok(_)) => {
                assert_eq!(CertificateRevocationListDer::from(&crl), theirs, "{}", file.display());
                let cut = CertificateRevocationListDer::from(&bytes[..bytes.len() - 1]);
                assert!(Crl::try_from(&cut).is_err(), "{}", file.display());
                read += 1;
            }
            (by_door, by_bytes) => assert_eq!(by_door.unwrap_err(), by_bytes.unwrap_err()),
        }
    }
    assert!(read > 90, "{read}");
}
