use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::slice;

use super::{CheckId, Fact, FactKey, Reason, Rule, Subject, Verdict};

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "no outcome of a check may be overlooked")]
pub enum Outcome {
    /// The rule was applied and holds.
    Passed,
    /// The rule was applied and does not hold, or could not be applied for want of evidence.
    Failed(Reason),
    /// The rule holds as far as it must; this deserves attention.
    Warned(Reason),
    /// Not applied, because this earlier check failed.
    Skipped(CheckId),
    /// The rule does not concern this input.
    NotApplicable,
}

impl Outcome {
    /// Returns the reason of a failure or a warning.
    #[must_use]
    pub const fn reason(self) -> Option<Reason> {
        match self {
            Self::Failed(reason) | Self::Warned(reason) => Some(reason),
            Self::Passed | Self::Skipped(_) | Self::NotApplicable => None,
        }
    }

    /// Returns what this outcome means for the verdict.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Passed | Self::Warned(_) | Self::NotApplicable => Verdict::Valid,
            Self::Failed(reason) => reason.verdict(),
            Self::Skipped(_) => Verdict::Indeterminate,
        }
    }
}

/// One rule applied to one subject, with the checks that it consists of.
///
/// ```
/// use jpki_core::report::{Check, CheckId, Outcome, Reason, Subject};
///
/// let parts = vec![
///     Check::passed(CheckId::Profile, Subject::EndEntity),
///     Check::failed(CheckId::Revocation, Subject::EndEntity, Reason::Revoked),
/// ];
/// let whole = Check::all(CheckId::Path, Subject::EndEntity, parts);
/// assert_eq!(whole.outcome(), Outcome::Failed(Reason::Revoked)); // a part that fails fails the whole
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    id: CheckId,
    subject: Subject,
    outcome: Outcome,
    rules: Cow<'static, [Rule]>,
    facts: Vec<Fact>,
    parts: Vec<Check>,
}

impl Check {
    /// Creates a check with this outcome.
    #[must_use]
    pub const fn new(id: CheckId, subject: Subject, outcome: Outcome) -> Self {
        let rules = Cow::Borrowed(id.rules());
        Self { id, subject, outcome, rules, facts: Vec::new(), parts: Vec::new() }
    }

    /// Creates a check that passed.
    #[must_use]
    pub const fn passed(id: CheckId, subject: Subject) -> Self {
        Self::new(id, subject, Outcome::Passed)
    }

    /// Creates a check that failed.
    #[must_use]
    pub const fn failed(id: CheckId, subject: Subject, reason: Reason) -> Self {
        Self::new(id, subject, Outcome::Failed(reason))
    }

    /// Creates a check that was left out because `because` failed.
    #[must_use]
    pub const fn skipped(id: CheckId, subject: Subject, because: CheckId) -> Self {
        Self::new(id, subject, Outcome::Skipped(because))
    }

    /// Creates a check that passed if `result` is `Ok`.
    #[must_use]
    pub fn of(id: CheckId, subject: Subject, result: Result<(), Reason>) -> Self {
        match result {
            Ok(()) => Self::passed(id, subject),
            Err(reason) => Self::failed(id, subject, reason),
        }
    }

    /// Creates a check that passed if all of its parts did; otherwise it fails with the reason of its worst part, the
    /// first of those. Without parts nothing was checked, and it does not hold.
    #[must_use]
    pub fn all(id: CheckId, subject: Subject, parts: Vec<Self>) -> Self {
        let outcome = conjunction(&parts);
        Self::new(id, subject, outcome).with_parts(parts)
    }

    /// This check with one more fact.
    #[must_use]
    pub fn with(mut self, fact: Fact) -> Self {
        self.facts.push(fact);
        self
    }

    /// This check by these rules, where others apply to its subject than the usual ones of its id.
    #[must_use]
    pub fn citing(self, rules: impl Into<Cow<'static, [Rule]>>) -> Self {
        Self { rules: rules.into(), ..self }
    }

    /// This check with another outcome, for a policy that takes the finding otherwise.
    #[must_use]
    pub fn with_outcome(self, outcome: Outcome) -> Self {
        Self { outcome, ..self }
    }

    /// This check, its outcome as it is, explained by these parts.
    #[must_use]
    pub fn with_parts(mut self, parts: Vec<Self>) -> Self {
        self.parts = parts;
        self
    }

    /// Returns which check.
    #[must_use]
    pub const fn id(&self) -> CheckId {
        self.id
    }

    /// Returns what it was applied to.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        self.subject
    }

    /// Returns how it ended.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Returns where its rule stands; the first is the closest.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Returns what was seen.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Returns the checks that it consists of.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        &self.parts
    }

    /// Returns the first check with this id among this one and its parts, at any level.
    #[must_use]
    pub fn find(&self, id: CheckId) -> Option<&Self> {
        PreOrder::of(slice::from_ref(self)).map(|(_, check)| check).find(|check| check.id == id)
    }
}

fn conjunction(parts: &[Check]) -> Outcome {
    let Some((first, rest)) = parts.split_first() else {
        return Outcome::Failed(Reason::NothingChecked);
    };
    let mut worst = match first.outcome.verdict() {
        Verdict::Valid => Outcome::Passed,
        Verdict::Indeterminate | Verdict::Invalid => first.outcome,
    };
    for part in rest {
        if part.outcome.verdict() > worst.verdict() {
            worst = part.outcome;
        }
    }
    worst
}

/// All checks of one verification, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    checks: Vec<Check>,
}

impl Extend<Check> for Report {
    fn extend<I: IntoIterator<Item = Check>>(&mut self, checks: I) {
        self.checks.extend(checks);
    }
}

impl Report {
    /// Creates a report of these checks.
    #[must_use]
    pub const fn new(checks: Vec<Check>) -> Self {
        Self { checks }
    }

    /// Adds the next check.
    pub fn push(&mut self, check: Check) {
        self.checks.push(check);
    }

    /// Returns the checks of the first level.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Returns the checks themselves, to go into a larger report.
    #[must_use]
    pub fn into_checks(self) -> Vec<Check> {
        self.checks
    }

    /// Returns the first check of the first level that keeps the verdict from being valid.
    #[must_use]
    pub fn first_obstacle(&self) -> Option<CheckId> {
        self.checks.iter().find(|check| check.outcome.verdict() != Verdict::Valid).map(Check::id)
    }

    /// Returns the check that decides a verdict other than valid: of the worst the first, and within it the part that
    /// is as bad.
    #[must_use]
    pub fn decisive(&self) -> Option<&Check> {
        let verdict = self.verdict();
        let decides = |check: &&Check| check.outcome().verdict() == verdict;
        let mut decisive = self.checks().iter().find(decides)?;
        while let Some(part) = decisive.parts().iter().find(decides) {
            decisive = part;
        }
        Some(decisive).filter(|_| verdict != Verdict::Valid)
    }

    /// Returns the worst of the checks of the first level: valid only if each passed, warned, or did not apply. A
    /// report without checks says nothing, and is indeterminate.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.checks
            .iter()
            .map(|check| check.outcome.verdict())
            .max()
            .unwrap_or(Verdict::Indeterminate)
    }

    /// Returns the reasons of the failed checks of the first level, those that decide the verdict first.
    ///
    /// ```
    /// use jpki_core::report::{Check, CheckId, Reason, Report, Subject};
    ///
    /// let check = Check::failed(CheckId::Revocation, Subject::EndEntity, Reason::Revoked);
    /// assert!(Report::new(vec![check]).reasons().eq([Reason::Revoked]));
    /// ```
    pub fn reasons(&self) -> impl Iterator<Item = Reason> + '_ {
        let decisive = self.verdict();
        let failed = |check: &Check| match check.outcome {
            Outcome::Failed(reason) => Some(reason),
            _ => None,
        };
        let first = self.checks.iter().filter_map(failed);
        let second = first.clone();
        first
            .filter(move |reason| reason.verdict() == decisive)
            .chain(second.filter(move |reason| reason.verdict() != decisive))
    }

    /// Returns the facts with this key, at any level, in the order of the report.
    pub fn facts(&self, key: FactKey) -> impl Iterator<Item = &Fact> {
        let all = PreOrder::of(&self.checks).flat_map(|(_, check)| check.facts());
        all.filter(move |fact| fact.key == key)
    }

    /// Returns the first check with this id, at any level, in the order of the report.
    #[must_use]
    pub fn find(&self, id: CheckId) -> Option<&Check> {
        PreOrder::of(&self.checks).map(|(_, check)| check).find(|check| check.id == id)
    }
}

/// Checks in the order of a report, each before its parts, with how deep it lies.
pub(super) struct PreOrder<'r> {
    current: slice::Iter<'r, Check>,
    /// What is left of the levels above.
    above: Vec<slice::Iter<'r, Check>>,
}

impl<'r> PreOrder<'r> {
    pub(super) fn of(checks: &'r [Check]) -> Self {
        Self { current: checks.iter(), above: Vec::new() }
    }

    /// Passes over the parts of the check that came last.
    pub(super) fn skip_parts_of(&mut self, check: &Check) {
        if !check.parts().is_empty() {
            self.current = self.above.pop().unwrap_or_default();
        }
    }
}

impl<'r> Iterator for PreOrder<'r> {
    type Item = (usize, &'r Check);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let depth = self.above.len();
            if let Some(check) = self.current.next() {
                if !check.parts().is_empty() {
                    let rest = core::mem::replace(&mut self.current, check.parts().iter());
                    self.above.push(rest);
                }
                return Some((depth, check));
            }
            self.current = self.above.pop()?;
        }
    }
}
