use alloc::sync::Arc;
use alloc::vec::Vec;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::message::{Locale, Message};
use jpki_core::time::ValidationTime;
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::OcspVerifier;
use jpki_revocation::policy::Method;
use jpki_revocation::{Judgement, StatusSource, Target};
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::kind::{Medium, PolicyTable};
use jpki_x509::path::TrustAnchor;
use jpki_x509::trust::TrustStore;

use crate::responder::Responder;
use crate::time_stamping::TimeStamping;
use crate::verifier::Verifier;

/// What a verifier is made of. Trust anchors and a source of revocation status have no default.
#[derive(Default)]
pub struct VerifierBuilder {
    trust: Option<TrustStore>,
    status: Option<Arc<dyn StatusSource>>,
    responder: Option<Responder>,
    time_stamping: Option<TimeStamping>,
    crypto: Option<Arc<dyn CryptoBackend>>,
    policies: Option<PolicyTable>,
    media: Vec<Medium>,
    authority_lists: AuthorityListPolicy,
}

/// Whether the standing of the trust anchor itself must be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthorityListPolicy {
    /// An ARL that covers the anchor must be at hand and fresh, or the verdict is indeterminate
    /// (guideline 001, 付録①(ア)a).
    #[default]
    Required,
    /// An ARL counts if it is at hand and fresh. Without one, or with a stale one that does not list the
    /// anchor, the report warns.
    IfAtHand,
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
    /// [`Pending::settle_asking_with_nonce`](crate::Pending::settle_asking_with_nonce). Anchors are
    /// never asked about here, J-LIS lists them in the ARL.
    #[must_use]
    pub fn responder(self, responder: OcspVerifier, method: Method) -> Self {
        Self { responder: Some(Responder::new(responder, method)), ..self }
    }

    /// Whose time-stamps are believed, and what is known of the certificates below these anchors: a
    /// [`ListPool`](jpki_revocation::ListPool), say. The anchors themselves are believed as they are.
    #[must_use]
    pub fn time_stamping(
        self,
        anchors: impl IntoIterator<Item = TrustAnchor>,
        standing: impl Fn(&Target<'_>, ValidationTime) -> Judgement + Send + Sync + 'static,
    ) -> Self {
        Self { time_stamping: Some(TimeStamping::new(anchors, standing)), ..self }
    }

    /// The crypto backend; `RustCrypto` if none is given.
    #[must_use]
    pub fn crypto(self, crypto: Arc<dyn CryptoBackend>) -> Self {
        Self { crypto: Some(crypto), ..self }
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
    pub fn authority_lists(self, authority_lists: AuthorityListPolicy) -> Self {
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
        let parts = crate::verifier::Parts {
            attributes: AttributeArc::of(trust.domain()),
            trust,
            status,
            time_stamping: self.time_stamping,
            crypto: self.crypto.unwrap_or_else(|| Arc::new(RustCrypto)),
            algorithms: AlgorithmPolicy::current(),
            policies,
            media,
            authority_lists: self.authority_lists,
        };
        Ok(Verifier::new(parts, self.responder))
    }
}

impl Message for ConfigurationError {
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
