use alloc::vec::Vec;

use jpki_application::Application;
use jpki_application::intent::check_substance;
use jpki_cms::raw::RawSignature;
use jpki_core::algorithm::SignatureScheme;
use jpki_core::crypto::{CryptoBackend, Digest, SignedInput};
use jpki_core::report::Check;
use jpki_x509::certificate::Certificate;

/// A document, its signature and the signer's certificate. Nothing is verified yet.
#[derive(Clone, Copy)]
pub struct SignedDocument<'a> {
    signature: RawSignature<'a>,
    application: Application<'a>,
}

impl<'a> SignedDocument<'a> {
    /// Takes a raw signature value over `content`, by RSASSA-PKCS1-v1_5 with SHA-256, as cards make it.
    #[must_use]
    pub const fn raw(certificate: &'a Certificate, signature: &'a [u8], content: &'a [u8]) -> Self {
        Self::of(RawSignature::over_bytes(certificate, signature, content))
    }

    /// Takes a raw signature value over content of which only the digest is known.
    ///
    /// ```
    /// # use jpki_verify::revocation::RevocationPolicy;
    /// # use jpki_verify::{Certificate, LoadedCrls, SignedDocument, Verifier};
    /// # let vectors = jpki_examples::Vectors::open()?;
    /// # let (trust, case) = (vectors.trust()?, vectors.signed("sign-valid")?);
    /// # let (crl, arl, at) = (case.crls[0].clone(), case.arls[0].clone(), case.at);
    /// # let mut crls = LoadedCrls::new(RevocationPolicy::daily());
    /// # crls.add_crl(crl, &trust)?;
    /// # crls.add_arl(arl, &trust)?;
    /// # let verifier = Verifier::builder().trust(trust).revocation(crls).build()?;
    /// # let certificate = Certificate::from_der(&case.certificate)?;
    /// use jpki_verify::algorithm::DigestAlgorithm;
    /// use jpki_verify::CryptoBackend as _;
    /// use jpki_verify::crypto::RustCrypto;
    ///
    /// let digest = RustCrypto.digest(DigestAlgorithm::Sha256, &case.content);
    /// let document = SignedDocument::raw_digest(&certificate, &case.signature, &digest);
    /// assert!(verifier.verify_signature(&document, at).into_result().is_ok());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn raw_digest(
        certificate: &'a Certificate,
        signature: &'a [u8],
        digest: &'a Digest,
    ) -> Self {
        Self::of(RawSignature::over_digest(certificate, signature, digest))
    }

    const fn of(signature: RawSignature<'a>) -> Self {
        Self { signature, application: Application::new() }
    }

    /// Sets the scheme that the client is known to use. A scheme is never guessed.
    ///
    /// ```
    /// # use jpki_verify::revocation::RevocationPolicy;
    /// # use jpki_verify::{Certificate, LoadedCrls, SignedDocument, Verifier};
    /// # let vectors = jpki_examples::Vectors::open()?;
    /// # let (trust, case) = (vectors.trust()?, vectors.signed("sign-valid")?);
    /// # let (crl, arl, at) = (case.crls[0].clone(), case.arls[0].clone(), case.at);
    /// # let mut crls = LoadedCrls::new(RevocationPolicy::daily());
    /// # crls.add_crl(crl, &trust)?;
    /// # crls.add_arl(arl, &trust)?;
    /// # let verifier = Verifier::builder().trust(trust).revocation(crls).build()?;
    /// # let certificate = Certificate::from_der(&case.certificate)?;
    /// use jpki_verify::algorithm::{DigestAlgorithm, SignatureScheme};
    ///
    /// // Of a client that is known to sign the bare digest, as the デジタル認証アプリ does by default.
    /// let document = SignedDocument::raw(&certificate, &case.signature, &case.content)
    ///     .with_scheme(SignatureScheme::RsaPkcs1BareDigest(DigestAlgorithm::Sha256));
    /// // This signature has DigestInfo; no other scheme is tried.
    /// assert!(verifier.verify_signature(&document, at).into_result().is_err());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_scheme(self, scheme: SignatureScheme) -> Self {
        Self { signature: self.signature.with_scheme(scheme), ..self }
    }

    /// Requires agreement with this application.
    ///
    /// ```
    /// # use jpki_verify::revocation::RevocationPolicy;
    /// # use jpki_verify::{Certificate, LoadedCrls, SignedDocument, Verifier};
    /// # let vectors = jpki_examples::Vectors::open()?;
    /// # let (trust, case) = (vectors.trust()?, vectors.signed("sign-valid")?);
    /// # let (crl, arl, at) = (case.crls[0].clone(), case.arls[0].clone(), case.at);
    /// # let mut crls = LoadedCrls::new(RevocationPolicy::daily());
    /// # crls.add_crl(crl, &trust)?;
    /// # crls.add_arl(arl, &trust)?;
    /// # let verifier = Verifier::builder().trust(trust).revocation(crls).build()?;
    /// # let certificate = Certificate::from_der(&case.certificate)?;
    /// use jpki_verify::Application;
    /// use jpki_verify::form::ApplicantForm;
    ///
    /// let form = ApplicantForm::new().with_name("見本花子");
    /// let document = SignedDocument::raw(&certificate, &case.signature, &case.content)
    ///     .in_application(Application::new().with_form(form));
    /// assert!(verifier.verify_signature(&document, at).into_result().is_ok());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn in_application(self, application: Application<'a>) -> Self {
        Self { application, ..self }
    }

    pub(crate) const fn signature(&self) -> &RawSignature<'a> {
        &self.signature
    }

    /// Checks that the content is what the user was shown, and, where more than its digest is known, that it has
    /// substance.
    pub(crate) fn check_content(&self, crypto: &dyn CryptoBackend) -> Vec<Check> {
        match self.signature.content() {
            SignedInput::Bytes(bytes) => {
                let digest = |algorithm| Some(crypto.digest(algorithm, bytes));
                let mut checks = self.application.check_intent(digest, crypto);
                checks.push(check_substance(bytes, bytes.len() as u64));
                checks
            }
            SignedInput::Digest(digest) => self.application.check_intent(|_| Some(*digest), crypto),
        }
    }

    pub(crate) const fn application(&self) -> &Application<'a> {
        &self.application
    }
}
