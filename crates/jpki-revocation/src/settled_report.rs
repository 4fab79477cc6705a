//! The report of a settled verification, and what may be disclosed of it.

use alloc::string::{String, ToString as _};

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::event::{Event, Requester};
use jpki_core::localized::Localized as _;
use jpki_core::report::{CertificatePurpose, Subject};
use jpki_core::time::Timestamp;
use jpki_core::validation_report::{
    DisclosedRevocation, DisclosureError, DisclosureRight, ReportedAnchor, ReportedCrl,
    ReportedResponse, ReportedStatus, ServiceProviderReport, ValidationReport,
};
use jpki_x509::kind::CertificateKind;
use jpki_x509::trust::Fingerprint;

use crate::crl::Crl;
use crate::evidence::Evidence;
use crate::ocsp::OcspResponse;
use crate::settled::Settled;
use crate::status::StatusBasis;
use crate::values::{OcspValue, RevocationValues};

impl<T> Settled<T> {
    /// Returns the report for a platform or a stand-alone verifier and for whoever examines it: what was decided, why, by
    /// which rule, resting on what.
    ///
    /// The digests of CRLs are computed once for all verifications that rest on them.
    // Requirement: OCSP-05
    pub fn validation_report(&self, crypto: &dyn CryptoBackend) -> ValidationReport {
        let (assessed, evidence) = (self.assessed(), self.evidence());
        let issuer = evidence.certificate().map(|it| it.issuer().display().to_string());
        let issuer = issuer.unwrap_or_default();
        let crls = reported_crls(evidence.anchor_values(), Subject::Arl, crypto)
            .chain(reported_crls(evidence.values(), Subject::Crl, crypto))
            .chain(reported_crls(evidence.time_stamp_values(), Subject::Crl, crypto));
        let responses = evidence.values().responses().iter();
        ValidationReport::new(
            assessed.report().clone(),
            assessed.verdict(),
            evidence.time(),
            self.action(),
            purpose(evidence.purpose()),
        )
        .with_anchor(reported_anchor(evidence, crypto))
        .with_status(evidence.basis().map(reported_status))
        .with_policy(evidence.policy().cloned())
        .resting_on(
            crls.collect(),
            responses.map(|value| reported_response(value, &issuer, crypto)).collect(),
        )
    }

    /// Returns the report for a service provider: the verdict and what to do, and nothing of guideline 001 table 4-1.
    // Requirement: REVM-02, PRIV-02
    pub fn service_provider_report(&self) -> ServiceProviderReport {
        let (assessed, evidence) = (self.assessed(), self.evidence());
        let (time, purpose) = (evidence.time(), purpose(evidence.purpose()));
        ServiceProviderReport::new(assessed.report(), assessed.verdict(), time, purpose)
    }

    /// Discloses to the tenant of this right since when and why the certificate is revoked. Beside it comes what an
    /// operation log (操作ログ) must be told before it leaves: wrap both in `Logged` of `jpki-audit`.
    ///
    /// # Errors
    /// [`DisclosureError`] if another tenant asks, or the certificate was not found revoked.
    // Requirement: REVM-02
    pub fn disclose_revocation(
        &self,
        right: &DisclosureRight,
        requester: Requester,
        now: Timestamp,
    ) -> Result<(DisclosedRevocation, Event), DisclosureError> {
        let evidence = self.evidence();
        let revoked = evidence.basis().and_then(|basis| basis.revoked);
        let (revoked, certificate) =
            revoked.zip(evidence.certificate()).ok_or(DisclosureError::NotRevoked)?;
        let (reason, subject) = (revoked.reason.code(), certificate.as_event_subject());
        right.disclose(revoked.at, reason, subject, requester, now)
    }
}

const fn purpose(kind: CertificateKind) -> CertificatePurpose {
    match kind {
        CertificateKind::Signature => CertificatePurpose::Signature,
        CertificateKind::UserAuthentication => CertificatePurpose::UserAuthentication,
    }
}

fn reported_anchor(evidence: &Evidence, crypto: &dyn CryptoBackend) -> Option<ReportedAnchor> {
    let certificate = evidence.path()?.anchor().certificate()?;
    let sha_256 = *Fingerprint::of(certificate.as_der(), crypto).as_bytes();
    Some(ReportedAnchor { sha_256, generation: evidence.generation()?.number() })
}

const fn reported_status(basis: &StatusBasis) -> ReportedStatus {
    ReportedStatus { method: basis.method, as_of: basis.as_of }
}

fn reported_crls<'v>(
    values: &'v RevocationValues,
    subject: Subject,
    crypto: &'v dyn CryptoBackend,
) -> impl Iterator<Item = ReportedCrl> + use<'v> {
    values.crls().iter().map(move |crl: &Crl| ReportedCrl {
        subject,
        issuer: crl.issuer().display().to_string(),
        number: crl.number().map(|number| number.to_string()),
        this_update: crl.this_update(),
        next_update: crl.next_update(),
        sha_256: bytes_of(&crl.sha_256(crypto)),
    })
}

fn reported_response(
    value: &OcspValue,
    issuer: &str,
    crypto: &dyn CryptoBackend,
) -> ReportedResponse {
    let read = OcspResponse::from_der(value.response_der()).ok();
    let produced_at = read.as_ref().and_then(OcspResponse::basic).map(|it| it.produced_at());
    let digest = crypto.digest(DigestAlgorithm::Sha256, value.response_der());
    ReportedResponse { issuer: String::from(issuer), produced_at, sha_256: bytes_of(&digest) }
}

fn bytes_of(digest: &Digest) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(digest.as_bytes()).for_each(|(to, from)| *to = *from);
    bytes
}
