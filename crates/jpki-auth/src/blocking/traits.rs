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
    fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), Self::Error>;

    /// Answers [`TakeChallenge`].
    fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, Self::Error>;
}

/// Stores bindings.
pub trait BindingStore: Send + Sync {
    /// The engine's error. Holds no secret.
    type Error: Into<BoxedError>;

    /// Answers [`CheckKey`].
    fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, Self::Error>;

    /// Answers [`FindBindings`].
    fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, Self::Error>;

    /// Answers [`InsertBinding`].
    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, Self::Error>;

    /// Answers [`ReplaceBinding`].
    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, Self::Error>;

    /// Answers [`EraseBindings`].
    fn erase(&self, scope: &ErasureScope) -> Result<u64, Self::Error>;
}

/// Counts attempts.
pub trait AttemptLimiter: Send + Sync {
    /// The engine's error. Holds no secret.
    type Error: Into<BoxedError>;

    /// Answers [`CountAttempt`].
    fn admit(&self, key: &AttemptKey, now: Timestamp) -> Result<Admission, Self::Error>;
}

/// Asks J-LIS about serial numbers.
pub trait SerialLinkage: Send + Sync {
    /// The reason why there is no answer. Holds no serial number.
    type Error: Into<BoxedError>;

    /// Answers [`FindCounterpart`].
    fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, Self::Error>;

    /// Answers [`FindPredecessor`].
    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, Self::Error>;
}
