use std::time::Duration;

use jpki_core::event::{OperatorName, Requester, Tenant};
use jpki_core::time::{ClockAllowance, Timestamp};

use super::{AccountKind, OperatorRefused};

/// A session of a person whom the embedder has authenticated, for instance by single sign-on with two factors.
///
/// Implement it for the type that your login yields, so that an operator cannot come from a header or a form.
pub trait OperatorSession {
    /// Returns who logged in.
    fn operator(&self) -> OperatorName;

    /// Returns to which of the person's accounts.
    fn account(&self) -> AccountKind;

    /// Returns when the person was last authenticated.
    fn authenticated_at(&self) -> Timestamp;
}

/// A person of the platform's staff with one of their accounts, from an authenticated session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    name: OperatorName,
    account: AccountKind,
    authenticated_at: Timestamp,
}

impl Operator {
    /// How long an authentication serves.
    pub const LONGEST_SESSION: Duration = Duration::from_secs(12 * 60 * 60);

    /// Takes the person of a session.
    ///
    /// # Errors
    /// [`OperatorRefused::SessionTime`] if the authentication lies in the future, or further back than
    /// [`Self::LONGEST_SESSION`].
    // Requirement: ACC-3
    pub fn of(session: &impl OperatorSession, now: Timestamp) -> Result<Self, OperatorRefused> {
        let (name, account) = (session.operator(), session.account());
        let operator = Self { name, account, authenticated_at: session.authenticated_at() };
        operator.at(now)?;
        Ok(operator)
    }

    /// Whether the authentication serves at this instant.
    pub(super) fn at(&self, now: Timestamp) -> Result<(), OperatorRefused> {
        let is_of_now = ClockAllowance::DEFAULT.admits(self.authenticated_at, now)
            && now.since(self.authenticated_at) <= Self::LONGEST_SESSION;
        if is_of_now { Ok(()) } else { Err(OperatorRefused::SessionTime) }
    }

    /// Returns the person.
    #[must_use]
    pub const fn name(&self) -> &OperatorName {
        &self.name
    }

    /// Returns the account.
    #[must_use]
    pub const fn account(&self) -> AccountKind {
        self.account
    }

    /// Returns who asks for an operation that is done for this tenant, as an operation log is told of it.
    #[must_use]
    pub fn requester(&self, tenant: Tenant) -> Requester {
        Requester::operator(tenant, self.name.clone())
    }
}
