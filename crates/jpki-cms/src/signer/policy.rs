use jpki_core::algorithm::AlgorithmPolicy;

/// What a verifier demands of a signer beyond RFC 5652 §5.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignerPolicy {
    pub(super) algorithms: AlgorithmPolicy,
    pub(super) unattributed: UnattributedSignatures,
    pub(super) signing_certificate: SigningCertificate,
    pub(super) key_usage: SignerKeyUsage,
}

/// Whether a signature over the bare content, without signed attributes, is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnattributedSignatures {
    /// No. Such a signature does not say what type the content is of, and the signed attributes of any
    /// other signature of the same key can be passed off as its content.
    Refused,
    /// Yes, for content of type id-data that cannot be read as signed attributes.
    Accepted,
}

/// Whether the signature must say which certificate it belongs to (RFC 5035), as CAdES-BES demands
/// (ETSI EN 319 122-1 §5.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningCertificate {
    /// It need not; what it says must be true.
    Optional,
    /// It must.
    Required,
}

/// What the keyUsage of the signer's certificate must allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignerKeyUsage {
    /// nonRepudiation (contentCommitment), stated: 署名用電子証明書 has it, 利用者証明用電子証明書 has
    /// not and is refused.
    NonRepudiation,
    /// digitalSignature or nonRepudiation, or no such extension (RFC 5280 §4.2.1.3).
    AnySignature,
}

impl SignerPolicy {
    /// For documents signed with a 署名用電子証明書: current algorithms, signed attributes, a key for
    /// nonRepudiation.
    #[must_use]
    pub const fn document() -> Self {
        Self {
            algorithms: AlgorithmPolicy::current(),
            unattributed: UnattributedSignatures::Refused,
            signing_certificate: SigningCertificate::Optional,
            key_usage: SignerKeyUsage::NonRepudiation,
        }
    }

    /// For CMS of any PKI: as [`Self::document`], with a key for any signature.
    #[must_use]
    pub const fn general() -> Self {
        Self { key_usage: SignerKeyUsage::AnySignature, ..Self::document() }
    }

    /// The same with these algorithms.
    #[must_use]
    pub const fn with_algorithms(self, algorithms: AlgorithmPolicy) -> Self {
        Self { algorithms, ..self }
    }

    /// The same with this rule for signatures without signed attributes.
    #[must_use]
    pub const fn with_unattributed(self, unattributed: UnattributedSignatures) -> Self {
        Self { unattributed, ..self }
    }

    /// The same with this rule for the signing-certificate attribute.
    #[must_use]
    pub const fn with_signing_certificate(self, signing_certificate: SigningCertificate) -> Self {
        Self { signing_certificate, ..self }
    }
}
