//! An OCSP response parsed, verified and asked, beside OpenSSL, certval and its bare RSA checks: signed by the
//! issuer itself, by a delegate whose certificate is verified each time, and by one that is known.

use std::hint::black_box;
use std::sync::Arc;

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use certval::{
    CertificationPathResults, CertificationPathSettings, PDVCertificate, PkiEnvironment,
    TimeOfInterest, process_ocsp_response,
};
use criterion::{Criterion, criterion_group, criterion_main};
use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput, PreparedKey};
use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::AwsLc;
use jpki_revocation::ocsp::{NonceMode, OcspPolicy, OcspResponse, OcspVerifier};
use jpki_revocation::{Status, RevocationTarget};
use jpki_testkit::jpki::{Generation, Person, SyntheticJpki};
use jpki_testkit::key::Key;
use jpki_testkit::ocsp::{CertId, Responder, ResponseBuilder, SingleResponse};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use openssl::hash::MessageDigest;
use openssl::ocsp::{OcspCertId, OcspFlag, OcspResponse as OpenSslResponse};
use openssl::stack::Stack;
use openssl::x509::X509;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::X509VerifyParam;

const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);

struct World {
    jpki: SyntheticJpki,
    certificate: Certificate,
    authority: Authority,
    anchor: Vec<u8>,
    by_issuer: Vec<u8>,
    by_delegate: Vec<u8>,
}

impl World {
    fn new() -> Self {
        let jpki = SyntheticJpki::of_vectors();
        let synthetic = jpki.auth_ca(Generation::Third);
        let user = jpki.auth_certificate(&Person::hanako()).issue();
        let name = synthetic.name().to_der();
        let key = synthetic.key().subject_public_key_info();
        let id = CertId::sha1(&synthetic.name(), synthetic.key(), user.serial());
        let response =
            ResponseBuilder::new(jpki.instant()).single(SingleResponse::good(id, jpki.instant()));
        let delegate = jpki.responder_certificate(&synthetic).sign(synthetic.key());
        Self {
            certificate: Certificate::from_der(user.certificate()).expect("a certificate"),
            authority: Authority::new(Name::from_der(&name).expect("a name"), key, &AwsLc)
                .expect("an authority"),
            anchor: synthetic.certificate(),
            by_issuer: response.sign(&Responder::by_key(synthetic.key())),
            by_delegate: response
                .certificate(&delegate)
                .sign(&Responder::by_key(jpki.responder_key())),
            jpki,
        }
    }

    fn at(&self) -> ValidationTime {
        let seconds = self.jpki.instant().unix_timestamp();
        ValidationTime::at(Timestamp::from_unix_seconds(seconds))
    }
}

fn responses(criterion: &mut Criterion) {
    let world = World::new();
    let mut policy = OcspPolicy::immediate();
    policy.nonce = NonceMode::Off;
    let verifier = OcspVerifier::new(policy, Arc::new(AwsLc));
    let target = RevocationTarget::end_entity(&world.certificate, &world.authority, &world.authority);
    let standing = |_: &RevocationTarget<'_>| Status::Unknown(Reason::CrlMissing);
    let ask = |verifier: &OcspVerifier, response: &[u8]| {
        let judgement = verifier.process_response(&target, None, Ok(response), &standing, world.at());
        assert_eq!(judgement.status(), Status::Good);
        judgement
    };
    let read = verifier.read(&world.by_delegate).expect("a response");
    let verified = verifier.verify(&read, &world.authority).expect("a verified response");
    let delegate = verified.delegate().expect("a delegate").clone();
    let knowing = verifier.clone().with_delegate(delegate.clone());

    let mut group = criterion.benchmark_group("OCSP response");
    for (name, response, verifier) in [
        ("ours, by the issuer", &world.by_issuer, &verifier),
        ("ours, by a delegate", &world.by_delegate, &verifier),
        ("ours, by a known delegate", &world.by_delegate, &knowing),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| ask(verifier, black_box(response)));
        });
    }
    group.bench_function("ours, parsed alone", |bencher| {
        bencher.iter(|| OcspResponse::from_der(black_box(&world.by_delegate)));
    });

    let issuer_key = prepared(world.authority.public_key_bytes());
    let issuer_check = bare(&issuer_key, &world.by_issuer);
    group.bench_function("bare, by the issuer", |bencher| bencher.iter(&issuer_check));
    let delegate_info = Key::subject_public_key_info(world.jpki.responder_key());
    let delegate_key = prepared(delegate_info);
    let known_check = bare(&delegate_key, &world.by_delegate);
    group.bench_function("bare, by a known delegate", |bencher| bencher.iter(&known_check));
    let certificate = delegate.certificate();
    group.bench_function("bare, by a delegate", |bencher| {
        bencher.iter(|| {
            let signed = SignedInput::Bytes(certificate.signed_bytes());
            issuer_key.verify(SCHEME, signed, certificate.signature()).expect("a signature");
            // Its key comes with the response, so that it is made ready each time.
            bare(&prepared(delegate_info), &world.by_delegate)();
        });
    });

    let openssl = OpenSsl::new(&world);
    for (name, response) in [
        ("OpenSSL, by the issuer", &world.by_issuer),
        ("OpenSSL, by a delegate", &world.by_delegate),
    ] {
        group.bench_function(name, |bencher| bencher.iter(|| openssl.ask(black_box(response))));
    }
    let certval = Certval::new(&world);
    for (name, response) in [
        ("certval, by the issuer", &world.by_issuer),
        ("certval, by a delegate", &world.by_delegate),
    ] {
        group.bench_function(name, |bencher| bencher.iter(|| certval.ask(black_box(response))));
    }
}

fn prepared(key: &[u8]) -> Arc<dyn PreparedKey> {
    AwsLc.prepare(&PublicKeyInfo::from_der(key).expect("a key")).expect("a key")
}

/// The RSA check of a response over its bytes, already found.
fn bare(key: &Arc<dyn PreparedKey>, response: &[u8]) -> impl Fn() + use<> {
    let key = Arc::clone(key);
    let response = OcspResponse::from_der(response).expect("a response");
    move || {
        let basic = response.basic().expect("answers");
        let signed = SignedInput::Bytes(basic.signed_bytes());
        key.verify(SCHEME, signed, black_box(basic.signature())).expect("a signature");
    }
}

struct OpenSsl {
    store: X509Store,
    subject: X509,
    issuer: X509,
}

impl OpenSsl {
    fn new(world: &World) -> Self {
        let issuer = X509::from_der(&world.anchor).expect("a certificate");
        let mut parameters = X509VerifyParam::new().expect("parameters");
        parameters.set_time(world.jpki.instant().unix_timestamp());
        let mut store = X509StoreBuilder::new().expect("a store");
        store.set_param(&parameters).expect("parameters");
        store.add_cert(issuer.clone()).expect("a certificate");
        let subject = X509::from_der(world.certificate.as_der()).expect("a certificate");
        Self { store: store.build(), subject, issuer }
    }

    fn ask(&self, response: &[u8]) {
        let response = OpenSslResponse::from_der(response).expect("a response");
        let basic = response.basic().expect("answers");
        let mut others = Stack::new().expect("a stack");
        others.push(self.issuer.clone()).expect("a certificate");
        basic.verify(&others, &self.store, OcspFlag::empty()).expect("a signature");
        let digest = MessageDigest::sha1();
        let id = OcspCertId::from_cert(digest, &self.subject, &self.issuer).expect("an identifier");
        black_box(basic.find_status(&id).expect("a status").status);
    }
}

/// certval, which verifies with AWS-LC here.
struct Certval {
    environment: PkiEnvironment,
    settings: CertificationPathSettings,
    subject: PDVCertificate,
    issuer: PDVCertificate,
}

impl Certval {
    fn new(world: &World) -> Self {
        let mut environment = PkiEnvironment::new();
        environment.populate_5280_pki_environment();
        environment.clear_verify_signature_digest_callbacks();
        environment.clear_verify_signature_message_callbacks();
        environment.add_verify_signature_message_callback(
            |_: &PkiEnvironment,
             message: &[u8],
             signature: &der::asn1::BitString,
             _: &spki::AlgorithmIdentifierOwned,
             key: &spki::SubjectPublicKeyInfoOwned|
             -> certval::Result<()> {
                let key = key.subject_public_key.raw_bytes();
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key)
                    .verify(message, signature.raw_bytes())
                    .map_err(|_| certval::Error::Unrecognized)
            },
        );
        let mut settings = CertificationPathSettings::new();
        let seconds = u64::try_from(world.jpki.instant().unix_timestamp()).expect("a time");
        settings.set_time_of_interest(TimeOfInterest::from_unix_secs(seconds).expect("a time"));
        Self {
            environment,
            settings,
            subject: PDVCertificate::try_from(world.certificate.as_der()).expect("a certificate"),
            issuer: PDVCertificate::try_from(&world.anchor[..]).expect("a certificate"),
        }
    }

    fn ask(&self, response: &[u8]) {
        let Self { environment, settings, subject, issuer } = self;
        let issuer = issuer.decoded();
        let mut results = CertificationPathResults::new();
        results.prepare_revocation_results(1).expect("results");
        process_ocsp_response(
            environment,
            settings,
            &mut results,
            response,
            issuer,
            0,
            "",
            subject,
        )
        .expect("good");
    }
}

criterion_group!(benches, responses);
criterion_main!(benches);
