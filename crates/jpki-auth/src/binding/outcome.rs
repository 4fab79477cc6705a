use jpki_core::event::{Action, ActionResult, Operation};
use jpki_core::time::Timestamp;

use super::{BindingOrigin, BindingRecord, PairwiseIdentifier};
use crate::identifiers::UserIdentifier;

/// A binding, as a provider may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    identifier: PairwiseIdentifier,
    origin: BindingOrigin,
    bound_at: Timestamp,
}

impl Binding {
    pub(crate) const fn of(record: &BindingRecord) -> Self {
        Self { identifier: record.identifier, origin: record.origin, bound_at: record.bound_at }
    }

    /// Returns what the provider calls the user by.
    #[must_use]
    pub const fn identifier(&self) -> PairwiseIdentifier {
        self.identifier
    }

    /// Returns what it was made from.
    #[must_use]
    pub const fn origin(&self) -> BindingOrigin {
        self.origin
    }

    /// Returns when it was made.
    #[must_use]
    pub const fn bound_at(&self) -> Timestamp {
        self.bound_at
    }
}

/// How an attempt to bind ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "a caller answers each outcome")]
pub enum BindingOutcome {
    /// Bound now.
    Bound(Binding),
    /// This certificate was bound to this account before.
    AlreadyBound(Binding),
    /// This certificate is bound to another account of the provider. The client must not learn it.
    BoundElsewhere,
    /// The account has [`BindingRecord::PER_ACCOUNT`] certificates.
    AccountFull,
    /// The person has no authentication certificate: bind at a first use, or not at all.
    NoCounterpart,
    /// The signer has no 署名用電子証明書, but another certificate.
    WrongKind,
    /// What was proven is too old, or from a future that a clock jumped back from: it is to be proven again.
    TooLate,
}

impl BindingOutcome {
    /// Returns what an operation log is to be told of this attempt to bind the account of this user at this time.
    // Requirement: ACC-4
    pub fn operation(&self, user: &UserIdentifier, now: Timestamp) -> Operation {
        let result = match self {
            Self::Bound(_) | Self::AlreadyBound(_) => ActionResult::Done,
            Self::BoundElsewhere
            | Self::AccountFull
            | Self::NoCounterpart
            | Self::WrongKind
            | Self::TooLate => ActionResult::Refused,
        };
        Operation::new(Action::AccountBinding, result, now).about(user.as_event_subject())
    }
}

/// A store's answer to a new binding.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
pub enum Insertion {
    /// Kept, with the identifier that the account had already, if any.
    Inserted(BindingRecord),
    /// The certificate is bound by this record; nothing was changed.
    CertificateBound(BindingRecord),
    /// The account has [`BindingRecord::PER_ACCOUNT`] bindings; nothing was changed.
    AccountFull,
}

/// A store's answer to a binding that takes the place of another.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
pub enum Replacement {
    /// Done.
    Replaced,
    /// The old one is no longer there; nothing was changed.
    Gone,
    /// The new certificate is bound by this record; nothing was changed.
    CertificateBound(BindingRecord),
}
