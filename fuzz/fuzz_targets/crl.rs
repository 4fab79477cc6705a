//! A revocation list from anybody, also one that an authority signed: reading, walking, indexing, asking.

#![no_main]

mod credulous;

use std::hint::black_box;
use std::sync::LazyLock;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::time::ValidationTime;
use jpki_revocation::{Crl, RevocationPolicy, RevocationTarget};
use jpki_testkit::jpki::{Generation, Person, SyntheticJpki};
use jpki_x509::certificate::Certificate;
use libfuzzer_sys::fuzz_target;

/// Certificates of a user and of an authority.
static CERTIFICATES: LazyLock<[Certificate; 2]> = LazyLock::new(|| {
    let jpki = SyntheticJpki::of_vectors();
    let user = jpki.sign_certificate(&Person::hanako()).issue();
    let authority = jpki.sign_ca(Generation::Third);
    [user.certificate().to_vec(), authority.certificate()]
        .map(|der| Certificate::from_der(&der).expect("a certificate"))
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = Crl::from_der(bytes) else { return };
    let _ = black_box((list.next_update(), list.number(), list.scope(), format!("{list:?}")));
    let counted = list.count_entries();
    let issuer = credulous::issuer(list.issuer());
    let verified = list.verify(&issuer, &AlgorithmPolicy::legacy());
    let threaded = list.verify_on_two_threads(&issuer, &AlgorithmPolicy::legacy());
    assert_eq!(verified.as_ref().err(), threaded.as_ref().err());
    let Ok(verified) = verified else { return };
    assert_eq!(counted, Ok(verified.entries()));
    let at = ValidationTime::at(list.this_update());
    for certificate in &*CERTIFICATES {
        let issuer = issuer.authority();
        for target in [
            RevocationTarget::end_entity(certificate, issuer, issuer),
            RevocationTarget::trust_anchor(certificate, issuer),
        ] {
            for policy in [RevocationPolicy::daily(), RevocationPolicy::rfc_5280()] {
                let _ = black_box(policy.judge(&target, [&verified, &verified], at));
            }
        }
    }
});
