use core::fmt;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::crypto::Digest;
use jpki_core::time::ValidationTime;
use jpki_revocation::Target;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateClass;
use jpki_x509::path::ValidPath;

/// A certificate that was in force. Only a [`Verifier`](crate::Verifier) makes one.
///
/// What is proven, as of [`Self::time`]: the certificate is of [this class](Self::class) and was issued by
/// an authority of the trust store, which was not revoked; it was within its validity period and not
/// revoked. What is not: that whoever presented it holds its key.
#[must_use]
#[derive(Clone)]
pub struct VerifiedCertificate {
    class: CertificateClass,
    path: ValidPath,
}

/// A signature that was found good, made with a certificate that was in force. Only a
/// [`Verifier`](crate::Verifier) makes one.
///
/// What is proven beside what is proven of [the signer's certificate](VerifiedSigner::certificate): its key
/// signed this content. What is not: that the signer read or understood the content, who entered the
/// password, and when the signature was made.
#[must_use]
#[derive(Clone)]
pub struct VerifiedSignature {
    signer: VerifiedSigner,
    scheme: SignatureScheme,
    content_digest: Digest,
}

/// Who signed.
#[derive(Clone)]
pub struct VerifiedSigner {
    certificate: VerifiedCertificate,
    basic_four_info: BasicFourInfo,
}

impl VerifiedCertificate {
    pub(crate) const fn new(class: CertificateClass, path: ValidPath) -> Self {
        Self { class, path }
    }

    /// Kind, medium, generation and policy.
    #[must_use]
    pub const fn class(&self) -> CertificateClass {
        self.class
    }

    /// The path from the certificate, its first, to the anchor.
    pub const fn path(&self) -> &ValidPath {
        &self.path
    }

    /// Returns the certificate itself. A service provider behind a platform must not keep it
    /// (guideline 001 §4(2)).
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        self.path.end_entity()
    }

    /// The instant as of which all of this holds.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.path.time()
    }

    /// The same instant, for who holds a verdict against the present: of a certificate whose signature a
    /// time-stamp dates, it is the proven instant, however late the verdict came.
    #[must_use]
    pub const fn judged_at(&self) -> ValidationTime {
        self.time()
    }

    pub(crate) fn target(&self) -> Target<'_> {
        let anchor = self.path.anchor().authority();
        Target::end_entity(self.certificate(), self.path.issuer(), anchor)
    }
}

/// What holds a certificate that was verified with it.
pub trait Certified {
    /// The certificate.
    fn certified(&self) -> &VerifiedCertificate;
}

impl Certified for VerifiedCertificate {
    fn certified(&self) -> &VerifiedCertificate {
        self
    }
}

impl Certified for VerifiedSignature {
    fn certified(&self) -> &VerifiedCertificate {
        &self.signer.certificate
    }
}

impl VerifiedSignature {
    pub(crate) const fn new(
        signer: VerifiedSigner,
        scheme: SignatureScheme,
        content_digest: Digest,
    ) -> Self {
        Self { signer, scheme, content_digest }
    }

    /// Who signed.
    #[must_use]
    pub const fn signer(&self) -> &VerifiedSigner {
        &self.signer
    }

    /// How it was signed.
    #[must_use]
    pub const fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// Digest of what was signed, by which a verdict is told from that over another document. By the
    /// digest algorithm of the scheme; SHA-512 for Ed25519, which has it inside.
    #[must_use]
    pub const fn content_digest(&self) -> &Digest {
        &self.content_digest
    }

    /// The instant as of which all of this holds.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.signer.certificate.time()
    }

    /// The same instant, for who holds a verdict against the present: where a time-stamp dates the
    /// signature, it is the proven instant, however late the verdict came.
    #[must_use]
    pub const fn judged_at(&self) -> ValidationTime {
        self.time()
    }
}

impl VerifiedSigner {
    pub(crate) const fn new(
        certificate: VerifiedCertificate,
        basic_four_info: BasicFourInfo,
    ) -> Self {
        Self { certificate, basic_four_info }
    }

    /// The basic four information (基本4情報) as J-LIS certified it. Since a change of any of the four
    /// revokes the certificate, it was the present state as of the verification (guideline 001, Q9).
    #[must_use]
    pub const fn basic_four_info(&self) -> &BasicFourInfo {
        &self.basic_four_info
    }

    /// The certificate.
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
