//! Raw signatures: certificate, signature value and content side by side.

use alloc::vec::Vec;

use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, Digest, SignedInput};
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Reason, Subject};
use jpki_x509::certificate::Certificate;

use crate::signer_info::begins_with_attribute;

/// A document with a raw signature over it and the certificate that is said to belong to it. Nothing is
/// verified yet.
#[derive(Clone, Copy)]
pub struct RawSignature<'a> {
    certificate: &'a Certificate,
    signature: &'a [u8],
    content: SignedInput<'a>,
    scheme: SignatureScheme,
}

impl<'a> RawSignature<'a> {
    /// What cards make by default: RSASSA-PKCS1-v1_5 with SHA-256 and DigestInfo.
    pub const DEFAULT_SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);

    /// Takes a signature over these bytes.
    #[must_use]
    pub const fn over_bytes(
        certificate: &'a Certificate,
        signature: &'a [u8],
        content: &'a [u8],
    ) -> Self {
        let content = SignedInput::Bytes(content);
        Self { certificate, signature, content, scheme: Self::DEFAULT_SCHEME }
    }

    /// Takes a signature over content whose digest was computed elsewhere, by the digest of the scheme.
    #[must_use]
    pub const fn over_digest(
        certificate: &'a Certificate,
        signature: &'a [u8],
        digest: &'a Digest,
    ) -> Self {
        let content = SignedInput::Digest(digest);
        let scheme = SignatureScheme::RsaPkcs1(digest.algorithm());
        Self { certificate, signature, content, scheme }
    }

    /// The same with the scheme that the client is known to use.
    #[must_use]
    pub const fn with_scheme(self, scheme: SignatureScheme) -> Self {
        Self { scheme, ..self }
    }

    /// Returns the certificate that is said to belong to the signature.
    #[must_use]
    pub const fn certificate(&self) -> &'a Certificate {
        self.certificate
    }

    /// Returns what is said to be signed.
    #[must_use]
    pub const fn content(&self) -> SignedInput<'a> {
        self.content
    }

    /// Returns the scheme.
    #[must_use]
    pub const fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// Checks that the policy admits the scheme with the certificate's key, and that this key signed the
    /// content: two checks, in this order. The second names the content by its digest. Says nothing about
    /// the certificate itself.
    ///
    /// Content that can be read as the signed attributes of a CMS signature is refused. Where only a
    /// digest is known, nobody can tell.
    #[must_use]
    pub fn check(&self, policy: &AlgorithmPolicy, crypto: &dyn CryptoBackend) -> Vec<Check> {
        self.check_and_digest(policy, crypto).0
    }

    /// As [`Self::check`], with the digest of the content: by the digest algorithm of the scheme, or the
    /// one that was given; SHA-512 for Ed25519.
    #[must_use]
    pub fn check_and_digest(
        &self,
        policy: &AlgorithmPolicy,
        crypto: &dyn CryptoBackend,
    ) -> (Vec<Check>, Digest) {
        let digest = self.digest(crypto);
        let (admitted, value) = match self.verify(&digest, policy, crypto) {
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
        let value = self.content_facts(&digest).fold(value, Check::with);
        (Vec::from([admitted.with(scheme), value]), digest)
    }

    fn digest(&self, crypto: &dyn CryptoBackend) -> Digest {
        match self.content {
            SignedInput::Bytes(bytes) => {
                // RFC 8032 §5.1: Ed25519 has SHA-512 inside
                let algorithm = self.scheme.digest().unwrap_or(DigestAlgorithm::Sha512);
                crypto.digest(algorithm, bytes)
            }
            SignedInput::Digest(digest) => *digest,
        }
    }

    fn content_facts(&self, digest: &Digest) -> impl Iterator<Item = Fact> {
        let length = match self.content {
            SignedInput::Bytes(bytes) => Some(bytes.len() as u64),
            SignedInput::Digest(_) => None,
        };
        let value = FactValue::Bytes(digest.as_bytes().into());
        [
            length.map(|length| Fact::count(FactKey::ContentLength, length)),
            Some(Fact::code(FactKey::DigestAlgorithm, digest.algorithm().name())),
            Some(Fact { key: FactKey::ContentDigest, value }),
        ]
        .into_iter()
        .flatten()
    }

    // Requirement: SIG-02
    fn verify(
        &self,
        digest: &Digest,
        policy: &AlgorithmPolicy,
        crypto: &dyn CryptoBackend,
    ) -> Result<(), Refusal> {
        // NOTE: The signed attributes of a CMS signature are bytes like any other. Presented as content,
        // they would make a second valid signature over something that nobody signed as content. Test:
        // signed_attributes_passed_off_as_a_document_are_refused.
        if let SignedInput::Bytes(bytes) = self.content
            && begins_with_attribute(bytes, bytes.len() as u64)
        {
            return Err(Refusal::Value(Reason::ContentIsSignedAttributes));
        }
        let content = match self.scheme.digest() {
            Some(_) => SignedInput::Digest(digest),
            None => self.content,
        };
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
