use core::fmt;

use jpki_core::report::{Assessed, Check, Report, Verdict};

use super::verified::Possession;

/// What an attempt proved, apart from the binding.
#[derive(Clone)]
pub(super) struct Proof {
    pub(super) attempts: Check,
    pub(super) certificate: Check,
    pub(super) authenticity: Check,
    pub(super) verification: Check,
    pub(super) possession: Option<Possession>,
}

impl Proof {
    /// What was proven, if everything but the binding holds.
    pub(super) fn possession(&self) -> Option<&Possession> {
        let checks = [&self.attempts, &self.certificate, &self.authenticity, &self.verification];
        self.possession.as_ref().filter(|_| checks.into_iter().all(holds))
    }

    /// The end, with this check of the binding; `value` is kept only if all holds.
    pub(super) fn finish<T>(
        self,
        binding: Check,
        value: impl FnOnce(Possession) -> Option<T>,
    ) -> Assessed<T> {
        let report =
            report(self.attempts, binding, self.certificate, self.authenticity, self.verification);
        Assessed::new(report, self.possession.and_then(value))
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proof({:?})", self.possession)
    }
}

// guideline 001 App.②: (ア), (イ), (ウ), between the limit before and the method after them.
// Requirement: AUTH-01
pub(super) fn report(
    attempts: Check,
    binding: Check,
    certificate: Check,
    authenticity: Check,
    verification: Check,
) -> Report {
    Report::new(vec![attempts, binding, certificate, authenticity, verification])
}

pub(super) fn holds(check: &Check) -> bool {
    check.outcome().verdict() == Verdict::Valid
}
