use alloc::sync::Arc;
use alloc::vec::Vec;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;
use jpki_core::localized::{Locale, Localized};
use jpki_core::time::ValidationTime;
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::OcspVerifier;
use jpki_revocation::policy::{StatusMethod, StatusPolicy};
use jpki_revocation::{RevocationAssessment, StatusSource, Target};
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::kind::{Medium, PolicyTable};
use jpki_x509::path::{PathValidator, TrustAnchor};
use jpki_x509::trust::TrustStore;

use crate::config::{ArlPolicy, Config, Responder, TimeStamping};
use crate::verifier::Verifier;

/// What a verifier is made of. Trust anchors and a source of revocation status have no default.
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
    authority_lists: ArlPolicy,
}

/// Why no verifier can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigurationError {
    /// No trust store was given.
    #[error("no trust store was given")]
    NoTrustStore,
    /// No source of revocation status was given.
    #[error("no source of revocation status was given")]
    NoRevocation,
    /// The policy table is of another trust domain than the trust store.
    #[error("the policy table is of another trust domain than the trust store")]
    MixedDomains,
}

impl VerifierBuilder {
    /// The trust anchors.
    #[must_use]
    pub fn trust(self, trust: TrustStore) -> Self {
        Self { trust: Some(trust), ..self }
    }

    /// Where the standing of certificates and of the anchors is known from.
    #[must_use]
    pub fn revocation(self, status: impl StatusSource + 'static) -> Self {
        Self { status: Some(Arc::new(status)), ..self }
    }

    /// A responder (OCSPレスポンダ) that may be asked about users' certificates, and whether before, after,
    /// besides or instead of the [source at hand](Self::revocation). Which one is a contract with J-LIS.
    ///
    /// The verifier sends nothing: see
    /// [`Pending::finish_with_ocsp_and_nonce`](crate::Pending::finish_with_ocsp_and_nonce). Anchors are
    /// never asked about here, J-LIS lists them in the ARL.
    #[must_use]
    pub fn responder(self, responder: OcspVerifier, method: StatusMethod) -> Self {
        Self {
            responder: Some(Responder { verifier: responder, policy: StatusPolicy::by(method) }),
            ..self
        }
    }

    /// Whose time-stamps are believed, and what is known of the certificates below these anchors: a
    /// [`CrlPool`](jpki_revocation::CrlPool), say. The anchors themselves are believed as they are.
    #[must_use]
    pub fn time_stamping(
        self,
        anchors: impl IntoIterator<Item = TrustAnchor>,
        status: impl Fn(&Target<'_>, ValidationTime) -> RevocationAssessment + Send + Sync + 'static,
    ) -> Self {
        let anchors = anchors.into_iter().collect();
        Self { time_stamping: Some(TimeStamping { anchors, status: Arc::new(status) }), ..self }
    }

    /// The crypto backend; `RustCrypto` if none is given.
    #[must_use]
    pub fn crypto(self, crypto: Arc<dyn CryptoBackend>) -> Self {
        Self { crypto: Some(crypto), ..self }
    }

    /// The accepted signature algorithms and key sizes; [`AlgorithmPolicy::current`] if none are given.
    #[must_use]
    pub fn algorithms(self, algorithms: AlgorithmPolicy) -> Self {
        Self { algorithms: Some(algorithms), ..self }
    }

    /// What one verification of a certificate or document may spend; [`Limits::DEFAULT`] if nothing is given. A
    /// message goes by the limits that it was read with.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits: Some(limits), ..self }
    }

    /// The accepted certificate policies; those of the trust store's domain if none are given.
    #[must_use]
    pub fn policies(self, policies: PolicyTable) -> Self {
        Self { policies: Some(policies), ..self }
    }

    /// Accepts certificates on this medium besides cards. To handle smartphone certificates may need a
    /// changed accreditation (変更の認定, guideline 001 §4(5)).
    #[must_use]
    pub fn accepting_medium(mut self, medium: Medium) -> Self {
        self.media.push(medium);
        self
    }

    /// What a missing or stale ARL means.
    #[must_use]
    pub fn authority_lists(self, authority_lists: ArlPolicy) -> Self {
        Self { authority_lists, ..self }
    }

    /// The verifier.
    ///
    /// # Errors
    /// [`ConfigurationError`] if something that has no default is missing, or trust domains are mixed.
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
            authority_lists: self.authority_lists,
            time_stamping: self.time_stamping,
        };
        Ok(Verifier::new(config, self.responder))
    }
}

impl Verifier {
    /// A verifier to be configured.
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
        match (self, locale) {
            (Self::NoTrustStore, Locale::Ja) => "トラストアンカーが設定されていません",
            (Self::NoTrustStore, Locale::En) => "no trust store was given",
            (Self::NoRevocation, Locale::Ja) => "失効情報の取得元が設定されていません",
            (Self::NoRevocation, Locale::En) => "no source of revocation status was given",
            (Self::MixedDomains, Locale::Ja) => {
                "証明書ポリシーの表とトラストアンカーの環境が異なります"
            }
            (Self::MixedDomains, Locale::En) => {
                "the policy table is of another trust domain than the trust store"
            }
        }
    }
}
