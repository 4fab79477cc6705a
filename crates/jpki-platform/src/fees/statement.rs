use std::collections::BTreeMap;

use super::{BillingMonth, Check, DayCount, Discount, DiscountRule, Tariff, Yen};

/// What a month costs (手数料の明細), by what was counted: one tenant's, or the platform's whole as J-LIS bills it.
///
/// Open intents are in no sum: take their number from [`FeeStore::open`](super::FeeStore::open) and name it beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    month: BillingMonth,
    lines: Vec<Line>,
    reductions: Vec<Reduction>,
}

/// Billed checks of one kind, method and price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a line of a table")]
pub struct Line {
    /// Kind and method.
    pub check: Check,
    /// What one costs, before discounts.
    pub price: Yen,
    /// How many.
    pub count: u64,
}

impl Line {
    /// Returns what they cost together, before discounts.
    #[must_use]
    pub const fn amount(&self) -> Yen {
        self.price.times(self.count)
    }
}

/// What a discount takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a line of a table")]
pub struct Reduction {
    /// The discount.
    pub discount: Discount,
    /// How much.
    pub amount: Yen,
}

impl Statement {
    /// Adds up what was counted in a month; counts of other months are left out.
    ///
    /// A discount on the unit price takes the month's checks in the order of their days, and of their prices within a day.
    /// Discounts of one kind and method each apply to the checks beyond their own number; what is reduced is the price
    /// after those before it. Discounts on the total come last, one after the other.
    #[must_use]
    pub fn new(month: BillingMonth, counts: &[DayCount], tariff: &Tariff) -> Self {
        let is_billed = |it: &&DayCount| it.is_billed && BillingMonth::of_day(it.day) == month;
        let mut billed: Vec<&DayCount> = counts.iter().filter(is_billed).collect();
        billed.sort();
        let mut lines = BTreeMap::<(Check, Yen), u64>::new();
        for it in &billed {
            let count = lines.entry((it.check, it.price)).or_default();
            *count = count.saturating_add(it.count);
        }
        let lines = lines.into_iter().map(|((check, price), count)| Line { check, price, count });
        let mut statement = Self { month, lines: lines.collect(), reductions: Vec::new() };
        statement.reduce(&billed, tariff);
        statement
    }

    fn reduce(&mut self, billed: &[&DayCount], tariff: &Tariff) {
        let mut runs: Vec<Run> = billed.iter().map(|it| Run::of(it)).collect();
        for discount in tariff.discounts_of(self.month) {
            if let DiscountRule::UnitPrice { check, above, price } = discount.rule {
                let amount = reduce_units(&mut runs, check, above, price);
                self.reductions.push(Reduction { discount: *discount, amount });
            }
        }
        for discount in tariff.discounts_of(self.month) {
            if let DiscountRule::Total { above, percent } = discount.rule {
                let amount = percent.of(self.total().less(above));
                self.reductions.push(Reduction { discount: *discount, amount });
            }
        }
    }

    /// Returns the month.
    #[must_use]
    pub const fn month(&self) -> BillingMonth {
        self.month
    }

    /// Returns the billed checks, by kind, method and price.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Returns what discounts take off, in the order in which they apply.
    #[must_use]
    pub fn reductions(&self) -> &[Reduction] {
        &self.reductions
    }

    /// Returns what the checks cost before discounts.
    #[must_use]
    pub fn before_discounts(&self) -> Yen {
        self.lines.iter().map(Line::amount).sum()
    }

    /// Returns what is to be paid.
    #[must_use]
    pub fn total(&self) -> Yen {
        let reduced = self.reductions.iter().map(|reduction| reduction.amount).sum();
        self.before_discounts().less(reduced)
    }
}

/// Checks that follow each other at one price.
struct Run {
    check: Check,
    price: Yen,
    count: u64,
}

impl Run {
    const fn of(counted: &DayCount) -> Self {
        Self { check: counted.check, price: counted.price, count: counted.count }
    }
}

/// Gives the checks beyond the first `above` the lower price, and returns the difference.
// Requirement: FEE-04
fn reduce_units(runs: &mut Vec<Run>, check: Check, above: u64, price: Yen) -> Yen {
    let (mut full, mut amount) = (above, Yen::ZERO);
    let mut after = Vec::with_capacity(runs.len().saturating_add(1));
    for run in runs.drain(..) {
        if run.check != check {
            after.push(run);
            continue;
        }
        let at_full = run.count.min(full);
        let reduced = run.count.saturating_sub(at_full);
        full = full.saturating_sub(at_full);
        let lower = run.price.min(price);
        amount = amount.plus(run.price.less(lower).times(reduced));
        after.push(Run { count: at_full, ..run });
        after.push(Run { check, price: lower, count: reduced });
    }
    *runs = after;
    amount
}
