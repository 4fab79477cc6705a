use jpki_core::time::Timestamp;

use crate::binding::{
    AccountReference, BindingRecord, CertificateReference, Counterpart, ErasureScope, Insertion,
    KeyCheck, KeyStanding, Predecessor, RenewalConsent, Replacement, SerialInquiry,
};
use crate::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
use crate::error::BoxedError;
use crate::rate_limit::{Admission, AttemptKey};

/// Keeps challenges until they are taken.
///
/// Contract: of any number of takers of one id, in any number of threads, processes and machines, exactly
/// one gets [`TakeOutcome::Fresh`], and after that nobody ever again, whatever crashes. A store that cannot
/// promise this over a restart refuses what it kept before.
pub trait ChallengeStore: Send + Sync {
    /// What its engine says when it fails. Holds no secret.
    type Error: Into<BoxedError>;

    /// Stores a challenge. A store that removes old challenges meanwhile takes [`ChallengeRecord::issued_at`] as the time.
    ///
    /// # Errors
    /// If it cannot be kept: also when the store is full of live challenges, and if the id is there already.
    fn put(
        &self,
        id: &ChallengeId,
        record: &ChallengeRecord,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Takes a challenge, which is spent by this.
    ///
    /// # Errors
    /// If the engine fails; whether the challenge was spent is then not known, and it must not be used.
    fn take(
        &self,
        id: &ChallengeId,
    ) -> impl Future<Output = Result<TakeOutcome, Self::Error>> + Send;
}

/// Keeps bindings. Every method is one atomic step.
pub trait BindingStore: Send + Sync {
    /// What its engine says when it fails. Holds no secret.
    type Error: Into<BoxedError>;

    /// Keeps the check value of a key unless one is kept for this provider and name, and compares the two.
    ///
    /// # Errors
    /// If the engine fails.
    fn check_key(
        &self,
        check: &KeyCheck,
    ) -> impl Future<Output = Result<KeyStanding, Self::Error>> + Send;

    /// The bindings of an account, which has one reference for each key in use.
    ///
    /// # Errors
    /// If the engine fails.
    fn of_account(
        &self,
        accounts: &[AccountReference],
    ) -> impl Future<Output = Result<Vec<BindingRecord>, Self::Error>> + Send;

    /// Keeps a binding unless its certificate, by any of `certificates`, is bound already or its account,
    /// by any of `accounts`, has [`BindingRecord::PER_ACCOUNT`]. An account that has bindings keeps its
    /// identifier.
    ///
    /// # Errors
    /// If the engine fails.
    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> impl Future<Output = Result<Insertion, Self::Error>> + Send;

    /// Puts a binding in the place of the one of `old`, unless that is gone or the new certificate, by any
    /// of `certificates`, is bound by another than it.
    ///
    /// # Errors
    /// If the engine fails.
    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> impl Future<Output = Result<Replacement, Self::Error>> + Send;

    /// Erases bindings for good, and says how many.
    ///
    /// # Errors
    /// If the engine fails, and if what was erased is not yet gone from its journals; some or all may be
    /// erased then, and the same call is made again.
    fn erase(&self, scope: &ErasureScope) -> impl Future<Output = Result<u64, Self::Error>> + Send;
}

/// Counts attempts.
pub trait AttemptLimiter: Send + Sync {
    /// What its engine says when it fails. Holds no secret.
    type Error: Into<BoxedError>;

    /// Counts one more attempt, and says whether it may be made.
    ///
    /// # Errors
    /// If the engine fails; the attempt is then not made.
    fn admit(
        &self,
        key: &AttemptKey,
        now: Timestamp,
    ) -> impl Future<Output = Result<Admission, Self::Error>> + Send;
}

/// The inquiries about serial numbers at J-LIS. Its protocol is confidential: an adapter is written by who
/// has the specification.
pub trait SerialLinkage: Send + Sync {
    /// What goes wrong. Holds no serial number.
    type Error: Into<BoxedError>;

    /// The 利用者証明用電子証明書 of the holder of this 署名用電子証明書.
    ///
    /// # Errors
    /// If there is no answer.
    fn counterpart(
        &self,
        inquiry: &SerialInquiry<'_>,
    ) -> impl Future<Output = Result<Counterpart, Self::Error>> + Send;

    /// The certificate of the same kind one generation before this one.
    ///
    /// # Errors
    /// If there is no answer.
    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> impl Future<Output = Result<Predecessor, Self::Error>> + Send;
}
