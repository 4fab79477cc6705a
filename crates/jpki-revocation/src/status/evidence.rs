use core::time::Duration;

use jpki_core::report::{Fact, FactKey, FactValue};
use jpki_core::time::{Timestamp, ValidationTime};

use crate::crl::{Crl, CrlNumber};

/// Which list an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrlEvidence {
    /// cRLNumber.
    pub number: Option<CrlNumber>,
    /// When it was issued.
    pub this_update: Timestamp,
    /// When the next one is due.
    pub next_update: Option<Timestamp>,
    /// How old it was at the instant for which the question was judged; nothing if it came later.
    pub age: Duration,
}

impl CrlEvidence {
    pub(super) fn of(list: &Crl, at: ValidationTime) -> Self {
        Self {
            number: list.number(),
            this_update: list.this_update(),
            next_update: list.next_update(),
            age: at.instant().since(list.this_update()),
        }
    }

    pub(super) fn facts(&self) -> impl Iterator<Item = Fact> {
        let age = Fact { key: FactKey::Age, value: FactValue::Seconds(self.age.as_secs()) };
        [
            self.number.map(|number| number.fact()),
            Some(Fact::time(FactKey::ThisUpdate, self.this_update)),
            self.next_update.map(|time| Fact::time(FactKey::NextUpdate, time)),
            Some(age),
        ]
        .into_iter()
        .flatten()
    }
}
