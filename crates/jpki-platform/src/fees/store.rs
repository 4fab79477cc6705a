use jpki_core::event::{Action, ActionResult, EventSubject, Operation, SubjectKind, Tenant};
use jpki_core::time::{JapanDay, Timestamp};

use super::{
    Admission, BillingMonth, Check, CheckOutcome, Intent, IntentId, SettleOutcome, Settlement, Yen,
};
use crate::BoxedError;
use crate::operator::{FeeReconciliation, Permit};

/// An intent that nothing is known of yet: under way, or left open by a crash.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a store writes and reads each field")]
pub struct OpenIntent {
    /// Its name.
    pub id: IntentId,
    /// Who pays if it was sent.
    pub tenant: Tenant,
    /// Kind and method.
    pub check: Check,
    /// What it costs if it was sent.
    pub price: Yen,
    /// When it was noted.
    pub asked_at: Timestamp,
}

impl OpenIntent {
    /// Settles it by hand, by whether J-LIS's bill holds it, with what the operation log is to be told.
    pub fn reconcile(
        &self,
        permit: &Permit<FeeReconciliation>,
        is_billed: bool,
    ) -> (Settlement, Operation) {
        let subject = EventSubject::new(SubjectKind::Tenant, self.tenant.text().as_bytes());
        let operation = Operation::new(Action::FeeReconciliation, ActionResult::Done, permit.at())
            .about(subject);
        (Settlement::reconciled(self.id, is_billed), operation)
    }
}

/// A page of open intents.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the contract with a store")]
pub struct OpenPage {
    /// Those noted before this instant: later ones may be under way.
    pub before: Timestamp,
    /// Those after this name, in the order of names; from the first if none.
    pub after: Option<IntentId>,
    /// At most so many.
    pub at_most: u32,
}

/// How many checks of a day were alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "a store writes and reads each field")]
pub struct DayCount {
    /// The day in Japan on which they were asked for.
    pub day: JapanDay,
    /// Who pays.
    pub tenant: Tenant,
    /// Kind and method.
    pub check: Check,
    /// What one cost, before discounts.
    pub price: Yen,
    /// How they ended.
    pub outcome: CheckOutcome,
    /// Whether they are billed.
    pub is_billed: bool,
    /// How many.
    pub count: u64,
}

/// Keeps what checks cost. Each call is one transaction, durable when it returns.
pub trait FeeStore: Send + Sync {
    /// The engine's error.
    type Error: Into<BoxedError>;

    /// Notes an intent, if the tenant's limit admits it beside what its month has billed and what is open.
    fn intend(&self, intent: &Intent) -> Result<Admission, Self::Error>;

    /// Counts how an open intent ended, on the day and at the price that were noted.
    fn settle(&self, settlement: &Settlement) -> Result<SettleOutcome, Self::Error>;

    /// Does both at once, of a check that asked nobody and whose answer has not left yet.
    fn count(&self, intent: &Intent, settlement: &Settlement) -> Result<Admission, Self::Error>;

    /// Returns open intents, in the order of their names.
    fn open(&self, page: OpenPage) -> Result<Vec<OpenIntent>, Self::Error>;

    /// Returns what was counted in a month, of one tenant or of all, in the order of [`DayCount`].
    fn counts(
        &self,
        month: BillingMonth,
        tenant: Option<&Tenant>,
    ) -> Result<Vec<DayCount>, Self::Error>;

    /// Forgets which certificates were checked in the months before this one; the counts stay. Returns how many.
    fn forget_certificates(&self, before: BillingMonth) -> Result<u64, Self::Error>;
}

/// The same for tasks.
pub trait AsyncFeeStore: Send + Sync {
    /// The engine's error.
    type Error: Into<BoxedError>;

    /// As [`FeeStore::intend`].
    fn intend(
        &self,
        intent: &Intent,
    ) -> impl Future<Output = Result<Admission, Self::Error>> + Send;

    /// As [`FeeStore::settle`].
    fn settle(
        &self,
        settlement: &Settlement,
    ) -> impl Future<Output = Result<SettleOutcome, Self::Error>> + Send;

    /// As [`FeeStore::count`].
    fn count(
        &self,
        intent: &Intent,
        settlement: &Settlement,
    ) -> impl Future<Output = Result<Admission, Self::Error>> + Send;

    /// As [`FeeStore::open`].
    fn open(
        &self,
        page: OpenPage,
    ) -> impl Future<Output = Result<Vec<OpenIntent>, Self::Error>> + Send;

    /// As [`FeeStore::counts`].
    fn counts(
        &self,
        month: BillingMonth,
        tenant: Option<&Tenant>,
    ) -> impl Future<Output = Result<Vec<DayCount>, Self::Error>> + Send;

    /// As [`FeeStore::forget_certificates`].
    fn forget_certificates(
        &self,
        before: BillingMonth,
    ) -> impl Future<Output = Result<u64, Self::Error>> + Send;
}
