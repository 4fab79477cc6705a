//! An OCSP response from anybody, also one whose every signature is believed: reading, finding the signer,
//! judging. Good and revoked are only said by an answer about the certificate that is fresh.

#![no_main]

use std::hint::black_box;
use std::sync::{Arc, LazyLock};

use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey, SignedInput};
use jpki_core::report::{Reason, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::{OcspPolicy, OcspResponse, OcspVerifier};
use jpki_revocation::{Status, RevocationTarget};
use jpki_testkit::jpki::{Generation, Person, SyntheticJpki};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use libfuzzer_sys::fuzz_target;

/// Finds every signature good, so that what lies behind the signature is fuzzed too. Digests are true.
#[derive(Debug)]
struct Believing;

#[derive(Debug)]
struct BelievingKey;

impl PreparedKey for BelievingKey {
    fn verify(&self, _: SignatureScheme, _: SignedInput<'_>, _: &[u8]) -> Result<(), CryptoError> {
        Ok(())
    }
}

impl CryptoBackend for Believing {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        RustCrypto.digest(algorithm, bytes)
    }

    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        RustCrypto.hasher(algorithm)
    }

    fn prepare(&self, _: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Ok(Arc::new(BelievingKey))
    }
}

struct World {
    certificate: Certificate,
    authority: Authority,
    at: ValidationTime,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let jpki = SyntheticJpki::of_vectors();
    let user = jpki.auth_certificate(&Person::hanako()).issue();
    let anchor = Certificate::from_der(&jpki.auth_ca(Generation::Third).certificate());
    let anchor = anchor.expect("a certificate");
    let authority = Authority::new(anchor.subject(), anchor.public_key_bytes(), &Believing);
    World {
        certificate: Certificate::from_der(user.certificate()).expect("a certificate"),
        authority: authority.expect("an authority"),
        at: ValidationTime::at(Timestamp::from_unix_seconds(jpki.instant().unix_timestamp())),
    }
});

fuzz_target!(|bytes: &[u8]| {
    let World { certificate, authority, at } = &*WORLD;
    let Ok(response) = OcspResponse::from_der(bytes) else { return };
    assert_eq!(response.as_der(), bytes);
    assert_eq!(response.basic().is_some(), response.status().reason().is_none());
    if let Some(basic) = response.basic() {
        for answer in basic.answers() {
            let _ =
                black_box((answer.certificate(), answer.invalidity_date(), format!("{answer:?}")));
        }
        let _ = black_box((basic.nonce(), basic.responder(), basic.certificates().count()));
    }
    let target = RevocationTarget::end_entity(certificate, authority, authority);
    for policy in [OcspPolicy::immediate(), OcspPolicy::rfc_6960(), OcspPolicy::rfc_5019()] {
        let verifier = OcspVerifier::new(policy, Arc::new(Believing));
        let verifier = verifier.with_algorithms(AlgorithmPolicy::legacy());
        let standing = |_: &RevocationTarget<'_>| Status::Unknown(Reason::CrlMissing);
        let judgement = verifier.process_response(&target, None, Ok(bytes), &standing, *at);
        let verdict = match judgement.status() {
            Status::Good => Verdict::Valid,
            Status::Revoked(_) => Verdict::Invalid,
            Status::Unknown(_) => Verdict::Indeterminate,
        };
        assert_eq!(judgement.check().outcome().verdict(), verdict);
        if verdict != Verdict::Indeterminate {
            let answers = response.basic().into_iter().flat_map(|basic| basic.answers());
            let is_asked = |serial: &[u8]| serial == certificate.serial_number().expose_protected();
            assert!(
                answers
                    .filter_map(|answer| answer.certificate())
                    .any(|id| is_asked(id.serial_number().expose_protected()))
            );
            let evidence = judgement.response().expect("a response decided");
            let skew = policy.freshness.clock_skew;
            assert!(evidence.this_update <= at.instant().after(skew.span()));
        }
    }
});
