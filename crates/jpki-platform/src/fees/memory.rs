use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jpki_core::event::Tenant;
use jpki_core::report::InquiryMethod;
use jpki_core::time::JapanDay;

use super::{
    Admission, BillingMonth, Check, CheckOutcome, DayCount, FeeStore, Intent, IntentId, OpenIntent,
    OpenPage, SettleOutcome, Settlement, Verdict, Yen,
};

/// Counts in memory, for tests and rehearsals: gone when the process ends.
#[derive(Debug, Default)]
pub struct MemoryFeeStore {
    books: Mutex<Books>,
}

#[derive(Debug, Default)]
struct Books {
    open: BTreeMap<IntentId, OpenIntent>,
    counts: BTreeMap<Key, u64>,
    /// What each tenant's month has billed, and what is open of it.
    committed: BTreeMap<(Tenant, BillingMonth), Yen>,
    checked: BTreeSet<(BillingMonth, Tenant, InquiryMethod, [u8; 32])>,
}

type Key = (JapanDay, Tenant, Check, Yen, CheckOutcome, bool);

impl Books {
    fn admit(&mut self, intent: &Intent) -> Admission {
        let month = BillingMonth::of(intent.asked_at());
        let committed = self.committed.entry((intent.tenant().clone(), month)).or_default();
        if intent.limit().is_some_and(|limit| !limit.admits(*committed, intent.price())) {
            return Admission::LimitReached;
        }
        *committed = committed.plus(intent.price());
        Admission::Admitted
    }

    fn settle(&mut self, open: OpenIntent, settlement: &Settlement) -> SettleOutcome {
        let day = open.asked_at.day_in_japan();
        let month = BillingMonth::of_day(day);
        let outcome = match settlement.verdict() {
            Verdict::NotSent => SettleOutcome::Dropped,
            Verdict::Sent { outcome, first, again } => {
                let is_first = settlement.certificate().is_none_or(|certificate| {
                    let method = open.check.method;
                    let digest = *certificate.as_bytes();
                    self.checked.insert((month, open.tenant.clone(), method, digest))
                });
                let is_billed = if is_first { first } else { again };
                let tenant = open.tenant.clone();
                let key = (day, tenant, open.check, open.price, outcome, is_billed);
                let count = self.counts.entry(key).or_default();
                *count = count.saturating_add(1);
                if is_billed { SettleOutcome::Billed } else { SettleOutcome::NotBilled }
            }
        };
        if outcome != SettleOutcome::Billed
            && let Some(committed) = self.committed.get_mut(&(open.tenant, month))
        {
            *committed = committed.less(open.price);
        }
        outcome
    }
}

impl MemoryFeeStore {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn opened(intent: &Intent) -> OpenIntent {
    OpenIntent {
        id: intent.id(),
        tenant: intent.tenant().clone(),
        check: intent.check(),
        price: intent.price(),
        asked_at: intent.asked_at(),
    }
}

impl FeeStore for MemoryFeeStore {
    type Error = Infallible;

    fn intend(&self, intent: &Intent) -> Result<Admission, Infallible> {
        let mut books = self.books();
        let admission = books.admit(intent);
        if admission == Admission::Admitted {
            books.open.insert(intent.id(), opened(intent));
        }
        Ok(admission)
    }

    fn settle(&self, settlement: &Settlement) -> Result<SettleOutcome, Infallible> {
        let mut books = self.books();
        let open = books.open.remove(&settlement.id());
        Ok(open.map_or(SettleOutcome::NotOpen, |open| books.settle(open, settlement)))
    }

    fn count(&self, intent: &Intent, settlement: &Settlement) -> Result<Admission, Infallible> {
        let mut books = self.books();
        let admission = books.admit(intent);
        if admission == Admission::Admitted {
            books.settle(opened(intent), settlement);
        }
        Ok(admission)
    }

    fn open(&self, page: OpenPage) -> Result<Vec<OpenIntent>, Infallible> {
        let books = self.books();
        let old = books.open.values().filter(|open| open.asked_at < page.before);
        let after = old.filter(|open| page.after.is_none_or(|after| after < open.id));
        let at_most = usize::try_from(page.at_most).unwrap_or(usize::MAX);
        Ok(after.take(at_most).cloned().collect())
    }

    fn counts(
        &self,
        month: BillingMonth,
        tenant: Option<&Tenant>,
    ) -> Result<Vec<DayCount>, Infallible> {
        let books = self.books();
        let of_month = books.counts.iter().filter(|((day, payer, ..), _)| {
            BillingMonth::of_day(*day) == month && tenant.is_none_or(|tenant| tenant == payer)
        });
        Ok(of_month.map(|(key, count)| day_count(key.clone(), *count)).collect())
    }

    fn forget_certificates(&self, before: BillingMonth) -> Result<u64, Infallible> {
        let mut books = self.books();
        let all = books.checked.len();
        books.checked.retain(|(month, ..)| *month >= before);
        Ok(u64::try_from(all.saturating_sub(books.checked.len())).unwrap_or(u64::MAX))
    }
}

fn day_count((day, tenant, check, price, outcome, is_billed): Key, count: u64) -> DayCount {
    DayCount { day, tenant, check, price, outcome, is_billed, count }
}
