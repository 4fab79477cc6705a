use core::convert::Infallible;
use core::fmt;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;

use super::blocking::VaultStore;
use super::{CertificateIndex, Put, StoredTenantKey, StoredUser, Under, VaultErasure};

/// A vault's store in memory, for tests and trials.
#[derive(Default)]
pub struct MemoryVault(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    keys: BTreeMap<(Tenant, KeyId), StoredTenantKey>,
    users: BTreeMap<(Tenant, u64), StoredUser>,
    last_number: u64,
}

impl MemoryVault {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn of<'k>(&'k self, tenant: &'k Tenant) -> impl Iterator<Item = &'k StoredUser> {
        self.users.values().filter(move |user| user.tenant == *tenant)
    }
}

fn has(user: &StoredUser, indexes: &[CertificateIndex]) -> bool {
    let has = |index: &CertificateIndex| {
        user.entries.iter().any(|entry| entry.index.to_bytes() == index.to_bytes())
    };
    indexes.iter().any(has)
}

fn counted(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl VaultStore for MemoryVault {
    type Error = Infallible;

    fn tenant_keys(&self, tenant: &Tenant) -> Result<Vec<StoredTenantKey>, Infallible> {
        Ok(self.kept().keys.values().filter(|key| key.tenant == *tenant).cloned().collect())
    }

    fn tenant_keys_beside(
        &self,
        under: KeyId,
        most: u32,
    ) -> Result<Vec<StoredTenantKey>, Infallible> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let kept = self.kept();
        Ok(kept.keys.values().filter(|key| key.under != under).take(most).cloned().collect())
    }

    fn put_tenant_key(
        &self,
        key: &StoredTenantKey,
        replaces: Option<&StoredTenantKey>,
    ) -> Result<Put, Infallible> {
        let mut kept = self.kept();
        let name = (key.tenant.clone(), key.number);
        let found = kept.keys.get(&name).map(|key| (key.under, key.wrapped.as_slice()));
        if found != replaces.map(|key| (key.under, key.wrapped.as_slice())) {
            return Ok(Put::Outdated);
        }
        kept.keys.insert(name, key.clone());
        Ok(Put::Stored)
    }

    fn drop_tenant_key(&self, tenant: &Tenant, number: KeyId) -> Result<u64, Infallible> {
        let mut kept = self.kept();
        let rows = kept.of(tenant).filter(|user| user.tenant_key == number).count();
        if rows == 0 {
            kept.keys.remove(&(tenant.clone(), number));
        }
        Ok(counted(rows))
    }

    fn user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> Result<Option<StoredUser>, Infallible> {
        Ok(self.kept().of(tenant).find(|it| it.user == *user).cloned())
    }

    fn find(
        &self,
        tenant: &Tenant,
        indexes: &[CertificateIndex],
    ) -> Result<Option<StoredUser>, Infallible> {
        Ok(self.kept().of(tenant).find(|user| has(user, indexes)).cloned())
    }

    fn page(&self, tenant: &Tenant, after: u64, most: u32) -> Result<Vec<StoredUser>, Infallible> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let kept = self.kept();
        Ok(kept.of(tenant).filter(|user| user.number > after).take(most).cloned().collect())
    }

    fn put_user(&self, user: &StoredUser, claims: &[CertificateIndex]) -> Result<Put, Infallible> {
        let mut kept = self.kept();
        let StoredUser { tenant, tenant_key, .. } = user;
        if !kept.keys.contains_key(&(tenant.clone(), *tenant_key)) {
            return Ok(Put::KeyGone);
        }
        let there = kept.of(tenant).find(|it| it.user == user.user);
        let (revision, number) = there.map_or((0, 0), |it| (it.revision, it.number));
        if revision != user.revision {
            return Ok(Put::Outdated);
        }
        if kept.of(tenant).any(|it| it.user != user.user && has(it, claims)) {
            return Ok(Put::CertificateHeld);
        }
        let number = if number == 0 { kept.last_number.saturating_add(1) } else { number };
        kept.last_number = kept.last_number.max(number);
        let revision = revision.saturating_add(1);
        kept.users
            .insert((tenant.clone(), number), StoredUser { number, revision, ..user.clone() });
        Ok(Put::Stored)
    }

    fn count(&self, under: &Under) -> Result<u64, Infallible> {
        let kept = self.kept();
        Ok(counted(match under {
            Under::KeyEncryption(key) => kept.keys.values().filter(|it| it.under == *key).count(),
            Under::Index(key) => {
                let entries = kept.users.values().flat_map(|user| &user.entries);
                entries.filter(|entry| entry.index.key() == *key).count()
            }
            Under::TenantKey(tenant, number) => {
                kept.of(tenant).filter(|user| user.tenant_key == *number).count()
            }
        }))
    }

    fn erase(&self, erasure: &VaultErasure) -> Result<u64, Infallible> {
        let mut kept = self.kept();
        let before = kept.users.len();
        match erasure {
            VaultErasure::User(tenant, user) => {
                kept.users.retain(|_, it| it.tenant != *tenant || it.user != *user);
            }
            VaultErasure::Tenant(tenant) => {
                kept.users.retain(|_, it| it.tenant != *tenant);
                kept.keys.retain(|_, it| it.tenant != *tenant);
            }
            VaultErasure::Everything => {
                kept.users.clear();
                kept.keys.clear();
            }
        }
        Ok(counted(before.saturating_sub(kept.users.len())))
    }
}

impl fmt::Debug for MemoryVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryVault({} users)", self.kept().users.len())
    }
}
