use super::{BillingMonth, Check, Yen};

/// A reduction for large use or public benefit (大口割引), on the unit price or on the total (guideline 001 ch. 4 (3) イ,
/// 【手数料】): from one month to another, both included, or until further notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct Discount {
    /// The first month.
    pub from: BillingMonth,
    /// The last month, if it is known.
    pub until: Option<BillingMonth>,
    /// What is reduced.
    pub rule: DiscountRule,
}

/// What a discount reduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
// Requirement: FEE-04
pub enum DiscountRule {
    /// The unit price: of the month's checks of this kind and method, those beyond the first `above` cost `price`.
    UnitPrice {
        /// Kind and method.
        check: Check,
        /// How many are billed at the tariff's price.
        above: u64,
        /// What each further one costs.
        price: Yen,
    },
    /// The total: what the month's checks cost beyond `above`, after discounts on unit prices, is reduced by so much of
    /// a hundred. A reduction that is no whole yen is rounded down.
    Total {
        /// What is paid in full.
        above: Yen,
        /// The reduction.
        percent: Percent,
    },
}

/// 1 to 100 of a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(u8);

impl Percent {
    /// Takes a number of 1 to 100.
    #[must_use]
    pub fn new(percent: u8) -> Option<Self> {
        (1..=100).contains(&percent).then_some(Self(percent))
    }

    /// Returns so much of an amount, rounded down.
    pub(super) fn of(self, amount: Yen) -> Yen {
        let hundredths = u128::from(amount.0).saturating_mul(u128::from(self.0)) / 100;
        Yen(u64::try_from(hundredths).unwrap_or(u64::MAX))
    }
}

impl Discount {
    pub(super) fn holds_in(&self, month: BillingMonth) -> bool {
        self.from <= month && self.until.is_none_or(|until| month <= until)
    }

    pub(super) fn is_plausible(&self) -> bool {
        let is_low = match self.rule {
            DiscountRule::UnitPrice { price, .. } => price <= Yen::HIGHEST_PRICE,
            DiscountRule::Total { .. } => true,
        };
        is_low && self.until.is_none_or(|until| self.from <= until)
    }
}
