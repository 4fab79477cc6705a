use jpki_core::time::Timestamp;

use super::{
    AccountReference, BindingOrigin, BindingRecord, CertificateReference, IssuedSerial, KeyCheck,
    KeyId, LinkageKey, LinkageKeys, PairwiseIdentifier,
};
use crate::RandomnessUnavailable;
use crate::identifiers::{ServiceProvider, UserIdentifier};
use crate::rate_limit::AttemptKey;

/// One provider's bindings apart from where they are stored: how references are made and compared.
#[derive(Clone, Debug)]
pub struct BindingScheme {
    provider: ServiceProvider,
    keys: LinkageKeys,
}

/// What an account's bindings say of a certificate.
#[derive(Clone, Debug)]
pub(crate) enum BindingMatch {
    /// This binding is of it.
    Bound(Box<BindingRecord>),
    /// The account has bindings, none of it.
    OtherCertificate(Vec<BindingRecord>),
    /// The account has no binding, or does not exist.
    NotBound,
}

/// A binding to put in the place of another.
#[derive(Debug)]
pub(crate) struct BindingRewrite {
    pub(crate) old: CertificateReference,
    pub(crate) new: BindingRecord,
}

impl BindingScheme {
    /// Creates the scheme of this provider under these keys.
    #[must_use]
    pub const fn new(provider: ServiceProvider, keys: LinkageKeys) -> Self {
        Self { provider, keys }
    }

    /// Returns the provider.
    #[must_use]
    pub const fn provider(&self) -> &ServiceProvider {
        &self.provider
    }

    /// Returns the account under each key, the current one first.
    #[must_use]
    pub fn accounts(&self, user: &UserIdentifier) -> Vec<AccountReference> {
        let reference = |key: &LinkageKey| key.account(&self.provider, user);
        self.keys.current_first().map(reference).collect()
    }

    /// Returns the certificate under each key, the current one first, and then as earlier versions wrote it.
    #[must_use]
    pub fn certificates(&self, serial: &IssuedSerial) -> Vec<CertificateReference> {
        let now = |key| CertificateReference::new(key, &self.provider, serial);
        let earlier = |key| CertificateReference::version_1(key, &self.provider, serial);
        let keys = || self.keys.current_first();
        keys().map(now).chain(keys().map(earlier)).collect()
    }

    pub(crate) fn key_ids(&self) -> impl Iterator<Item = KeyId> {
        self.keys.current_first().map(LinkageKey::id)
    }

    /// Returns what a store is to keep of each key.
    pub fn key_checks(&self) -> impl Iterator<Item = KeyCheck> {
        self.keys.current_first().map(|key| key.check(&self.provider))
    }

    pub(crate) fn attempt_key(&self, user: &UserIdentifier) -> AttemptKey {
        let account = self.keys.current().account(&self.provider, user);
        AttemptKey::of_account(&account)
    }

    /// Drafts a binding under the current key, with an identifier that a store takes only for an account's
    /// first.
    pub(crate) fn draft(
        &self,
        user: &UserIdentifier,
        serial: &IssuedSerial,
        origin: BindingOrigin,
        now: Timestamp,
    ) -> Result<BindingRecord, RandomnessUnavailable> {
        let identifier = PairwiseIdentifier::draw()?;
        Ok(self.record(user, serial, identifier, origin, now))
    }

    /// Rewrites a binding under the current key.
    pub(crate) fn rekeyed(
        &self,
        old: &BindingRecord,
        user: &UserIdentifier,
        serial: &IssuedSerial,
    ) -> BindingRewrite {
        let new = self.record(user, serial, old.identifier, old.origin, old.bound_at);
        BindingRewrite { old: old.certificate, new }
    }

    /// Rewrites a binding for the certificate that follows, with the same account and identifier.
    // Requirement: LINK-05
    pub(crate) fn successor(
        &self,
        old: &BindingRecord,
        user: &UserIdentifier,
        serial: &IssuedSerial,
        now: Timestamp,
    ) -> BindingRewrite {
        let new = self.record(user, serial, old.identifier, BindingOrigin::Renewal, now);
        BindingRewrite { old: old.certificate, new }
    }

    /// Whether the record binds this account to this certificate.
    pub(crate) fn binds(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> bool {
        record.provider == self.provider
            && record.is_of(accounts)
            && certificates.iter().any(|certificate| certificate.is_same(&record.certificate))
    }

    /// Compares with every binding and under every key, so that the time tells nothing.
    // Requirement: AUTH-02
    pub(crate) fn compare(
        &self,
        bindings: Vec<BindingRecord>,
        certificates: &[CertificateReference],
    ) -> BindingMatch {
        let mut bound = None;
        for (place, binding) in bindings.iter().enumerate() {
            for certificate in certificates {
                if binding.certificate.is_same(certificate) && binding.provider == self.provider {
                    bound = Some(place);
                }
            }
        }
        match bound.and_then(|place| bindings.get(place)) {
            Some(binding) => BindingMatch::Bound(Box::new(binding.clone())),
            None if bindings.is_empty() => BindingMatch::NotBound,
            None => BindingMatch::OtherCertificate(bindings),
        }
    }

    /// Whether the record, of the certificate that has these references, is as it would be written now.
    pub(crate) fn is_current(
        &self,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> bool {
        let current = certificates.first();
        current.is_some_and(|current| record.certificate.is_same(current))
            && record.account.key() == self.keys.current().id()
    }

    fn record(
        &self,
        user: &UserIdentifier,
        serial: &IssuedSerial,
        identifier: PairwiseIdentifier,
        origin: BindingOrigin,
        bound_at: Timestamp,
    ) -> BindingRecord {
        let key = self.keys.current();
        BindingRecord {
            provider: self.provider.clone(),
            account: key.account(&self.provider, user),
            certificate: CertificateReference::new(key, &self.provider, serial),
            identifier,
            origin,
            bound_at,
        }
    }
}
