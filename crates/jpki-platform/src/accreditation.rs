//! 主務大臣の認定: on what the platform may verify at all, and how long still.

use jpki_core::localized::{errors, messages};
use jpki_core::time::{JapanDay, Timestamp};

messages! {
    /// On which item of 公的個人認証法 art. 17 (1) a platform rests (法的根拠). The exception for platforms serves items 4 to 6;
    /// administrative bodies and courts, items 1 to 3, notify J-LIS themselves (guideline 001 ch. 4 (2) ア(ウ)).
    #[expect(clippy::exhaustive_enums, reason = "the items of the law that the exception serves")]
    LegalBasis {
        Item4 => "item-4", ja "第17条第1項第4号", en "art. 17 (1) item 4";
        Item5 => "item-5", ja "第17条第1項第5号", en "art. 17 (1) item 5";
        Item6 => "item-6", ja "第17条第1項第6号（主務大臣の認定）", en "art. 17 (1) item 6, accreditation by the ministers";
    }
}

messages! {
    /// Why there is no accreditation to rest on.
    #[non_exhaustive]
    AccreditationError {
        Period => "accreditation.period", ja "認定の期間が正しくありません", en "an accreditation ends after it begins, and lasts a year at most";
        NotYet => "accreditation.not-yet", ja "認定の期間前です", en "the accreditation has not begun";
        Expired => "accreditation.expired", ja "認定の期間が満了しています", en "the accreditation has expired";
    }
}

messages! {
    /// How near the end is. A renewal takes about three months (guideline 001 ch. 4 (2) ウ, 認定に要する時間).
    #[expect(clippy::exhaustive_enums, reason = "an operator answers each")]
    ExpiryWarning {
        Within120Days => "accreditation.within-120-days", ja "認定の満了まで120日以内です", en "the accreditation expires within 120 days";
        Within90Days => "accreditation.within-90-days", ja "認定の満了まで90日以内です", en "the accreditation expires within 90 days";
        Within30Days => "accreditation.within-30-days", ja "認定の満了まで30日以内です", en "the accreditation expires within 30 days";
    }
}

errors!(AccreditationError);

/// An accreditation, from its first day to its last, by the calendar of Japan.
///
/// ```
/// use jpki_core::time::{JapanDay, Timestamp};
/// use jpki_platform::accreditation::{Accreditation, ExpiryWarning, LegalBasis};
///
/// let day = |text: &str| text.parse::<JapanDay>().expect("a day");
/// let accreditation =
///     Accreditation::new(LegalBasis::Item6, day("2026-04-01"), day("2027-03-31"))?;
/// let now = Timestamp::from_rfc3339("2027-01-01T09:00:00+09:00").expect("an instant");
/// let in_force = accreditation.at(now)?;
/// assert_eq!(in_force.days_left(), 89);
/// assert_eq!(in_force.warning(), Some(ExpiryWarning::Within90Days));
/// # Ok::<(), jpki_platform::accreditation::AccreditationError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accreditation {
    basis: LegalBasis,
    first_day: JapanDay,
    last_day: JapanDay,
}

/// That an accreditation is in force at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct InForce {
    basis: LegalBasis,
    days_left: u64,
}

impl Accreditation {
    /// Takes an accreditation of a year at most (guideline 001 ch. 4 (2) ウ, 認定の有効期間).
    ///
    /// # Errors
    /// [`AccreditationError::Period`].
    // Requirement: PROC-03
    pub fn new(
        basis: LegalBasis,
        first_day: JapanDay,
        last_day: JapanDay,
    ) -> Result<Self, AccreditationError> {
        // The day before the same date of the next year is at most 365 days on.
        if first_day <= last_day && days(first_day, last_day) <= 365 {
            Ok(Self { basis, first_day, last_day })
        } else {
            Err(AccreditationError::Period)
        }
    }

    /// Returns that it is in force at this instant, with what is left of it. Ask at each start and once a day.
    ///
    /// # Errors
    /// [`AccreditationError::NotYet`] or [`AccreditationError::Expired`]: nothing may be verified then.
    // Requirement: PROC-03
    pub fn at(&self, instant: Timestamp) -> Result<InForce, AccreditationError> {
        let today = instant.day_in_japan();
        if today < self.first_day {
            return Err(AccreditationError::NotYet);
        }
        if today > self.last_day {
            return Err(AccreditationError::Expired);
        }
        Ok(InForce { basis: self.basis, days_left: days(today, self.last_day) })
    }
}

impl InForce {
    /// Returns what it rests on.
    #[must_use]
    pub const fn basis(self) -> LegalBasis {
        self.basis
    }

    /// Returns how many days it lasts after this one.
    #[must_use]
    pub const fn days_left(self) -> u64 {
        self.days_left
    }

    /// Returns what to warn of, if anything.
    #[must_use]
    // Requirement: PROC-03
    pub const fn warning(self) -> Option<ExpiryWarning> {
        match self.days_left {
            0..=30 => Some(ExpiryWarning::Within30Days),
            31..=90 => Some(ExpiryWarning::Within90Days),
            91..=120 => Some(ExpiryWarning::Within120Days),
            _ => None,
        }
    }
}

/// Days from one to the other. Every day of Japan has 24 hours.
fn days(from: JapanDay, to: JapanDay) -> u64 {
    to.start().since(from.start()).as_secs() / 86_400
}
