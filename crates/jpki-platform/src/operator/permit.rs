use jpki_core::event::OperatorName;
use jpki_core::time::Timestamp;

use super::ManualOperation;

/// That these persons may do this operation now. What asks for it uses it up.
///
/// ```compile_fail,E0308
/// use jpki_platform::operator::{Erasure, LogExport, Permit};
///
/// fn erase(permit: Permit<Erasure>) {}
///
/// fn with_another(permit: Permit<LogExport>) {
///     erase(permit);
/// }
/// ```
#[derive(Debug)]
#[must_use = "a permit that is not used does nothing"]
pub struct Permit<O: ManualOperation> {
    pub(super) operation: O,
    pub(super) operator: OperatorName,
    pub(super) second: Option<OperatorName>,
    pub(super) at: Timestamp,
}

impl<O: ManualOperation> Permit<O> {
    /// Returns the operation.
    pub const fn operation(&self) -> O {
        self.operation
    }

    /// Returns who acts, and behind them who confirmed it.
    pub fn operators(&self) -> impl Iterator<Item = &OperatorName> {
        std::iter::once(&self.operator).chain(&self.second)
    }

    /// Returns when it was given.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}
