use alloc::vec::Vec;

use jpki_application::Application;
use jpki_cms::raw::RawSignature;
use jpki_core::algorithm::SignatureScheme;
use jpki_core::crypto::{CryptoBackend, Digest, SignedInput};
use jpki_core::report::Check;
use jpki_x509::certificate::Certificate;

/// A document, its signature and the signer's certificate. Nothing is verified yet.
///
/// ```
/// use jpki_verify::algorithm::{DigestAlgorithm, SignatureScheme};
/// use jpki_verify::form::ApplicantForm;
/// use jpki_verify::{Application, SignedDocument};
///
/// # let (verifier, certificate, case) = jpki_examples::valid_signature()?;
/// // The form that the applicant filled in must agree with the certificate.
/// let form = ApplicantForm::new().with_name("見本花子");
/// let document = SignedDocument::raw(&certificate, &case.signature, &case.content)
///     .in_application(Application::new().with_form(form));
/// assert!(verifier.verify_signature(&document, case.at).into_result().is_ok());
///
/// // Of a client that signs the bare digest, as the デジタル認証アプリ does by default. No other scheme is tried.
/// let bare = document.with_scheme(SignatureScheme::RsaPkcs1BareDigest(DigestAlgorithm::Sha256));
/// assert!(verifier.verify_signature(&bare, case.at).into_result().is_err());
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
// Requirement: SIG-05
pub struct SignedDocument<'a> {
    signature: RawSignature<'a>,
    application: Application<'a>,
}

impl<'a> SignedDocument<'a> {
    /// Takes a raw signature value over `content`, by RSASSA-PKCS1-v1_5 with SHA-256, as cards make it.
    #[must_use]
    pub const fn raw(certificate: &'a Certificate, signature: &'a [u8], content: &'a [u8]) -> Self {
        let signature = RawSignature::over_bytes(certificate, signature, content);
        Self { signature, application: Application::new() }
    }

    /// Takes a raw signature value over content of which only the digest is known.
    #[must_use]
    pub const fn raw_digest(
        certificate: &'a Certificate,
        signature: &'a [u8],
        digest: &'a Digest,
    ) -> Self {
        let signature = RawSignature::over_digest(certificate, signature, digest);
        Self { signature, application: Application::new() }
    }

    /// Sets the scheme that the client is known to use. A scheme is never guessed.
    #[must_use]
    pub const fn with_scheme(self, scheme: SignatureScheme) -> Self {
        Self { signature: self.signature.with_scheme(scheme), ..self }
    }

    /// Requires agreement with this application.
    #[must_use]
    pub const fn in_application(self, application: Application<'a>) -> Self {
        Self { application, ..self }
    }

    pub(crate) const fn signature(&self) -> &RawSignature<'a> {
        &self.signature
    }

    /// Checks that the content is what the user was shown, and, where more than its digest is known, that it has
    /// substance.
    // Requirement: WYS-01
    pub(crate) fn check_content(&self, crypto: &dyn CryptoBackend) -> Vec<Check> {
        match self.signature.content() {
            SignedInput::Bytes(bytes) => {
                let digest = |algorithm| Some(crypto.digest(algorithm, bytes));
                self.application.check_content(digest, bytes, bytes.len() as u64, crypto)
            }
            SignedInput::Digest(digest) => self.application.check_intent(|_| Some(*digest), crypto),
        }
    }

    pub(crate) const fn application(&self) -> &Application<'a> {
        &self.application
    }
}
