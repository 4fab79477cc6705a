//! The stores for tasks: nothing here ever waits.

use std::convert::Infallible;

use jpki_core::time::Timestamp;

use super::{
    AttemptsFull, MemoryAttempts, MemoryBindings, MemoryChallenges, MemoryChallengesError,
};
use crate::asynchronous::{AttemptLimiter, BindingStore, ChallengeStore};
use crate::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyStanding, Replacement,
};
use crate::blocking;
use crate::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
use crate::rate_limit::{Admission, AttemptKey};

impl ChallengeStore for MemoryChallenges {
    type Error = MemoryChallengesError;

    async fn put(
        &self,
        id: &ChallengeId,
        record: &ChallengeRecord,
    ) -> Result<(), MemoryChallengesError> {
        blocking::ChallengeStore::put(self, id, record)
    }

    async fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, MemoryChallengesError> {
        blocking::ChallengeStore::take(self, id)
    }
}

impl BindingStore for MemoryBindings {
    type Error = Infallible;

    async fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, Infallible> {
        blocking::BindingStore::check_key(self, check)
    }

    async fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> Result<Vec<BindingRecord>, Infallible> {
        blocking::BindingStore::of_account(self, accounts)
    }

    async fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, Infallible> {
        blocking::BindingStore::insert(self, record, accounts, certificates)
    }

    async fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, Infallible> {
        blocking::BindingStore::replace(self, old, record, certificates)
    }

    async fn erase(&self, scope: &ErasureScope) -> Result<u64, Infallible> {
        blocking::BindingStore::erase(self, scope)
    }
}

impl AttemptLimiter for MemoryAttempts {
    type Error = AttemptsFull;

    async fn admit(&self, key: &AttemptKey, now: Timestamp) -> Result<Admission, AttemptsFull> {
        blocking::AttemptLimiter::admit(self, key, now)
    }
}
