use core::fmt;

use jpki_core::time::Timestamp;

/// When a certificate was used and found good: the latest uses, a bounded number.
///
/// J-LIS tells nobody of a use after a loss (guideline 001 Q7); a platform that learns the date of a revocation later looks
/// here for what fell after it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Uses {
    /// In ascending order.
    instants: Vec<Timestamp>,
    /// The latest instant that made room for a later one.
    forgotten: Option<Timestamp>,
}

/// The uses after an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_structs, reason = "an answer with two parts")]
pub struct UsesAfter {
    /// The uses, in ascending order.
    pub instants: Vec<Timestamp>,
    /// Whether these are all. If not, earlier ones after the instant were forgotten.
    pub are_all: bool,
}

impl Uses {
    /// The most uses that are kept.
    pub const MOST: usize = 64;

    pub(super) fn from_parts(
        instants: Vec<Timestamp>,
        forgotten: Option<Timestamp>,
    ) -> Option<Self> {
        let first = instants.first().copied();
        let is_ordered = instants.is_sorted()
            && first.is_none_or(|first| forgotten.is_none_or(|forgotten| forgotten <= first));
        (instants.len() <= Self::MOST && is_ordered).then_some(Self { instants, forgotten })
    }

    /// Returns the instants, in ascending order.
    #[must_use]
    pub fn instants(&self) -> &[Timestamp] {
        &self.instants
    }

    pub(super) const fn forgotten(&self) -> Option<Timestamp> {
        self.forgotten
    }

    pub(super) fn note(&mut self, at: Timestamp) {
        let place = self.instants.partition_point(|earlier| *earlier <= at);
        self.instants.insert(place, at);
        if self.instants.len() > Self::MOST {
            self.forgotten = Some(self.instants.remove(0));
        }
    }

    /// Returns the uses at and after an instant, such as the date of a revocation.
    // Requirement: REV-11
    pub fn after(&self, instant: Timestamp) -> UsesAfter {
        let first = self.instants.partition_point(|earlier| *earlier < instant);
        UsesAfter {
            instants: self.instants.get(first..).unwrap_or_default().to_vec(),
            are_all: self.forgotten.is_none_or(|forgotten| forgotten < instant),
        }
    }
}

impl fmt::Debug for Uses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uses({})", self.instants.len())
    }
}
