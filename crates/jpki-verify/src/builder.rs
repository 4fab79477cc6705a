use alloc::sync::Arc;
use alloc::vec::Vec;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;
use jpki_core::localized::{Locale, Localized};
use jpki_core::policy_version::PolicyVersion;
use jpki_core::time::ValidationTime;
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::OcspVerifier;
use jpki_revocation::resolver::{StatusMethod, StatusPolicy};
use jpki_revocation::{RevocationAssessment, RevocationTarget, StatusSource};
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::kind::{Medium, PolicyTable};
use jpki_x509::path::{PathValidator, TrustAnchor};
use jpki_x509::trust::TrustStore;

use crate::config::{ArlPolicy, Config, Responder, TimeStamping};
use crate::verifier::Verifier;

/// Configures a [`Verifier`]. The trust anchors and the source of revocation status have no default.
///
/// ```
/// use jpki_verify::{ConfigurationError, Verifier};
///
/// # let trust = jpki_examples::Vectors::open()?.trust()?;
/// let builder = Verifier::builder().trust(trust);
/// // No verifier looks at certificates without looking at revocation.
/// assert_eq!(builder.build().err(), Some(ConfigurationError::NoRevocation));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct VerifierBuilder {
    trust: Option<TrustStore>,
    status: Option<Arc<dyn StatusSource>>,
    responder: Option<Responder>,
    time_stamping: Option<TimeStamping>,
    crypto: Option<Arc<dyn CryptoBackend>>,
    algorithms: Option<AlgorithmPolicy>,
    limits: Option<Limits>,
    policies: Option<PolicyTable>,
    media: Vec<Medium>,
    arl_policy: ArlPolicy,
    policy: Option<PolicyVersion>,
}

/// Reason why no verifier can be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Locale::En))]
#[non_exhaustive]
pub enum ConfigurationError {
    /// No trust store was given.
    NoTrustStore,
    /// No source of revocation status was given.
    NoRevocation,
    /// The policy table is of another trust domain than the trust store.
    MixedDomains,
}

impl VerifierBuilder {
    /// Sets the trust anchors.
    #[must_use]
    pub fn trust(self, trust: TrustStore) -> Self {
        Self { trust: Some(trust), ..self }
    }

    /// Sets the source of the revocation status of certificates and anchors.
    #[must_use]
    pub fn revocation(self, status: impl StatusSource + 'static) -> Self {
        Self { status: Some(Arc::new(status)), ..self }
    }

    /// Sets a responder (OCSPレスポンダ) that may be asked about users' certificates, and whether before, after, besides
    /// or instead of the verifier's [own source](Self::revocation). The contract with J-LIS decides which.
    ///
    /// The verifier sends nothing: see
    /// [`Pending::finish_with_ocsp_and_nonce`](crate::Pending::finish_with_ocsp_and_nonce). The responder is never asked
    /// about anchors; J-LIS lists them in the ARL.
    #[must_use]
    pub fn responder(self, responder: OcspVerifier, method: StatusMethod) -> Self {
        Self {
            responder: Some(Responder { verifier: responder, policy: StatusPolicy::by(method) }),
            ..self
        }
    }

    /// Sets the anchors of trusted time-stamping authorities (時刻認証局), and the status of the certificates below them,
    /// such as a [`CrlPool`](jpki_revocation::CrlPool) gives it. The anchors themselves are not checked for revocation.
    #[must_use]
    pub fn time_stamping(
        self,
        anchors: impl IntoIterator<Item = TrustAnchor>,
        status: impl Fn(&RevocationTarget<'_>, ValidationTime) -> RevocationAssessment
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let anchors = anchors.into_iter().collect();
        Self { time_stamping: Some(TimeStamping { anchors, status: Arc::new(status) }), ..self }
    }

    /// Sets the crypto backend; the default is `RustCrypto`.
    #[must_use]
    pub fn crypto(self, crypto: Arc<dyn CryptoBackend>) -> Self {
        Self { crypto: Some(crypto), ..self }
    }

    /// Sets the accepted signature algorithms and key sizes; the default is [`AlgorithmPolicy::current`].
    #[must_use]
    pub fn algorithms(self, algorithms: AlgorithmPolicy) -> Self {
        Self { algorithms: Some(algorithms), ..self }
    }

    /// Limits what one verification of a certificate or document may spend; the default is [`Limits::DEFAULT`]. A message
    /// keeps the limits that it was read with.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits: Some(limits), ..self }
    }

    /// Sets the accepted certificate policies; the default are those of the trust store's domain.
    #[must_use]
    pub fn policies(self, policies: PolicyTable) -> Self {
        Self { policies: Some(policies), ..self }
    }

    /// Accepts certificates on this medium besides cards. Handling smartphone certificates may need a changed
    /// accreditation (変更の認定, guideline 001 §4(5)).
    #[must_use]
    pub fn accept_medium(mut self, medium: Medium) -> Self {
        self.media.push(medium);
        self
    }

    /// Decides what a missing or stale ARL means.
    #[must_use]
    pub fn arl_policy(self, arl_policy: ArlPolicy) -> Self {
        Self { arl_policy, ..self }
    }

    /// Names these settings, for the [`Evidence`](jpki_revocation::Evidence) of each verdict. Without a name, evidence
    /// does not tell by which settings it is to be judged again.
    #[must_use]
    pub fn policy_version(self, policy: PolicyVersion) -> Self {
        Self { policy: Some(policy), ..self }
    }

    /// Builds the verifier.
    ///
    /// # Errors
    /// [`ConfigurationError`] if something that has no default is missing, or trust domains are mixed.
    // Requirement: SIG-01, PATH-08
    pub fn build(self) -> Result<Verifier, ConfigurationError> {
        let trust = self.trust.ok_or(ConfigurationError::NoTrustStore)?;
        let status = self.status.ok_or(ConfigurationError::NoRevocation)?;
        let policies = self.policies.unwrap_or_else(|| PolicyTable::of(trust.domain()));
        if policies.domain() != trust.domain() {
            return Err(ConfigurationError::MixedDomains);
        }
        let mut media = self.media;
        media.push(Medium::Card);
        let crypto = self.crypto.unwrap_or_else(|| Arc::new(RustCrypto));
        let algorithms = self.algorithms.unwrap_or_else(AlgorithmPolicy::current);
        let config = Config {
            attributes: AttributeArc::of(trust.domain()),
            trust,
            status,
            paths: PathValidator::new(crypto.clone()).with_algorithms(algorithms),
            crypto,
            algorithms,
            limits: self.limits.unwrap_or(Limits::DEFAULT),
            policies,
            media,
            arl_policy: self.arl_policy,
            time_stamping: self.time_stamping,
            policy: self.policy,
        };
        Ok(Verifier::new(config, self.responder))
    }
}

impl Verifier {
    /// Starts the configuration of a verifier.
    #[must_use]
    pub fn builder() -> VerifierBuilder {
        VerifierBuilder::default()
    }
}

impl Localized for ConfigurationError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoTrustStore => "configuration.no-trust-store",
            Self::NoRevocation => "configuration.no-revocation",
            Self::MixedDomains => "configuration.mixed-domains",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        let (ja, en) = match self {
            Self::NoTrustStore => {
                ("トラストアンカーが設定されていません", "no trust store was given")
            }
            Self::NoRevocation => {
                ("失効情報の取得元が設定されていません", "no source of revocation status was given")
            }
            Self::MixedDomains => (
                "証明書ポリシーの表とトラストアンカーの環境が異なります",
                "the policy table is of another trust domain than the trust store",
            ),
        };
        match locale {
            Locale::Ja => ja,
            Locale::En => en,
        }
    }
}
