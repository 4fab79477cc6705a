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

    /// What is said to be signed.
    #[must_use]
    pub const fn content(&self) -> Message<'a> {
        self.content
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// Checks that the policy admits the scheme with the certificate's key, and that this key signed the
    /// content: two checks, in this order. The second names the content by its digest, unless the scheme
    /// has none. Says nothing about the certificate itself.
    #[must_use]
    pub fn check(&self, policy: &AlgorithmPolicy, crypto: &dyn CryptoBackend) -> Vec<Check> {
        let digest = self.digest(crypto);
        let (admitted, value) = match self.verify(digest.as_ref(), policy, crypto) {
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
        Vec::from([admitted.with(scheme), self.content_facts(digest).fold(value, Check::with)])
    }

    fn digest(&self, crypto: &dyn CryptoBackend) -> Option<Digest> {
        match self.content {
            Message::Octets(octets) => Some(crypto.digest(self.scheme.digest()?, octets)),
            Message::Digest(digest) => Some(*digest),
        }
    }

    fn content_facts(&self, digest: Option<Digest>) -> impl Iterator<Item = Fact> {
        let length = match self.content {
            Message::Octets(octets) => Some(octets.len() as u64),
            Message::Digest(_) => None,
        };
        let octets = digest.map(|digest| FactValue::Octets(digest.octets().into()));
        [
            length.map(|length| Fact::count(FactKey::ContentLength, length)),
            digest.map(|digest| Fact::code(FactKey::DigestAlgorithm, digest.algorithm().name())),
            octets.map(|value| Fact { key: FactKey::ContentDigest, value }),
        ]
        .into_iter()
        .flatten()
    }

    fn verify(
        &self,
        digest: Option<&Digest>,
        policy: &AlgorithmPolicy,
        crypto: &dyn CryptoBackend,
    ) -> Result<(), Refusal> {
        let content = digest.map_or(self.content, Message::Digest);
        let key = self
            .certificate
            .public_key()
            .map_err(|_| Refusal::Algorithm(Reason::AlgorithmUnsupported))?;
        policy
            .admit(self.scheme, key.kind())
            .map_err(|refusal| Refusal::Algorithm(refusal.into()))?;
        crypto
            .verify(&key, self.scheme, content, self.signature)
            .map_err(|error| Refusal::Value(error.into()))
    }
}

enum Refusal {
    Algorithm(Reason),
    Value(Reason),
}
