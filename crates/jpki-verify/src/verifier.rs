use alloc::sync::Arc;
use core::fmt;

use jpki_application::Application;
use jpki_core::algorithm::SignatureScheme;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::limits::Budget;
use jpki_core::report::{Assessed, CheckId, Report};
use jpki_core::time::ValidationTime;
use jpki_revocation::RevocationValues;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;

use crate::config::{Config, Responder};
use crate::document::SignedDocument;
use crate::local::LocallyVerified;
use crate::pending::Pending;
use crate::verified::{Certified, VerifiedCertificate, VerifiedSignature, VerifiedSigner};

/// Runs the steps of a verification in their order: profile, path, status of the anchor, signature, and last the
/// revocation of the certificate, which is asked about only if all checks before it passed.
///
/// Reads no clock and calls no network. One verifier serves any number of threads.
#[derive(Clone)]
pub struct Verifier {
    pub(crate) config: Arc<Config>,
    pub(crate) responder: Option<Arc<Responder>>,
}

impl Verifier {
    pub(crate) fn new(config: Config, responder: Option<Responder>) -> Self {
        Self { config: Arc::new(config), responder: responder.map(Arc::new) }
    }

    /// Verifies a certificate alone, for a purpose and as of an instant: all steps but the signature. Proves nothing
    /// about the person who presents the certificate.
    ///
    /// ```
    /// # let (verifier, certificate, case) = jpki_examples::valid_signature()?;
    /// use jpki_verify::x509::kind::CertificateKind;
    ///
    /// let assessed = verifier.verify_certificate(&certificate, CertificateKind::Signature, case.at);
    /// assert_eq!(assessed.into_result()?.class().kind(), CertificateKind::Signature);
    /// // The same certificate is no certificate for logins.
    /// let login = verifier.verify_certificate(&certificate, CertificateKind::UserAuthentication, case.at);
    /// assert!(login.into_result().is_err());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify_certificate(
        &self,
        certificate: &Certificate,
        purpose: CertificateKind,
        at: ValidationTime,
    ) -> Assessed<VerifiedCertificate> {
        self.begin_certificate(certificate, purpose, at).finish().into_assessed()
    }

    /// Runs the local checks of [`Self::verify_certificate`], for callers that find out about revocation themselves.
    pub fn begin_certificate(
        &self,
        certificate: &Certificate,
        purpose: CertificateKind,
        at: ValidationTime,
    ) -> Pending<VerifiedCertificate> {
        let budget = Budget::new(&self.config.limits);
        let (report, verified) = self.config.verify_locally(certificate, purpose, at, &budget);
        let value = verified.map(|verified| verified.certificate);
        self.pending(Some(certificate), purpose, at, report, value)
    }

    /// Verifies a signed document as of an instant (guideline 001, 付録①).
    ///
    /// ```
    /// # use jpki_verify::SignedDocument;
    /// # let (verifier, certificate, case) = jpki_examples::valid_signature()?;
    /// let document = SignedDocument::raw(&certificate, &case.signature, &case.content);
    /// let signature = verifier.verify_signature(&document, case.at).into_result()?;
    /// assert_eq!(signature.signer().basic_four_info().name(), "見本　花子");
    ///
    /// let other = SignedDocument::raw(&certificate, &case.signature, b"another form");
    /// let rejection = verifier.verify_signature(&other, case.at).into_result().unwrap_err();
    /// assert_eq!(rejection.verdict(), jpki_verify::Verdict::Invalid);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify_signature(
        &self,
        document: &SignedDocument<'_>,
        at: ValidationTime,
    ) -> Assessed<VerifiedSignature> {
        self.begin_signature(document, at).finish().into_assessed()
    }

    /// Runs the local checks of [`Self::verify_signature`], for callers that find out about revocation themselves.
    ///
    /// ```
    /// # use jpki_verify::SignedDocument;
    /// # let (verifier, certificate, case) = jpki_examples::valid_signature()?;
    /// let document = SignedDocument::raw(&certificate, &case.signature, &case.content);
    /// let pending = verifier.begin_signature(&document, case.at);
    /// assert!(pending.question().is_some()); // all but revocation holds
    /// assert!(pending.finish().into_assessed().into_result().is_ok());
    ///
    /// let document = SignedDocument::raw(&certificate, b"no signature", &case.content);
    /// let pending = verifier.begin_signature(&document, case.at);
    /// assert!(pending.question().is_none()); // invalid whatever a responder would say: nobody is asked
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    // Requirement: SIG-02, SIG-03, H06-08
    pub fn begin_signature(
        &self,
        document: &SignedDocument<'_>,
        at: ValidationTime,
    ) -> Pending<VerifiedSignature> {
        let (config, signature) = (&self.config, document.signature());
        let budget = Budget::new(&config.limits);
        let (mut report, verified) =
            config.verify_locally(signature.certificate(), CertificateKind::Signature, at, &budget);
        let (checks, digest) = signature.check_and_digest(&config.algorithms, self.crypto());
        report.extend(checks);
        report.extend(document.check_content(self.crypto()));
        let made = (signature.scheme(), digest);
        let (application, certificate) = (document.application(), Some(signature.certificate()));
        self.begin_application(application, certificate, report, verified.zip(Some(made)), at)
    }

    /// Runs the last of the local checks: the form against the signer's attributes.
    // Requirement: SIG-04, H06-08
    pub(crate) fn begin_application(
        &self,
        application: &Application<'_>,
        certificate: Option<&Certificate>,
        mut report: Report,
        verified: Option<(LocallyVerified, (SignatureScheme, Digest))>,
        at: ValidationTime,
    ) -> Pending<VerifiedSignature> {
        let signature = verified.and_then(|(verified, (scheme, content_digest))| {
            let LocallyVerified { certificate, basic_four_info } = verified;
            let signer = VerifiedSigner { certificate, basic_four_info: basic_four_info? };
            Some(VerifiedSignature { signer, scheme, content_digest })
        });
        let certified = signature.as_ref().map(|signature| signature.signer().basic_four_info());
        let because = report.first_obstacle().unwrap_or(CheckId::Path);
        report.extend(application.check_applicant(certified, because));
        self.pending(certificate, CertificateKind::Signature, at, report, signature)
    }

    pub(crate) fn crypto(&self) -> &dyn CryptoBackend {
        &*self.config.crypto
    }

    /// `certificate`: what the verdict is about, where that is known without the value.
    fn pending<T: Certified>(
        &self,
        certificate: Option<&Certificate>,
        purpose: CertificateKind,
        at: ValidationTime,
        report: Report,
        value: Option<T>,
    ) -> Pending<T> {
        let (status, responder) = (self.config.status.clone(), self.responder.clone());
        let policy = self.config.policy.clone();
        let of_value = value.as_ref().map(|value| value.certified().certificate());
        let certificate = certificate.or(of_value).cloned();
        let time_stamp_values = RevocationValues::default();
        Pending {
            status,
            responder,
            at,
            report,
            value,
            certificate,
            policy,
            time_stamp_values,
            purpose,
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({:?}, {:?})", self.config.trust.domain(), self.config.crypto)
    }
}
