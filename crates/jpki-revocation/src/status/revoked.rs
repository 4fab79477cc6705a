use core::fmt;

use jpki_core::localized::Localized;
use jpki_core::report::{Fact, FactKey, Reason};
use jpki_core::time::{Timestamp, ValidationTime};

use super::target::RevocationTarget;
use crate::crl::{Entry, InvalidityDate, RevocationReason};
use crate::freshness::is_hindsight;
use crate::verified_crl::CrlEntry;

/// What is known of a certificate.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "no status may be overlooked")]
pub enum Status {
    /// Lists that cover it for every reason do not list it.
    Good,
    /// A list that covers it lists it.
    Revoked(Revoked),
    /// It cannot be known, because of this.
    Unknown(Reason),
}

/// That a certificate is revoked (失効). Its date and reason are protected data (失効情報).
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an entry's date, reasonCode and invalidityDate")]
pub struct Revoked {
    /// Since when.
    pub at: Timestamp,
    /// Why. A certificate on hold (一時保留) is revoked now and may recover: do not remember it as
    /// revoked for good.
    pub reason: RevocationReason,
    /// Since when it should not have been relied on, if the list says so.
    pub invalidity_date: Option<Timestamp>,
}

impl Revoked {
    /// Returns whether it may be lifted.
    #[must_use]
    // Requirement: HOLD-01
    pub const fn may_recover(&self) -> bool {
        matches!(self.reason, RevocationReason::CertificateHold)
    }

    pub(crate) const fn report_reason(&self) -> Reason {
        if self.may_recover() { Reason::OnHold } else { Reason::Revoked }
    }

    pub(crate) fn facts(self) -> impl Iterator<Item = Fact> {
        [
            Fact::time(FactKey::RevokedAt, self.at),
            Fact::code(FactKey::RevocationReason, self.reason.code()),
        ]
        .into_iter()
    }
}

impl From<CrlEntry> for Revoked {
    fn from(entry: CrlEntry) -> Self {
        Self { at: entry.revoked_at, reason: entry.reason, invalidity_date: entry.invalidity_date }
    }
}

impl fmt::Debug for Revoked {
    /// Neither since when nor why.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.may_recover() { "on hold" } else { "for good" })
    }
}

/// What an entry of a list or an answer of a responder says of a certificate.
#[derive(Clone, Copy)]
pub(crate) struct Statement {
    pub(crate) revoked: Revoked,
    invalidity: InvalidityDate,
}

impl Statement {
    pub(crate) const fn new(
        at: Timestamp,
        reason: RevocationReason,
        invalidity: InvalidityDate,
    ) -> Self {
        let invalidity_date = invalidity.date();
        Self { revoked: Revoked { at, reason, invalidity_date }, invalidity }
    }

    /// Whether this, said at `issued`, tells that the certificate was revoked at the instant.
    ///
    /// What was said by then counts whatever its date is. So does a later word whose date cannot be read, and one on
    /// a key that signs for others and may have been in wrong hands: what such a key signed may have been made
    /// since, and bear any date.
    pub(crate) fn tells_of(
        &self,
        target: &RevocationTarget<'_>,
        issued: Timestamp,
        at: ValidationTime,
    ) -> bool {
        let Revoked { at: since, reason, invalidity_date } = self.revoked;
        let dates = [Some(since), invalidity_date];
        !is_hindsight(issued, at)
            || self.invalidity == InvalidityDate::Unreadable
            || dates.into_iter().flatten().any(|date| date <= at.instant())
            || (target.signs_for_others() && !reason.leaves_key_in_right_hands())
    }
}

impl From<Entry<'_>> for Statement {
    fn from(entry: Entry<'_>) -> Self {
        Self::new(entry.revoked_at, entry.reason, entry.invalidity)
    }
}
