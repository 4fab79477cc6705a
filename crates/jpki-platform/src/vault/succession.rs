use jpki_core::time::Timestamp;
use jpki_x509::kind::Generation;

/// Which certificates came before one, as far as its user's registration reaches back: the ledger of generations (世代の台帳).
///
/// J-LIS names one certificate before, never more. What came before that one is known from the renewals that were seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Succession {
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// When the certificate took the place of the one before.
    pub(super) renewed_at: Timestamp,
    /// The authority's key that issued the one before.
    pub(super) generation: Generation,
}

impl Succession {
    /// The most steps that are kept, the latest. Five years each, at most ten.
    pub const MOST: usize = 16;

    pub(super) fn from_steps(steps: Vec<Step>) -> Option<Self> {
        (steps.len() <= Self::MOST).then_some(Self { steps })
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns how many renewals were seen.
    #[must_use]
    pub fn renewals(&self) -> usize {
        self.steps.len()
    }

    /// Returns when each certificate took the place of the one before, and by which key of the authority that one was issued;
    /// the earliest first.
    pub fn iter(&self) -> impl Iterator<Item = (Timestamp, Generation)> {
        self.steps.iter().map(|step| (step.renewed_at, step.generation))
    }

    pub(super) fn followed_by(&self, renewed_at: Timestamp, generation: Generation) -> Self {
        let mut steps = self.steps.clone();
        steps.push(Step { renewed_at, generation });
        if steps.len() > Self::MOST {
            steps.remove(0);
        }
        Self { steps }
    }
}

/// What came of an inquiry for the certificate before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "a caller answers each outcome")]
pub enum Renewal {
    /// The certificate before is the user's: the new one has taken its place.
    Renewed,
    /// The certificate before is not one that the user has here: a generation was missed, or J-LIS knows none. The user
    /// registers anew.
    GapNeedsReRegistration,
}
