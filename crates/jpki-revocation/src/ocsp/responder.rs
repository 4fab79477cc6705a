use core::fmt;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::report::{Outcome, Reason, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::{ExtendedKeyUsage, oid};
use jpki_x509::profile::Profile;

use super::responder_id::is_same_name;

/// A responder that an authority certified to answer for it (委任されたOCSPレスポンダ, RFC 6960 §4.2.2.2).
///
/// Proven: the authority's own key signed its certificate, which names the purpose id-kp-OCSPSigning and
/// fits the profile of responders. Not proven: that it is within its validity period and not revoked, which
/// is judged with each response.
///
/// Hand one that a response brought along back to the next
/// [`OcspVerifier`](super::OcspVerifier::with_delegate): its certificate is then not verified again.
#[derive(Clone)]
pub struct Delegate {
    certificate: Certificate,
    authority: Authority,
    issuer: Authority,
}

impl Delegate {
    /// The responder of a certificate that `issuer` signed.
    ///
    /// # Errors
    /// [`Reason::ResponderNotAuthorized`] if the certificate is not by this key or lacks the purpose,
    /// [`Reason::ResponderCertificateUnfit`] if it does not fit the profile, or
    /// [`Reason::ResponseAlgorithmNotAllowed`].
    // Requirement: OCSP-02
    pub fn certified(
        certificate: Certificate,
        issuer: &Authority,
        algorithms: &AlgorithmPolicy,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, Reason> {
        let purpose = certificate.extended_key_usage();
        let names_purpose =
            matches!(purpose, Ok(Some(usage)) if usage.names(ExtendedKeyUsage::OCSP_SIGNING));
        if !names_purpose || !is_same_name(&certificate.issuer(), &issuer.name()) {
            return Err(Reason::ResponderNotAuthorized);
        }
        let profile = Profile::OcspResponder.check(&certificate, Subject::OcspResponder);
        if profile.outcome() != Outcome::Passed || !certificate.signature_algorithms_agree() {
            return Err(Reason::ResponderCertificateUnfit);
        }
        let algorithm = certificate.signature_algorithm();
        let algorithm = algorithm.map_err(|_| Reason::ResponderCertificateUnfit)?;
        // RFC 6960 §4.2.2.2: issued directly by the authority that issued the certificate in question.
        issuer
            .verify(&algorithm, algorithms, certificate.signed_bytes(), certificate.signature())
            .map_err(|reason| match reason {
                Reason::SignatureMismatch => Reason::ResponderNotAuthorized,
                _ => Reason::ResponseAlgorithmNotAllowed,
            })?;
        let authority =
            Authority::new(certificate.subject(), certificate.public_key_bytes(), crypto)
                .map_err(|_| Reason::ResponseAlgorithmNotAllowed)?;
        Ok(Self { certificate, authority, issuer: issuer.clone() })
    }

    /// Returns its certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Returns the authority that it answers for.
    #[must_use]
    pub const fn issuer(&self) -> &Authority {
        &self.issuer
    }

    /// Last second of its validity period.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.certificate.not_after()
    }

    /// Returns whether the authority says that it need not be asked for revocation (ocsp-nocheck, RFC 6960 §4.2.2.2.1).
    #[must_use]
    pub fn needs_no_check(&self) -> bool {
        self.certificate.extension(oid::OCSP_NO_CHECK).is_some()
    }

    pub(super) const fn authority(&self) -> &Authority {
        &self.authority
    }

    pub(super) fn is_within_validity(&self, at: Timestamp) -> bool {
        self.certificate.is_within_validity(at)
    }
}

impl fmt::Debug for Delegate {
    /// The kind of key only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Delegate({:?})", self.authority.key_kind())
    }
}
