//! The asynchronous face of a store behind the blocking traits, so that one contract tests both.

use std::sync::Arc;

use jpki_auth::asynchronous;
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyStanding, Replacement,
};
use jpki_auth::blocking::{BindingStore, ChallengeStore};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
use tokio::runtime::Runtime;

#[derive(Clone)]
pub(crate) struct Awaited<S> {
    store: S,
    runtime: Arc<Runtime>,
}

impl<S> Awaited<S> {
    pub(crate) fn new(runtime: Arc<Runtime>, store: S) -> Self {
        Self { store, runtime }
    }
}

impl<S: asynchronous::ChallengeStore> ChallengeStore for Awaited<S> {
    type Error = S::Error;

    fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), S::Error> {
        self.runtime.block_on(self.store.put(id, record))
    }

    fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, S::Error> {
        self.runtime.block_on(self.store.take(id))
    }
}

impl<S: asynchronous::BindingStore> BindingStore for Awaited<S> {
    type Error = S::Error;

    fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, S::Error> {
        self.runtime.block_on(self.store.check_key(check))
    }

    fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, S::Error> {
        self.runtime.block_on(self.store.of_account(accounts))
    }

    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, S::Error> {
        self.runtime.block_on(self.store.insert(record, accounts, certificates))
    }

    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, S::Error> {
        self.runtime.block_on(self.store.replace(old, record, certificates))
    }

    fn erase(&self, scope: &ErasureScope) -> Result<u64, S::Error> {
        self.runtime.block_on(self.store.erase(scope))
    }
}
