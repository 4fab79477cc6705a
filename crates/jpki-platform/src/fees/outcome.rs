/// What a store says to an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
#[must_use]
pub enum Admission {
    /// It is noted.
    Admitted,
    /// The tenant's limit would be passed: nothing is noted, and nothing may be asked.
    LimitReached,
}

/// What became of a settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
pub enum SettleOutcome {
    /// Noted, and billed.
    Billed,
    /// Noted, and not billed by the counting rule.
    NotBilled,
    /// The question was not sent: the intent is dropped.
    Dropped,
    /// There is no such open intent: it was settled before. Nothing is noted.
    NotOpen,
}
