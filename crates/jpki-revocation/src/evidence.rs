use core::fmt;

use jpki_core::crypto::Digest;
use jpki_core::policy_version::PolicyVersion;
use jpki_core::time::ValidationTime;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::path::ValidPath;

use crate::status::StatusBasis;
use crate::values::RevocationValues;

/// What a verdict about a certificate, or about what its key signed, rests on: what must be kept to judge again years
/// later, when the certificate has expired and nobody gives revocation information any more (guideline 001, 付録①(ア)b).
///
/// Also of a verdict that is invalid or indeterminate, as far as the verification went. It holds certificates and lists:
/// protected data, for a platform alone.
#[derive(Clone)]
pub struct Evidence {
    certificate: Option<Certificate>,
    path: Option<ValidPath>,
    generation: Option<Generation>,
    anchor_values: RevocationValues,
    values: RevocationValues,
    time_stamp_values: RevocationValues,
    basis: Option<StatusBasis>,
    content_digest: Option<Digest>,
    policy: Option<PolicyVersion>,
    purpose: CertificateKind,
    at: ValidationTime,
}

impl Evidence {
    /// Begins with the time, the purpose and the policy of a verification that has found nothing yet.
    #[must_use]
    pub fn new(
        at: ValidationTime,
        purpose: CertificateKind,
        policy: Option<PolicyVersion>,
    ) -> Self {
        Self {
            certificate: None,
            path: None,
            generation: None,
            anchor_values: RevocationValues::default(),
            values: RevocationValues::default(),
            time_stamp_values: RevocationValues::default(),
            basis: None,
            content_digest: None,
            policy,
            purpose,
            at,
        }
    }

    /// Adds the certificate that the verdict is about.
    #[must_use]
    pub fn with_certificate(self, certificate: Option<Certificate>) -> Self {
        Self { certificate, ..self }
    }

    /// Adds the path from the certificate to its anchor, which of the authority's keys that is, and what its own status
    /// rests on (ARL).
    #[must_use]
    pub fn with_path(
        self,
        path: ValidPath,
        generation: Generation,
        anchor_values: RevocationValues,
    ) -> Self {
        Self { path: Some(path), generation: Some(generation), anchor_values, ..self }
    }

    /// Adds by which method the status of the certificate was found, and as of when it was known.
    #[must_use]
    pub fn with_basis(self, basis: Option<StatusBasis>) -> Self {
        Self { basis, ..self }
    }

    /// Adds what the status of the certificate rests on.
    #[must_use]
    pub fn with_values(self, values: RevocationValues) -> Self {
        Self { values, ..self }
    }

    /// Adds what the status of the certificates rests on by which a time-stamp dated the signature.
    #[must_use]
    pub fn with_time_stamp_values(self, time_stamp_values: RevocationValues) -> Self {
        Self { time_stamp_values, ..self }
    }

    /// Adds the digest of what was signed.
    #[must_use]
    pub fn with_content_digest(self, content_digest: Option<Digest>) -> Self {
        Self { content_digest, ..self }
    }

    /// Returns the certificate; `None` of a signer of a message whose certificate was not found.
    #[must_use]
    pub const fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// Returns the path from the certificate to its anchor; `None` if there is none.
    #[must_use]
    pub const fn path(&self) -> Option<&ValidPath> {
        self.path.as_ref()
    }

    /// Returns which of the authority's keys the anchor is; `None` if there is no path.
    #[must_use]
    pub const fn generation(&self) -> Option<Generation> {
        self.generation
    }

    /// Returns by which method the status of the certificate was found, and as of when it was known; `None` if nobody was
    /// asked, or nothing was known.
    #[must_use]
    pub const fn basis(&self) -> Option<&StatusBasis> {
        self.basis.as_ref()
    }

    /// Returns the CRLs that say whether the anchor itself is revoked (ARL).
    #[must_use]
    pub const fn anchor_values(&self) -> &RevocationValues {
        &self.anchor_values
    }

    /// Returns the CRLs and responses that say whether the certificate is revoked; nothing where nobody was asked, since
    /// the verdict did not depend on it.
    #[must_use]
    pub const fn values(&self) -> &RevocationValues {
        &self.values
    }

    /// Returns the CRLs and responses that say whether certificates of time-stamping authorities (時刻認証局) are revoked;
    /// nothing where no time-stamp dates the signature.
    #[must_use]
    pub const fn time_stamp_values(&self) -> &RevocationValues {
        &self.time_stamp_values
    }

    /// Returns the digest of what was signed; `None` for a certificate alone.
    #[must_use]
    pub const fn content_digest(&self) -> Option<&Digest> {
        self.content_digest.as_ref()
    }

    /// Returns the policy by which it was judged, if the verifier's settings have a name.
    #[must_use]
    pub const fn policy(&self) -> Option<&PolicyVersion> {
        self.policy.as_ref()
    }

    /// Returns the kind of certificate that the purpose demanded.
    #[must_use]
    pub const fn purpose(&self) -> CertificateKind {
        self.purpose
    }

    /// Returns the time as of which it was judged.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.at
    }
}

impl fmt::Debug for Evidence {
    /// Time, policy and counts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence")
            .field("time", &self.at.instant())
            .field("policy", &self.policy)
            .field("anchor_values", &self.anchor_values)
            .field("values", &self.values)
            .field("time_stamp_values", &self.time_stamp_values)
            .finish_non_exhaustive()
    }
}
