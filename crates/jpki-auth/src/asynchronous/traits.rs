use jpki_core::time::Timestamp;

#[cfg(doc)]
use crate::flow::{
    CheckKey, CountAttempt, EraseBindings, FindBindings, FindCounterpart, FindPredecessor,
    InsertBinding, PutChallenge, ReplaceBinding, TakeChallenge,
};

use crate::binding::{
    AccountReference, BindingRecord, CertificateReference, Counterpart, ErasureScope, Insertion,
    KeyCheck, KeyStanding, Predecessor, RenewalConsent, Replacement, SerialInquiry,
};
use crate::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
use crate::error::BoxedError;
use crate::rate_limit::{Admission, AttemptKey};

/// Stores challenges until they are taken.
pub trait ChallengeStore: Send + Sync {
    /// The engine's error. Holds no secret.
    type Error: Into<BoxedError>;

    /// Answers [`PutChallenge`].
    fn put(
        &self,
        id: &ChallengeId,
        record: &ChallengeRecord,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Answers [`TakeChallenge`].
    fn take(
        &self,
        id: &ChallengeId,
    ) -> impl Future<Output = Result<TakeOutcome, Self::Error>> + Send;
}

/// Stores bindings.
pub trait BindingStore: Send + Sync {
    /// The engine's error. Holds no secret.
    type Error: Into<BoxedError>;

    /// Answers [`CheckKey`].
    fn check_key(
        &self,
        check: &KeyCheck,
    ) -> impl Future<Output = Result<KeyStanding, Self::Error>> + Send;

    /// Answers [`FindBindings`].
    fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> impl Future<Output = Result<Vec<BindingRecord>, Self::Error>> + Send;

    /// Answers [`InsertBinding`].
    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> impl Future<Output = Result<Insertion, Self::Error>> + Send;

    /// Answers [`ReplaceBinding`].
    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> impl Future<Output = Result<Replacement, Self::Error>> + Send;

    /// Answers [`EraseBindings`].
    fn erase(&self, scope: &ErasureScope) -> impl Future<Output = Result<u64, Self::Error>> + Send;
}

/// Counts attempts.
pub trait AttemptLimiter: Send + Sync {
    /// The engine's error. Holds no secret.
    type Error: Into<BoxedError>;

    /// Answers [`CountAttempt`].
    fn admit(
        &self,
        key: &AttemptKey,
        now: Timestamp,
    ) -> impl Future<Output = Result<Admission, Self::Error>> + Send;
}

/// Asks J-LIS about serial numbers.
pub trait SerialLinkage: Send + Sync {
    /// The reason why there is no answer. Holds no serial number.
    type Error: Into<BoxedError>;

    /// Answers [`FindCounterpart`].
    fn counterpart(
        &self,
        inquiry: &SerialInquiry<'_>,
    ) -> impl Future<Output = Result<Counterpart, Self::Error>> + Send;

    /// Answers [`FindPredecessor`].
    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> impl Future<Output = Result<Predecessor, Self::Error>> + Send;
}
