//! Raw signatures: certificate, signature value and content side by side.

use alloc::vec::Vec;

use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, Digest, Message};
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Reason, Subject};
use jpki_x509::certificate::Certificate;

/// A document with a raw signature over it and the certificate that is said to belong to it. Nothing is
/// verified yet.
#[derive(Clone, Copy)]
pub struct RawSignature<'a> {
    certificate: &'a Certificate,
    signature: &'a [u8],
    content: Message<'a>,
    scheme: SignatureScheme,
}

impl<'a> RawSignature<'a> {
    /// What cards make by default: RSASSA-PKCS1-v1_5 with SHA-256 and DigestInfo.
    pub const DEFAULT_SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);

    /// A signature over these octets.
    #[must_use]
    pub const fn over_octets(
        certificate: &'a Certificate,
        signature: &'a [u8],
        content: &'a [u8],
    ) -> Self {
        let content = Message::Octets(content);
        Self { certificate, signature, content, scheme: Self::DEFAULT_SCHEME }
    }

    /// A signature over content whose digest was computed elsewhere, by the digest of the scheme.
    #[must_use]
    pub const fn over_digest(
        certificate: &'a Certificate,
        signature: &'a [u8],
        digest: &'a Digest,
    ) -> Self {
        let content = Message::Digest(digest);
        let scheme = SignatureScheme::RsaPkcs1(digest.algorithm());
        Self { certificate, signature, content, scheme }
    }

    /// The same with the scheme that the client is known to use.
    #[must_use]
    pub const fn with_scheme(self, scheme: SignatureScheme) -> Self {
        Self { scheme, ..self }
    }

    /// The certificate that is said to belong to the signature.
    #[must_use]
    pub const fn certificate(&self) -> &'a Certificate {
        self.certificate
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// Checks that the policy admits the scheme with the certificate's key, and that this key signed the
    /// content: two checks, in this order. Says nothing about the certificate itself.
    #[must_use]
    pub fn check(&self, policy: &AlgorithmPolicy, crypto: &dyn CryptoBackend) -> Vec<Check> {
        let (admitted, value) = match self.verify(policy, crypto) {
            Ok(()) => (Ok(()), Check::passed(CheckId::SignatureValue, Subject::Document)),
            Err(Refusal::Algorithm(reason)) => {
                let because = CheckId::SignatureAlgorithm;
                (Err(reason), Check::skipped(CheckId::SignatureValue, Subject::Document, because))
            }
            Err(Refusal::Value(reason)) => {
                (Ok(()), Check::failed(CheckId::SignatureValue, Subject::Document, reason))
            }
        };
        let scheme = Fact { key: FactKey::Scheme, value: FactValue::Scheme(self.scheme) };
        let admitted = Check::of(CheckId::SignatureAlgorithm, Subject::Document, admitted);
        Vec::from([admitted.with(scheme), value])
    }

    fn verify(&self, policy: &AlgorithmPolicy, crypto: &dyn CryptoBackend) -> Result<(), Refusal> {
        let key = self
            .certificate
            .public_key()
            .map_err(|_| Refusal::Algorithm(Reason::AlgorithmUnsupported))?;
        policy
            .admit(self.scheme, key.kind())
            .map_err(|refusal| Refusal::Algorithm(refusal.into()))?;
        crypto
            .verify(&key, self.scheme, self.content, self.signature)
            .map_err(|error| Refusal::Value(error.into()))
    }
}

enum Refusal {
    Algorithm(Reason),
    Value(Reason),
}
