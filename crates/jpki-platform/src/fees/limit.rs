use super::Yen;

/// 上限額: what a tenant's checks of one month may cost, before discounts.
///
/// It stops before it is passed: a check is admitted only if its price, everything billed this month and everything
/// under way stay within it together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an amount with a name")]
pub struct SpendingLimit(pub Yen);

impl SpendingLimit {
    /// Returns whether a check of this price is admitted after so much.
    #[must_use]
    pub fn admits(self, committed: Yen, price: Yen) -> bool {
        committed.0.checked_add(price.0).is_some_and(|sum| sum <= self.0.0)
    }
}
