use core::fmt;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::crypto::Digest;
use jpki_core::event::Action;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_revocation::{RevocationTarget, RevocationValues};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::ValidPath;
use jpki_x509::trust::CertificateClass;

/// A certificate that was in force. Only a [`Verifier`](crate::Verifier) makes one.
///
/// What is proven, as of [`Self::time`]: the certificate is of [this class](Self::class) and was issued by
/// an authority of the trust store, which was not revoked; it was within its validity period and not
/// revoked. What is not: that whoever presented it holds its key.
#[must_use]
#[derive(Clone)]
pub struct VerifiedCertificate {
    pub(crate) class: CertificateClass,
    pub(crate) path: ValidPath,
    pub(crate) arl: RevocationValues,
    pub(crate) status_as_of: Option<Timestamp>,
}

/// A valid signature, made with a certificate that was in force. Only a
/// [`Verifier`](crate::Verifier) makes one.
///
/// What is proven beside what is proven of [the signer's certificate](VerifiedSigner::certificate): its key
/// signed this content. What is not: that the signer read or understood the content, who entered the
/// password, and when the signature was made.
#[must_use]
#[derive(Clone)]
pub struct VerifiedSignature {
    pub(crate) signer: VerifiedSigner,
    pub(crate) scheme: SignatureScheme,
    pub(crate) content_digest: Digest,
}

/// The signer of a verified signature.
#[derive(Clone)]
pub struct VerifiedSigner {
    pub(crate) certificate: VerifiedCertificate,
    pub(crate) basic_four_info: BasicFourInfo,
}

impl VerifiedCertificate {
    /// Returns kind, medium, generation and policy.
    #[must_use]
    pub const fn class(&self) -> CertificateClass {
        self.class
    }

    /// Returns the path from the certificate (its first element) to the anchor.
    pub const fn path(&self) -> &ValidPath {
        &self.path
    }

    /// Returns the certificate itself. A service provider behind a platform must not keep it
    /// (guideline 001 §4(2)).
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        self.path.end_entity()
    }

    /// Returns the instant as of which all of this was verified: for a signature dated by a time-stamp the proven
    /// instant, not the time of the verification.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.path.time()
    }

    /// Returns the instant as of which it is known not to be revoked: `thisUpdate` of the CRL or response that says so,
    /// up to a day before [`Self::time`] for a daily CRL. `None` where the policy accepted that nothing was known.
    #[must_use]
    pub const fn status_as_of(&self) -> Option<Timestamp> {
        self.status_as_of
    }

    pub(crate) const fn arl(&self) -> &RevocationValues {
        &self.arl
    }

    pub(crate) fn target(&self) -> RevocationTarget<'_> {
        let anchor = self.path.anchor().authority();
        RevocationTarget::end_entity(self.certificate(), self.path.issuer(), anchor)
    }
}

/// A verified value that holds the certificate it was verified with.
pub trait Certified: Sealed {
    /// Returns the certificate.
    fn certified(&self) -> &VerifiedCertificate;
}

/// What only a finished verification adds and takes.
pub trait Sealed {
    const ACTION: Action;

    fn known_as_of(self, instant: Option<Timestamp>) -> Self;
    fn digest(&self) -> Option<Digest>;
}

impl Certified for VerifiedCertificate {
    fn certified(&self) -> &VerifiedCertificate {
        self
    }
}

impl Sealed for VerifiedCertificate {
    const ACTION: Action = Action::CertificateVerification;

    fn known_as_of(self, status_as_of: Option<Timestamp>) -> Self {
        Self { status_as_of, ..self }
    }

    fn digest(&self) -> Option<Digest> {
        None
    }
}

impl Certified for VerifiedSignature {
    fn certified(&self) -> &VerifiedCertificate {
        &self.signer.certificate
    }
}

impl Sealed for VerifiedSignature {
    const ACTION: Action = Action::SignatureVerification;

    fn known_as_of(self, instant: Option<Timestamp>) -> Self {
        let VerifiedSigner { certificate, basic_four_info } = self.signer;
        let certificate = certificate.known_as_of(instant);
        Self { signer: VerifiedSigner { certificate, basic_four_info }, ..self }
    }

    fn digest(&self) -> Option<Digest> {
        Some(self.content_digest)
    }
}

impl VerifiedSignature {
    /// Returns the signer.
    #[must_use]
    pub const fn signer(&self) -> &VerifiedSigner {
        &self.signer
    }

    /// Returns the signature scheme.
    #[must_use]
    pub const fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// Returns the digest of the signed content, which tells this verdict from one over another document. Its algorithm
    /// is that of the scheme; SHA-512 for Ed25519.
    #[must_use]
    pub const fn content_digest(&self) -> &Digest {
        &self.content_digest
    }

    /// Returns the instant as of which all of this was verified: where a time-stamp dates the signature the proven
    /// instant, not the time of the verification.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.signer.certificate.time()
    }
}

impl VerifiedSigner {
    /// Returns the basic four information (基本4情報) as J-LIS certified it, current as of
    /// [`Self::basic_four_info_as_of`].
    #[must_use]
    pub const fn basic_four_info(&self) -> &BasicFourInfo {
        &self.basic_four_info
    }

    /// Returns the instant as of which the basic four information was current: that of the CRL or response by which the
    /// certificate was not revoked, since a change of any of the four revokes it (guideline 001, Q9). `None` where the
    /// policy accepted that nothing was known of it: then nobody may call them current.
    #[must_use]
    // Requirement: CERT-14
    pub const fn basic_four_info_as_of(&self) -> Option<Timestamp> {
        self.certificate.status_as_of()
    }

    /// Returns the certificate.
    pub const fn certificate(&self) -> &VerifiedCertificate {
        &self.certificate
    }
}

impl fmt::Debug for VerifiedCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedCertificate({:?}, {})", self.class, self.time().instant())
    }
}

impl fmt::Debug for VerifiedSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedSigner({:?})", self.certificate)
    }
}

impl fmt::Debug for VerifiedSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedSignature({}, {:?})", self.scheme, self.signer)
    }
}
