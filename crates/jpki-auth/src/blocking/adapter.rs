use core::pin::pin;
use core::task::{Context, Poll, Waker};

use jpki_core::time::Timestamp;

use super::traits;
use crate::asynchronous;
use crate::binding::{
    AccountReference, BindingRecord, CertificateReference, Counterpart, ErasureScope, Insertion,
    KeyCheck, KeyStanding, Predecessor, RenewalConsent, Replacement, SerialInquiry,
};
use crate::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
use crate::error::AuthError;
use crate::rate_limit::{Admission, AttemptKey};

/// A blocking adapter seen as an asynchronous one whose futures are done when first looked at.
#[derive(Clone, Debug)]
pub(super) struct Adapter<S>(pub(super) S);

/// The output of a future over blocking adapters only.
pub(super) fn finish<T>(
    future: impl Future<Output = Result<T, AuthError>>,
) -> Result<T, AuthError> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => Err(AuthError::Unfinished),
    }
}

impl<S: traits::ChallengeStore> asynchronous::ChallengeStore for Adapter<S> {
    type Error = S::Error;

    async fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), S::Error> {
        self.0.put(id, record)
    }

    async fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, S::Error> {
        self.0.take(id)
    }
}

impl<S: traits::BindingStore> asynchronous::BindingStore for Adapter<S> {
    type Error = S::Error;

    async fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, S::Error> {
        self.0.check_key(check)
    }

    async fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> Result<Vec<BindingRecord>, S::Error> {
        self.0.of_account(accounts)
    }

    async fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, S::Error> {
        self.0.insert(record, accounts, certificates)
    }

    async fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, S::Error> {
        self.0.replace(old, record, certificates)
    }

    async fn erase(&self, scope: &ErasureScope) -> Result<u64, S::Error> {
        self.0.erase(scope)
    }
}

impl<S: traits::AttemptLimiter> asynchronous::AttemptLimiter for Adapter<S> {
    type Error = S::Error;

    async fn admit(&self, key: &AttemptKey, now: Timestamp) -> Result<Admission, S::Error> {
        self.0.admit(key, now)
    }
}

impl<S: traits::SerialLinkage> asynchronous::SerialLinkage for Adapter<&S> {
    type Error = S::Error;

    async fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, S::Error> {
        self.0.counterpart(inquiry)
    }

    async fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, S::Error> {
        self.0.predecessor(inquiry, consent)
    }
}
