//! A signed document and the verifier that judges it.

use std::hint::black_box;
use std::sync::Arc;

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, PreparedKey, SignedInput};
use jpki_examples::{SignedCase, Vectors};
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::{Assessed, Certificate, LoadedCrls, SignedDocument, VerifiedSignature, Verifier};
use jpki_x509::kind::CertificateKind;

const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);

/// The document, the verifier with its CRLs, and what the bare checks need.
pub struct Setting {
    pub case: SignedCase,
    verifier: Verifier,
    issuer: Arc<dyn PreparedKey>,
    crypto: Arc<dyn CryptoBackend>,
}

impl Setting {
    pub fn new(crypto: Arc<dyn CryptoBackend>) -> Self {
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

    /// From the bytes of the certificate to the report.
    pub fn verify(&self) -> Assessed<VerifiedSignature> {
        let certificate = Certificate::from_der(black_box(&self.case.certificate)).unwrap();
        let document = SignedDocument::raw(&certificate, &self.case.signature, &self.case.content);
        self.verifier.verify_signature(&document, self.case.at)
    }

    /// The two RSA checks that a verification cannot do without, each with its SHA-256.
    pub fn two_checks(&self, certificate: &Certificate) {
        let signed = SignedInput::Bytes(certificate.signed_bytes());
        self.issuer.verify(SCHEME, signed, certificate.signature()).unwrap();
        let key = PublicKeyInfo::from_der(certificate.public_key_bytes()).unwrap();
        let content = SignedInput::Bytes(&self.case.content);
        self.crypto.verify(&key, SCHEME, content, &self.case.signature).unwrap();
    }
}
