use jpki_core::event::{Action, ActionResult, EventSubject, Operation, SubjectKind, Tenant};
use jpki_core::time::Timestamp;

use super::VaultErasure;

/// How far a rewrapping came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_structs, reason = "an answer with three parts")]
pub struct Rewrapped {
    /// After which number to go on; `None` at the end.
    pub next: Option<u64>,
    /// Users who were brought under the keys in use.
    pub rewrapped: u64,
    /// Users whom another changed or erased at the same time, to be met again by the next round.
    pub missed: u64,
}

/// What was erased: facts for a 削除報告書. Holds no number and no identifier of a user.
///
/// Says that the store removed users and their keys; copies that others made (backups) are theirs to remove.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct VaultErased {
    tenant: Option<Tenant>,
    users: u64,
    erased_at: Timestamp,
}

impl VaultErased {
    pub(super) fn new(erasure: &VaultErasure, users: u64, erased_at: Timestamp) -> Self {
        let tenant = match erasure {
            VaultErasure::User(tenant, _) | VaultErasure::Tenant(tenant) => Some(tenant.clone()),
            VaultErasure::Everything => None,
        };
        Self { tenant, users, erased_at }
    }

    /// Returns how many users there were.
    #[must_use]
    pub const fn users(&self) -> u64 {
        self.users
    }

    /// Returns when.
    #[must_use]
    pub const fn erased_at(&self) -> Timestamp {
        self.erased_at
    }

    /// Returns what an operation log is to be told.
    // Requirement: ACC-4
    pub fn operation(&self) -> Operation {
        let operation = Operation::new(Action::Erasure, ActionResult::Done, self.erased_at);
        match &self.tenant {
            Some(tenant) => {
                operation.about(EventSubject::new(SubjectKind::Tenant, tenant.text().as_bytes()))
            }
            None => operation,
        }
    }
}
