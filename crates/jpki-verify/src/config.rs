use alloc::sync::Arc;
use alloc::vec::Vec;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;
use jpki_core::policy_version::PolicyVersion;
use jpki_core::time::ValidationTime;
use jpki_revocation::ocsp::OcspVerifier;
use jpki_revocation::resolver::StatusPolicy;
use jpki_revocation::{RevocationAssessment, RevocationTarget, StatusSource};
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::kind::{Medium, PolicyTable};
use jpki_x509::path::{PathValidator, TrustAnchor};
use jpki_x509::trust::TrustStore;

/// The configuration that every verification of a verifier shares.
pub(crate) struct Config {
    pub(crate) trust: TrustStore,
    pub(crate) status: Arc<dyn StatusSource>,
    pub(crate) crypto: Arc<dyn CryptoBackend>,
    pub(crate) algorithms: AlgorithmPolicy,
    pub(crate) limits: Limits,
    pub(crate) policies: PolicyTable,
    pub(crate) attributes: AttributeArc,
    pub(crate) media: Vec<Medium>,
    pub(crate) arl_policy: ArlPolicy,
    pub(crate) time_stamping: Option<TimeStamping>,
    pub(crate) paths: PathValidator,
    pub(crate) policy: Option<PolicyVersion>,
}

/// Whether the revocation status of the trust anchor itself must be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArlPolicy {
    /// A fresh ARL that covers the anchor is needed, or the verdict is indeterminate
    /// (guideline 001, 付録①(ア)a).
    #[default]
    Required,
    /// An ARL counts if there is a fresh one. Without one, or with a stale one that does not list the anchor, the report
    /// warns.
    IfAvailable,
}

/// A responder that may be asked about users' certificates.
pub(crate) struct Responder {
    pub(crate) verifier: OcspVerifier,
    pub(crate) policy: StatusPolicy,
}

/// The anchors of trusted time-stamping authorities (時刻認証局), and the status of a certificate at an instant.
pub(crate) struct TimeStamping {
    pub(crate) anchors: Vec<TrustAnchor>,
    pub(crate) status: Arc<StatusAt>,
}

type StatusAt = dyn Fn(&RevocationTarget<'_>, ValidationTime) -> RevocationAssessment + Send + Sync;
