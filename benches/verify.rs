//! A whole signature verification with its report, beside the two bare RSA checks that it cannot do
//! without: that of the certificate and that of the document, each with its SHA-256.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, PreparedKey, SignedInput};
use jpki_crypto::{AwsLc, RustCrypto};
use jpki_examples::{SignedCase, Vectors};
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::{Certificate, LoadedCrls, SignedDocument, Verdict, Verifier};
use jpki_x509::kind::CertificateKind;

const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);

struct Setting {
    case: SignedCase,
    verifier: Verifier,
    issuer: Arc<dyn PreparedKey>,
    crypto: Arc<dyn CryptoBackend>,
}

impl Setting {
    fn new(crypto: Arc<dyn CryptoBackend>) -> Self {
        let vectors = Vectors::open().unwrap();
        let case = vectors.signed("sign-valid").unwrap();
        let trust = vectors.trust_with(&*crypto).unwrap();
        let mut lists = LoadedCrls::new(RevocationPolicy::daily());
        case.crls.iter().for_each(|crl| lists.add_crl(crl.clone(), &trust).unwrap());
        case.arls.iter().for_each(|arl| lists.add_arl(arl.clone(), &trust).unwrap());
        let certificate = Certificate::from_der(&case.certificate).unwrap();
        let anchor = trust.candidates(CertificateKind::Signature, &certificate).next().unwrap();
        let key = PublicKeyInfo::from_der(anchor.certificate().public_key_bytes()).unwrap();
        let issuer = crypto.prepare(&key).unwrap();
        let verifier = Verifier::builder()
            .trust(trust)
            .revocation(lists)
            .crypto(crypto.clone())
            .build()
            .unwrap();
        Self { case, verifier, issuer, crypto }
    }

    fn verify(&self) -> Verdict {
        let certificate = Certificate::from_der(black_box(&self.case.certificate)).unwrap();
        let document = SignedDocument::raw(&certificate, &self.case.signature, &self.case.content);
        self.verifier.verify_signature(&document, self.case.at).verdict()
    }

    fn two_checks(&self, certificate: &Certificate) {
        let signed = SignedInput::Bytes(certificate.signed_bytes());
        self.issuer.verify(SCHEME, signed, certificate.signature()).unwrap();
        let key = PublicKeyInfo::from_der(certificate.public_key_bytes()).unwrap();
        let content = SignedInput::Bytes(&self.case.content);
        self.crypto.verify(&key, SCHEME, content, &self.case.signature).unwrap();
    }
}

fn verification(criterion: &mut Criterion) {
    let backends: [(&str, Arc<dyn CryptoBackend>); 2] =
        [("aws-lc", Arc::new(AwsLc)), ("rust-crypto", Arc::new(RustCrypto))];
    for (name, crypto) in backends {
        let setting = Setting::new(crypto);
        assert_eq!(setting.verify(), Verdict::Valid);
        let certificate = Certificate::from_der(&setting.case.certificate).unwrap();
        let mut group = criterion.benchmark_group(format!("verify signature, {name}"));
        group.bench_function("two bare RSA checks", |bencher| {
            bencher.iter(|| setting.two_checks(black_box(&certificate)));
        });
        group.bench_function("whole, with report", |bencher| bencher.iter(|| setting.verify()));
        group.finish();
    }
}

criterion_group!(benches, verification);
criterion_main!(benches);
