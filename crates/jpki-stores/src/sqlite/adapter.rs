//! The store for tasks: a thread waits for the disk in place of the task.

use jpki_auth::asynchronous::{BindingStore, ChallengeStore};
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyStanding, Replacement,
};
use jpki_auth::blocking;
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};

use super::{SqliteError, SqliteStore};

impl SqliteStore {
    async fn on_worker<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, SqliteError> + Send + 'static,
    ) -> Result<T, SqliteError> {
        self.connection.on_worker(move |connection| work(&Self { connection })).await
    }
}

impl ChallengeStore for SqliteStore {
    type Error = SqliteError;

    async fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), SqliteError> {
        let (id, record) = (*id, record.clone());
        self.on_worker(move |store| blocking::ChallengeStore::put(store, &id, &record)).await
    }

    async fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, SqliteError> {
        let id = *id;
        self.on_worker(move |store| blocking::ChallengeStore::take(store, &id)).await
    }
}

impl BindingStore for SqliteStore {
    type Error = SqliteError;

    async fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, SqliteError> {
        let check = check.clone();
        self.on_worker(move |store| blocking::BindingStore::check_key(store, &check)).await
    }

    async fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> Result<Vec<BindingRecord>, SqliteError> {
        let accounts = accounts.to_vec();
        self.on_worker(move |store| blocking::BindingStore::of_account(store, &accounts)).await
    }

    async fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, SqliteError> {
        let (record, accounts, certificates) =
            (record.clone(), accounts.to_vec(), certificates.to_vec());
        self.on_worker(move |store| {
            blocking::BindingStore::insert(store, &record, &accounts, &certificates)
        })
        .await
    }

    async fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, SqliteError> {
        let (old, record, certificates) = (*old, record.clone(), certificates.to_vec());
        self.on_worker(move |store| {
            blocking::BindingStore::replace(store, &old, &record, &certificates)
        })
        .await
    }

    async fn erase(&self, scope: &ErasureScope) -> Result<u64, SqliteError> {
        let scope = scope.clone();
        self.on_worker(move |store| blocking::BindingStore::erase(store, &scope)).await
    }
}
