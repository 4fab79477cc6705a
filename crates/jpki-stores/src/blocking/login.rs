use jpki_auth::asynchronous;
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyStanding, Replacement,
};
use jpki_auth::blocking::{BindingStore, ChallengeStore};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};

use super::Blocking;

impl<S: asynchronous::ChallengeStore> ChallengeStore for Blocking<S> {
    type Error = S::Error;

    fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), S::Error> {
        self.driver.wait(self.store.put(id, record))
    }

    fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, S::Error> {
        self.driver.wait(self.store.take(id))
    }
}

impl<S: asynchronous::BindingStore> BindingStore for Blocking<S> {
    type Error = S::Error;

    fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, S::Error> {
        self.driver.wait(self.store.check_key(check))
    }

    fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, S::Error> {
        self.driver.wait(self.store.of_account(accounts))
    }

    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, S::Error> {
        self.driver.wait(self.store.insert(record, accounts, certificates))
    }

    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, S::Error> {
        self.driver.wait(self.store.replace(old, record, certificates))
    }

    fn erase(&self, scope: &ErasureScope) -> Result<u64, S::Error> {
        self.driver.wait(self.store.erase(scope))
    }
}
