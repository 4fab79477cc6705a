//! Certificate view, RSA and a whole signature verification, beside other libraries in one run.
//!
//! rustls-webpki refuses a critical certificatePolicies extension, so it is given a certificate that has
//! the same extensions with that one not critical.

use std::hint::black_box;
use std::sync::Arc;
use std::{fs, path::Path};

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use criterion::{Criterion, criterion_group, criterion_main};
use der::{Decode, Encode};
use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput};
use jpki_crypto::{AwsLc, RustCrypto};
use jpki_examples::Vectors;
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::{Certificate, LoadedCrls, SignedDocument, Verdict, Verifier};
use jpki_x509::basic_four_info::AttributeArc;
use openssl::hash::MessageDigest;
use openssl::sign;
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::X509VerifyParam;
use openssl::x509::{X509, X509StoreContext};
use rustls_pki_types::CertificateDer;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);

fn vector(file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors");
    fs::read(folder.join(file)).unwrap()
}

fn certificate_view(criterion: &mut Criterion) {
    let bytes = vector("persons/hanako/sign.cer");
    let for_webpki = vector("persons/hanako/sign-policies-non-critical.cer");
    let mut group = criterion.benchmark_group("certificate view");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| Certificate::from_der(black_box(&bytes)).unwrap());
    });
    group.bench_function("x509-cert", |bencher| {
        bencher.iter(|| x509_cert::Certificate::from_der(black_box(&bytes)).unwrap());
    });
    group.bench_function("rustls-webpki", |bencher| {
        bencher.iter(|| {
            let der = CertificateDer::from(black_box(&for_webpki[..]));
            webpki::EndEntityCert::try_from(&der).map(|_| ()).unwrap();
        });
    });
    group.bench_function("OpenSSL", |bencher| {
        bencher.iter(|| X509::from_der(black_box(&bytes)).unwrap());
    });
    group.finish();
}

fn attributes(criterion: &mut Criterion) {
    let bytes = vector("persons/hanako/sign.cer");
    let mut group = criterion.benchmark_group("certificate view with the six attributes");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            let certificate = Certificate::from_der(black_box(&bytes)).unwrap();
            certificate.unverified_basic_four_info(&AttributeArc::SYNTHETIC).unwrap()
        });
    });
    group.bench_function("x509-cert", |bencher| {
        bencher.iter(|| {
            let certificate = x509_cert::Certificate::from_der(black_box(&bytes)).unwrap();
            let (_, names) =
                certificate.tbs_certificate().get_extension::<SubjectAltName>().unwrap().unwrap();
            names
                .0
                .iter()
                .filter_map(|name| match name {
                    GeneralName::OtherName(other) => {
                        let explicit = other.value.to_der().ok()?;
                        Some((other.type_id, explicit))
                    }
                    _ => None,
                })
                .collect::<Vec<_>>()
        });
    });
    group.finish();
}

fn rsa(criterion: &mut Criterion) {
    let certificate = Certificate::from_der(&vector("persons/hanako/sign.cer")).unwrap();
    let content = vector("content/application.txt");
    let signature = vector("signatures/sign-valid.sig");
    let info = PublicKeyInfo::from_der(certificate.public_key_bytes()).unwrap();
    let mut group = criterion.benchmark_group("RSA-2048 PKCS#1 v1.5 SHA-256");
    let backends: [(&str, &dyn CryptoBackend); 2] =
        [("AWS-LC", &AwsLc), ("RustCrypto", &RustCrypto)];
    for (name, backend) in backends {
        let prepared = backend.prepare(&info).unwrap();
        group.bench_function(format!("ours, {name}, prepared key"), |bencher| {
            bencher.iter(|| {
                prepared.verify(SCHEME, SignedInput::Bytes(black_box(&content)), &signature).unwrap();
            });
        });
        group.bench_function(format!("ours, {name}, new key"), |bencher| {
            bencher.iter(|| {
                let content = SignedInput::Bytes(black_box(&content));
                backend.verify(&info, SCHEME, content, &signature).unwrap();
            });
        });
    }
    group.bench_function("aws-lc-rs itself, new key", |bencher| {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, info.key());
        bencher.iter(|| key.verify(black_box(&content), &signature).unwrap());
    });
    let key = X509::from_der(certificate.as_der()).unwrap().public_key().unwrap();
    group.bench_function("OpenSSL, prepared key", |bencher| {
        bencher.iter(|| {
            let mut verifier = sign::Verifier::new(MessageDigest::sha256(), &key).unwrap();
            assert!(verifier.verify_oneshot(&signature, black_box(&content)).unwrap());
        });
    });
    group.finish();
}

fn whole(criterion: &mut Criterion) {
    let vectors = Vectors::open().unwrap();
    let case = vectors.signed("sign-valid").unwrap();
    let crypto: Arc<dyn CryptoBackend> = Arc::new(AwsLc);
    let trust = vectors.trust_with(&*crypto).unwrap();
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    case.crls.iter().for_each(|crl| lists.add_crl(crl.clone(), &trust).unwrap());
    case.arls.iter().for_each(|arl| lists.add_arl(arl.clone(), &trust).unwrap());
    let verifier =
        Verifier::builder().trust(trust).revocation(lists).crypto(crypto.clone()).build().unwrap();
    let certificate = Certificate::from_der(&case.certificate).unwrap();
    let anchor = X509::from_der(&vector("trust/sign-ca-3.cer")).unwrap();
    let issuer = jpki_verify::Certificate::from_der(&vector("trust/sign-ca-3.cer")).unwrap();
    let issuer = crypto.prepare(&issuer.public_key().unwrap()).unwrap();

    let mut group = criterion.benchmark_group("verify a signed document");
    group.bench_function("two bare RSA checks, AWS-LC", |bencher| {
        bencher.iter(|| {
            let signed = SignedInput::Bytes(black_box(certificate.signed_bytes()));
            issuer.verify(SCHEME, signed, certificate.signature()).unwrap();
            let key = PublicKeyInfo::from_der(certificate.public_key_bytes()).unwrap();
            crypto.verify(&key, SCHEME, SignedInput::Bytes(&case.content), &case.signature).unwrap();
        });
    });
    group.bench_function("ours, AWS-LC, with policies, ARL, CRL and report", |bencher| {
        bencher.iter(|| {
            let certificate = Certificate::from_der(black_box(&case.certificate)).unwrap();
            let document = SignedDocument::raw(&certificate, &case.signature, &case.content);
            let assessed = verifier.verify_signature(&document, case.at);
            assert_eq!(assessed.verdict(), Verdict::Valid);
            assessed
        });
    });
    let mut store = X509StoreBuilder::new().unwrap();
    store.add_cert(anchor).unwrap();
    let mut parameters = X509VerifyParam::new().unwrap();
    parameters.set_time(case.at.instant().unix_seconds());
    store.set_param(&parameters).unwrap();
    let store = store.build();
    // The openssl crate offers no way to hand over lists.
    group.bench_function("OpenSSL, without lists and report", |bencher| {
        bencher.iter(|| {
            let certificate = X509::from_der(black_box(&case.certificate)).unwrap();
            let chain = Stack::new().unwrap();
            let mut context = X509StoreContext::new().unwrap();
            let valid = context
                .init(&store, &certificate, &chain, |context| context.verify_cert())
                .unwrap();
            assert!(valid);
            let key = certificate.public_key().unwrap();
            let mut verifier = sign::Verifier::new(MessageDigest::sha256(), &key).unwrap();
            assert!(verifier.verify_oneshot(&case.signature, &case.content).unwrap());
        });
    });
    group.finish();
}

criterion_group!(benches, certificate_view, attributes, rsa, whole);
criterion_main!(benches);
