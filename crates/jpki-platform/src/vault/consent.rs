use jpki_core::time::{ClockAllowance, Timestamp};

/// A user's consent to repeated questions whether a certificate is revoked (同意; guideline 001 ch. 3 merit ②).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodicCheckConsent {
    given_at: Timestamp,
}

impl PeriodicCheckConsent {
    /// States that the user consented at this instant; `None` if it is later than the present by more than clocks may differ
    /// ([`ClockAllowance::DEFAULT`]). The caller keeps the proof.
    #[must_use]
    // Requirement: REV-01
    pub fn given_at(given_at: Timestamp, now: Timestamp) -> Option<Self> {
        ClockAllowance::DEFAULT.admits(given_at, now).then_some(Self { given_at })
    }

    /// Returns when it was given.
    #[must_use]
    pub const fn instant(self) -> Timestamp {
        self.given_at
    }

    /// One that was recorded, and sealed.
    pub(super) const fn recorded(given_at: Timestamp) -> Self {
        Self { given_at }
    }
}

/// A user's consent to the inquiry for the certificate one generation before (新旧シリアル番号の紐付けサービス;
/// guideline 001 ch. 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InquiryConsent {
    given_at: Timestamp,
}

impl InquiryConsent {
    /// States that the user consented at this instant; `None` if it is later than the present by more than clocks may differ
    /// ([`ClockAllowance::DEFAULT`]). The caller keeps the proof.
    #[must_use]
    // Requirement: LINK-04
    pub fn given_at(given_at: Timestamp, now: Timestamp) -> Option<Self> {
        ClockAllowance::DEFAULT.admits(given_at, now).then_some(Self { given_at })
    }

    /// Returns when it was given.
    #[must_use]
    pub const fn instant(self) -> Timestamp {
        self.given_at
    }

    /// One that was recorded, and sealed.
    pub(super) const fn recorded(given_at: Timestamp) -> Self {
        Self { given_at }
    }
}

/// What a user consented to. Nothing, unless recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct Consents {
    /// To repeated questions whether a certificate is revoked.
    pub periodic_check: Option<PeriodicCheckConsent>,
    /// To the inquiry for the certificate before.
    pub inquiry: Option<InquiryConsent>,
}
