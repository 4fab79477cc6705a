//! Paths of one and of three certificates, beside OpenSSL, certval and rustls-webpki in one run, with the
//! allocations of each.
//!
//! All verify RSA-2048 with SHA-256; ours, certval and rustls-webpki with AWS-LC, OpenSSL with itself.
//! Certificates are such as rustls-webpki takes: without policies. Each peer keeps what it can keep
//! between verifications (anchor, store), and "parsed" means that the certificates were read before.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use certval::{
    CertificationPath, CertificationPathResults, CertificationPathSettings, PDVCertificate,
    PDVTrustAnchorChoice, PkiEnvironment, TimeOfInterest, validate_path_rfc5280,
};
use criterion::{Criterion, criterion_group, criterion_main};
use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput};
use jpki_core::report::Verdict;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::AwsLc;
use jpki_testkit::jpki::VECTOR_INSTANT;
use jpki_testkit::key::Key;
use jpki_testkit::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, DistinguishedName, Extension,
    KeyUsage,
};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, PathValidator, TrustAnchor};
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::X509VerifyParam;
use openssl::x509::{X509, X509StoreContext};
use rustls_pki_types::{CertificateDer, UnixTime};

/// Counts allocations.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(name: &str, work: impl Fn()) {
    work();
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    work();
    println!("{name}: {} allocations", ALLOCATIONS.load(Ordering::Relaxed) - before);
}

fn name(text: &str) -> DistinguishedName {
    DistinguishedName::common_name(text)
}

fn certificate(issuer: &str, subject: &str, issuer_key: Key, key: Key) -> CertificateBuilder {
    CertificateBuilder::new()
        .issuer(name(issuer))
        .subject(name(subject))
        .public_key(key)
        .extension(Extension::subject_key_identifier(&key.identifier()))
        .extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(issuer_key)))
}

fn authority(issuer: &str, subject: &str, issuer_key: Key, key: Key) -> Vec<u8> {
    certificate(issuer, subject, issuer_key, key)
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .extension(Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical())
        .sign(issuer_key)
}

/// A path, the end entity's certificate first, and its anchor.
struct Path {
    certificates: Vec<Vec<u8>>,
    anchor: Vec<u8>,
}

fn path(authorities: usize) -> Path {
    let subject = |place: usize| format!("Authority {place}");
    let key = Key::rsa_2048;
    let mut certificates: Vec<Vec<u8>> = (1..=authorities)
        .map(|place| authority(&subject(place - 1), &subject(place), key(place - 1), key(place)))
        .collect();
    let holder =
        certificate(&subject(authorities), "Holder", key(authorities), key(authorities + 1))
            .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical());
    certificates.push(holder.sign(key(authorities)));
    certificates.reverse();
    Path { certificates, anchor: authority(&subject(0), &subject(0), key(0), key(0)) }
}

fn seconds() -> u64 {
    VECTOR_INSTANT.unix_timestamp() as u64
}

fn bare(path: &Path) -> impl Fn() {
    const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
    let read = |der: &Vec<u8>| Certificate::from_der(der).unwrap();
    let certificates: Vec<Certificate> = path.certificates.iter().map(read).collect();
    let anchor = read(&path.anchor);
    let prepare = |certificate: &Certificate| {
        let info = PublicKeyInfo::from_der(certificate.public_key_bytes()).unwrap();
        AwsLc.prepare(&info).unwrap()
    };
    let anchor = prepare(&anchor);
    move || {
        let mut key = Arc::clone(&anchor);
        for (below, certificate) in certificates.iter().enumerate().rev() {
            let signed = SignedInput::Bytes(black_box(certificate.signed_bytes()));
            key.verify(SCHEME, signed, certificate.signature()).unwrap();
            if below > 0 {
                key = prepare(certificate);
            }
        }
    }
}

fn ours(path: &Path) -> (impl Fn(), impl Fn()) {
    let validator = PathValidator::new(Arc::new(AwsLc));
    let anchor = Certificate::from_der(&path.anchor).unwrap();
    let anchors = [TrustAnchor::from_certificate(anchor, &AwsLc).unwrap()];
    let at = ValidationTime::at(Timestamp::from_unix_seconds(VECTOR_INSTANT.unix_timestamp()));
    let inputs = PathInputs::at(at);
    let bytes = path.certificates.clone();
    let read = move || -> Vec<Certificate> {
        bytes.iter().map(|der| Certificate::from_der(black_box(der)).unwrap()).collect()
    };
    let parsed = read();
    let build = move |certificates: &[Certificate]| {
        let (target, pool) = certificates.split_first().unwrap();
        let assessed = validator.build(target, pool, &anchors, &inputs);
        assert_eq!(black_box(assessed).verdict(), Verdict::Valid);
    };
    let build = Arc::new(build);
    let again = Arc::clone(&build);
    (move || build(&parsed), move || again(&read()))
}

fn webpki(path: &Path) -> impl Fn() {
    let anchor = CertificateDer::from(path.anchor.clone());
    let certificates: Vec<CertificateDer<'static>> =
        path.certificates.iter().cloned().map(CertificateDer::from).collect();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds()));
    move || {
        let anchors = [::webpki::anchor_from_trusted_cert(&anchor).unwrap()];
        let (target, pool) = certificates.split_first().unwrap();
        let target = ::webpki::EndEntityCert::try_from(black_box(target)).unwrap();
        target
            .verify_for_usage(
                &[::webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256],
                &anchors,
                pool,
                time,
                ::webpki::KeyUsage::client_auth(),
                None,
                None,
            )
            .unwrap();
    }
}

fn openssl(path: &Path) -> (impl Fn(), impl Fn()) {
    let mut builder = X509StoreBuilder::new().unwrap();
    builder.add_cert(X509::from_der(&path.anchor).unwrap()).unwrap();
    let mut parameters = X509VerifyParam::new().unwrap();
    parameters.set_time(VECTOR_INSTANT.unix_timestamp());
    builder.set_param(&parameters).unwrap();
    let store = Arc::new(builder.build());
    let bytes = path.certificates.clone();
    let read = move || {
        let mut certificates = bytes.iter().map(|der| X509::from_der(black_box(der)).unwrap());
        let target = certificates.next().unwrap();
        let mut pool = Stack::new().unwrap();
        certificates.for_each(|certificate| pool.push(certificate).unwrap());
        (target, pool)
    };
    let verify = move |target: &X509, pool: &Stack<X509>| {
        let mut context = X509StoreContext::new().unwrap();
        let valid = context.init(&store, target, pool, |context| context.verify_cert()).unwrap();
        assert!(valid, "{}", "refused");
    };
    let (target, pool) = read();
    let verify = Arc::new(verify);
    let again = Arc::clone(&verify);
    (
        move || verify(&target, &pool),
        move || {
            let (target, pool) = read();
            again(&target, &pool);
        },
    )
}

fn certval(path: &Path) -> (impl Fn(), impl Fn()) {
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
    settings.set_time_of_interest(TimeOfInterest::from_unix_secs(seconds()).unwrap());
    settings.set_require_ta_store(false);
    settings.set_check_revocation_status(false);
    let anchor = PDVTrustAnchorChoice::try_from(&path.anchor[..]).unwrap();
    let bytes = path.certificates.clone();
    let read = move || {
        let mut certificates: Vec<PDVCertificate> = bytes
            .iter()
            .rev()
            .map(|der| PDVCertificate::try_from(black_box(&der[..])).unwrap())
            .collect();
        let target = certificates.pop().unwrap();
        CertificationPath::new(anchor.clone(), certificates, target)
    };
    let validate = move |path: &CertificationPath| {
        let mut results = CertificationPathResults::new();
        validate_path_rfc5280(&environment, &settings, path, &mut results).unwrap();
    };
    let parsed = read();
    let validate = Arc::new(validate);
    let again = Arc::clone(&validate);
    (move || validate(&parsed), move || again(&read()))
}

fn paths(criterion: &mut Criterion) {
    for (title, path) in [("1 certificate", path(0)), ("3 certificates", path(2))] {
        let (ours_parsed, ours) = ours(&path);
        let (openssl_parsed, openssl) = openssl(&path);
        let (certval_parsed, certval) = certval(&path);
        let works: Vec<(&str, Box<dyn Fn()>)> = vec![
            ("bare RSA checks", Box::new(bare(&path))),
            ("ours, parsed", Box::new(ours_parsed)),
            ("ours, read and judged", Box::new(ours)),
            ("rustls-webpki, read and judged", Box::new(webpki(&path))),
            ("OpenSSL, parsed", Box::new(openssl_parsed)),
            ("OpenSSL, read and judged", Box::new(openssl)),
            ("certval, parsed", Box::new(certval_parsed)),
            ("certval, read and judged", Box::new(certval)),
        ];
        let mut group = criterion.benchmark_group(format!("path of {title}"));
        for (name, work) in &works {
            allocations(name, work);
            group.bench_function(*name, |bencher| bencher.iter(work));
        }
        group.finish();
    }
}

criterion_group!(benches, paths);
criterion_main!(benches);
