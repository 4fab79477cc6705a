use jpki_core::name::Name;
use jpki_core::report::Reason;

/// Comparisons of names that may still be made for one answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct ComparisonBudget {
    left: usize,
}

impl ComparisonBudget {
    pub(super) const fn new(comparisons: usize) -> Self {
        Self { left: comparisons }
    }

    pub(super) fn spend(&mut self, comparisons: usize) -> Result<(), Reason> {
        self.left = self.left.checked_sub(comparisons).ok_or(Reason::LimitReached)?;
        Ok(())
    }

    /// Whether both are one name.
    pub(super) fn matches(&mut self, name: &Name<'_>, other: &Name<'_>) -> Result<bool, Reason> {
        self.spend(name.comparison_cost(other))?;
        Ok(name.matches(other))
    }
}
