use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex};

use super::lock;
use crate::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyId, KeyStanding, Replacement,
};
use crate::blocking::BindingStore;
use crate::identifiers::ServiceProvider;

/// Bindings in memory, for tests and demonstrations. Clones share the content.
#[derive(Clone, Default)]
pub struct MemoryBindings {
    kept: Arc<Mutex<Kept>>,
}

type Key = (KeyId, [u8; 32]);

#[derive(Default)]
struct Kept {
    by_certificate: HashMap<Key, BindingRecord>,
    by_account: HashMap<Key, Vec<Key>>,
    key_checks: HashMap<(ServiceProvider, KeyId), [u8; 32]>,
}

impl MemoryBindings {
    /// Creates a store without bindings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl BindingStore for MemoryBindings {
    type Error = Infallible;

    fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, Infallible> {
        let name = (check.provider().clone(), check.key());
        Ok(check.against(lock(&self.kept).key_checks.entry(name).or_insert(*check.value())))
    }

    fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, Infallible> {
        Ok(lock(&self.kept).of_account(accounts))
    }

    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, Infallible> {
        let mut kept = lock(&self.kept);
        if let Some(bound) = kept.bound(certificates) {
            return Ok(Insertion::CertificateBound(bound.clone()));
        }
        let earlier = kept.of_account(accounts);
        if earlier.len() >= BindingRecord::PER_ACCOUNT {
            return Ok(Insertion::AccountFull);
        }
        let mut record = record.clone();
        if let Some(first) = earlier.first() {
            record.identifier = first.identifier;
        }
        kept.add(record.clone());
        Ok(Insertion::Inserted(record))
    }

    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, Infallible> {
        let mut kept = lock(&self.kept);
        let others: Vec<_> =
            certificates.iter().copied().filter(|certificate| !certificate.is_same(old)).collect();
        if let Some(bound) = kept.bound(&others) {
            return Ok(Replacement::CertificateBound(bound.clone()));
        }
        if kept.remove(&of_certificate(old)).is_none() {
            return Ok(Replacement::Gone);
        }
        kept.add(record.clone());
        Ok(Replacement::Replaced)
    }

    // Requirement: LINK-07
    fn erase(&self, scope: &ErasureScope) -> Result<u64, Infallible> {
        let mut kept = lock(&self.kept);
        let erased: Vec<Key> = kept
            .by_certificate
            .iter()
            .filter(|(_, record)| match scope {
                ErasureScope::Account(accounts) => record.is_of(accounts),
                ErasureScope::DroppedKeys { provider, kept } => {
                    record.provider == *provider && !kept.contains(&record.certificate.key())
                }
                ErasureScope::Provider(provider) => record.provider == *provider,
                ErasureScope::Everything => true,
            })
            .map(|(key, _)| *key)
            .collect();
        for key in &erased {
            kept.remove(key);
        }
        match scope {
            ErasureScope::Provider(gone) => kept.key_checks.retain(|(it, _), _| it != gone),
            ErasureScope::Everything => kept.key_checks.clear(),
            ErasureScope::Account(_) | ErasureScope::DroppedKeys { .. } => {}
        }
        Ok(u64::try_from(erased.len()).unwrap_or(u64::MAX))
    }
}

impl Kept {
    fn of_account(&self, accounts: &[AccountReference]) -> Vec<BindingRecord> {
        accounts
            .iter()
            .filter_map(|account| self.by_account.get(&of_account(account)))
            .flatten()
            .filter_map(|key| self.by_certificate.get(key).cloned())
            .collect()
    }

    fn bound(&self, certificates: &[CertificateReference]) -> Option<&BindingRecord> {
        certificates
            .iter()
            .find_map(|certificate| self.by_certificate.get(&of_certificate(certificate)))
    }

    fn add(&mut self, record: BindingRecord) {
        let key = of_certificate(&record.certificate);
        self.by_account.entry(of_account(&record.account)).or_default().push(key);
        self.by_certificate.insert(key, record);
    }

    fn remove(&mut self, key: &Key) -> Option<BindingRecord> {
        let record = self.by_certificate.remove(key)?;
        let account = of_account(&record.account);
        if let Some(keys) = self.by_account.get_mut(&account) {
            keys.retain(|other| other != key);
            if keys.is_empty() {
                self.by_account.remove(&account);
            }
        }
        Some(record)
    }
}

impl fmt::Debug for MemoryBindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryBindings({})", lock(&self.kept).by_certificate.len())
    }
}

fn of_account(account: &AccountReference) -> Key {
    (account.key(), *account.digest())
}

fn of_certificate(certificate: &CertificateReference) -> Key {
    (certificate.key(), *certificate.digest())
}
