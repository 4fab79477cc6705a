use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;

use crate::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, KeyCheck, RenewalConsent,
    SerialInquiry,
};
#[cfg(doc)]
use crate::challenge::TakeOutcome;
use crate::challenge::{ChallengeId, ChallengeRecord};
use crate::rate_limit::AttemptKey;

/// Stores a challenge under its id.
///
/// Contract: fails if the id is there already, and if the store is full of live challenges; no live challenge makes
/// room for another. A store that removes old challenges takes [`ChallengeRecord::issued_at`] as the present.
///
/// After a failure the challenge may be stored. Nobody knows its nonce, so it expires unused.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PutChallenge {
    /// The key to store it under.
    pub id: ChallengeId,
    /// What to store.
    pub record: ChallengeRecord,
}

/// Takes a challenge, which is spent by this.
///
/// Contract: of any number of takers of one id, in any number of threads, processes and machines, exactly one gets
/// [`TakeOutcome::Fresh`], and after that nobody ever again, whatever crashes. A store that cannot promise this
/// across a restart refuses every challenge that it stored before.
///
/// After a failure it is unknown whether the challenge was spent: the login has ended, and the client needs a new
/// challenge.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TakeChallenge {
    /// The key that it was stored under.
    pub id: ChallengeId,
}

/// Counts one more attempt, and decides whether it may be made.
///
/// After a failure the attempt may have been counted, and it is not made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CountAttempt {
    /// What is counted for.
    pub key: AttemptKey,
    /// The present.
    pub now: Timestamp,
}

/// Stores the check value of a key unless one is stored for this provider and name, and compares the two.
///
/// Contract: one atomic step; [`KeyCheck::against`] compares.
///
/// After a failure the value may be stored, and nothing else was read or written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CheckKey {
    /// The check value, with its provider and name.
    pub check: KeyCheck,
}

/// Reads the bindings of an account.
///
/// Contract: all bindings under any of the references, as of one instant.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FindBindings {
    /// The account: one reference for each key in use.
    pub accounts: Vec<AccountReference>,
}

/// Stores a binding.
///
/// Contract: one atomic step. Nothing is stored if the certificate, by any of `certificates`, is bound already, or if
/// the account, by any of `accounts`, has [`BindingRecord::PER_ACCOUNT`] bindings. An account that has bindings keeps
/// its identifier, which is stored and answered in place of the new one.
///
/// After a failure the binding may be stored. To bind again is safe.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InsertBinding {
    /// The binding.
    pub record: BindingRecord,
    /// Its account: one reference for each key in use.
    pub accounts: Vec<AccountReference>,
    /// Its certificate: the references for each key in use, and in earlier forms.
    pub certificates: Vec<CertificateReference>,
}

/// Puts a binding in the place of another.
///
/// Contract: one atomic step. Nothing changes if the binding of `old` is gone, or if the new certificate, by any of
/// `certificates`, is bound by another binding than that of `old`.
///
/// After a failure either the old or the new binding is stored, never both or neither. To log in again is safe.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReplaceBinding {
    /// The certificate of the binding that goes.
    pub old: CertificateReference,
    /// The binding that comes.
    pub record: BindingRecord,
    /// Its certificate: each reference under which it may be bound.
    pub certificates: Vec<CertificateReference>,
}

/// Erases bindings for good, and counts them.
///
/// Contract: fails also if something of what was erased is still in a journal of the store.
///
/// After a failure some or all of them may be erased: erase again. The count is then of what was still there.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EraseBindings {
    /// Which bindings.
    pub scope: ErasureScope,
}

/// Asks J-LIS for the 利用者証明用電子証明書 of the holder of a 署名用電子証明書.
///
/// The protocol is confidential: whoever has J-LIS's specification writes the adapter. A failure changes nothing.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FindCounterpart {
    pub(super) certificate: Certificate,
}

impl FindCounterpart {
    /// Returns the question, about the 署名用電子証明書.
    #[must_use]
    pub const fn inquiry(&self) -> SerialInquiry<'_> {
        SerialInquiry::new(&self.certificate, CertificateKind::Signature)
    }
}

/// Asks J-LIS for the 利用者証明用電子証明書 one generation before this one.
///
/// The protocol is confidential, as that of [`FindCounterpart`]. A failure changes nothing.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FindPredecessor {
    pub(super) certificate: Certificate,
    /// The user's consent, without which nobody asks.
    pub consent: RenewalConsent,
}

impl FindPredecessor {
    /// Returns the question, about the new certificate.
    #[must_use]
    pub const fn inquiry(&self) -> SerialInquiry<'_> {
        SerialInquiry::new(&self.certificate, CertificateKind::UserAuthentication)
    }
}
