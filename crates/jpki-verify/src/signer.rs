use core::fmt;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::time::ValidationTime;
use jpki_x509::basic_four_info::BasicFourInfo;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateClass;

/// A signature that was found good, made by a signer whose certificate was in force.
///
/// What is proven, as of [`Self::time`]: the certificate is a 署名用電子証明書 of an authority of the trust
/// store, which was not revoked; it was within its validity period and not revoked; its key signed this
/// content. What is not: that the signer read or understood the content, who entered the password, and
/// when the signature was made.
#[must_use]
#[derive(Clone)]
pub struct VerifiedSignature {
    signer: VerifiedSigner,
    scheme: SignatureScheme,
    time: ValidationTime,
}

/// Who signed.
#[derive(Clone)]
pub struct VerifiedSigner {
    certificate: Certificate,
    class: CertificateClass,
    basic_four_info: BasicFourInfo,
}

impl VerifiedSignature {
    pub(crate) const fn new(
        signer: VerifiedSigner,
        scheme: SignatureScheme,
        time: ValidationTime,
    ) -> Self {
        Self { signer, scheme, time }
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

    /// The instant as of which all of this holds.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.time
    }
}

impl VerifiedSigner {
    pub(crate) const fn new(
        certificate: Certificate,
        class: CertificateClass,
        basic_four_info: BasicFourInfo,
    ) -> Self {
        Self { certificate, class, basic_four_info }
    }

    /// The basic four information (基本4情報) as J-LIS certified it. Since a change of any of the four
    /// revokes the certificate, it was the present state as of the verification (guideline 001, Q9).
    #[must_use]
    pub const fn basic_four_info(&self) -> &BasicFourInfo {
        &self.basic_four_info
    }

    /// Kind, medium, generation and policy of the certificate.
    #[must_use]
    pub const fn class(&self) -> CertificateClass {
        self.class
    }

    /// The certificate. A service provider behind a platform must not keep it (guideline 001 §4(2)).
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}

impl fmt::Debug for VerifiedSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedSignature({}, {:?})", self.scheme, self.time)
    }
}

impl fmt::Debug for VerifiedSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedSigner({:?})", self.class)
    }
}
