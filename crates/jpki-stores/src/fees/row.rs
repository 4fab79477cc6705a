//! Columns of the tables of fees. They are alike in both engines.

use jpki_core::event::Tenant;
use jpki_core::localized::Localized as _;
use jpki_core::report::InquiryMethod;
use jpki_core::time::{JapanDay, Timestamp};
use jpki_platform::fees::{
    BillingMonth, Check, CheckOutcome, DayCount, Intent, IntentId, OpenIntent, Settlement, Verdict,
    Yen,
};
use jpki_x509::kind::CertificateKind;

use crate::unreadable::Unreadable;

/// What is written of an intent.
pub(super) struct IntentColumns {
    pub(super) id: Vec<u8>,
    pub(super) tenant: String,
    pub(super) kind: &'static str,
    pub(super) method: &'static str,
    pub(super) price: i64,
    pub(super) asked_at: i64,
    pub(super) day: String,
    pub(super) month: String,
    /// The most that the month may have committed before; none if there is no limit.
    pub(super) room: Option<i64>,
}

impl IntentColumns {
    pub(super) fn of(intent: &Intent) -> Self {
        let room = |limit: u64| match limit.checked_sub(intent.price().0) {
            Some(room) => i64::try_from(room).unwrap_or(i64::MAX),
            // Less than one check costs.
            None => -1,
        };
        Self {
            id: intent.id().as_bytes().to_vec(),
            tenant: intent.tenant().text().to_owned(),
            kind: intent.check().kind.code(),
            method: intent.check().method.code(),
            price: i64::try_from(intent.price().0).unwrap_or(i64::MAX),
            asked_at: intent.asked_at().unix_seconds(),
            day: intent.day().to_string(),
            month: BillingMonth::of_day(intent.day()).to_string(),
            room: intent.limit().map(|limit| room(limit.0.0)),
        }
    }
}

/// What is written of a settlement.
pub(super) struct SettlementColumns {
    pub(super) id: Vec<u8>,
    /// None if the question was not sent.
    pub(super) outcome: Option<&'static str>,
    pub(super) first: bool,
    pub(super) again: bool,
    pub(super) certificate: Option<Vec<u8>>,
}

impl SettlementColumns {
    pub(super) fn of(settlement: &Settlement) -> Self {
        let (outcome, first, again) = match settlement.verdict() {
            Verdict::Sent { outcome, first, again } => (Some(outcome.code()), first, again),
            Verdict::NotSent => (None, false, false),
        };
        Self {
            id: settlement.id().as_bytes().to_vec(),
            outcome,
            first,
            again,
            certificate: settlement.certificate().map(|digest| digest.as_bytes().to_vec()),
        }
    }
}

/// Columns of an open intent, as an engine reads them.
pub(super) struct OpenColumns {
    pub(super) id: Vec<u8>,
    pub(super) tenant: String,
    pub(super) kind: String,
    pub(super) method: String,
    pub(super) price: i64,
    pub(super) asked_at: i64,
}

impl OpenColumns {
    pub(super) fn intent(self) -> Result<OpenIntent, Unreadable> {
        Ok(OpenIntent {
            id: IntentId::from_bytes(self.id.try_into().map_err(|_| Unreadable)?),
            tenant: Tenant::new(&self.tenant).map_err(|_| Unreadable)?,
            check: check(&self.kind, &self.method)?,
            price: yen(self.price)?,
            asked_at: Timestamp::from_unix_seconds(self.asked_at),
        })
    }
}

/// Columns of a count, as an engine reads them.
pub(super) struct CountColumns {
    pub(super) day: String,
    pub(super) tenant: String,
    pub(super) kind: String,
    pub(super) method: String,
    pub(super) price: i64,
    pub(super) outcome: String,
    pub(super) is_billed: bool,
    pub(super) count: i64,
}

impl CountColumns {
    pub(super) fn count(self) -> Result<DayCount, Unreadable> {
        let day: JapanDay = self.day.parse().map_err(|_| Unreadable)?;
        Ok(DayCount {
            day,
            tenant: Tenant::new(&self.tenant).map_err(|_| Unreadable)?,
            check: check(&self.kind, &self.method)?,
            price: yen(self.price)?,
            outcome: CheckOutcome::from_code(&self.outcome).ok_or(Unreadable)?,
            is_billed: self.is_billed,
            count: u64::try_from(self.count).map_err(|_| Unreadable)?,
        })
    }
}

fn check(kind: &str, method: &str) -> Result<Check, Unreadable> {
    let kind = CertificateKind::from_code(kind).ok_or(Unreadable)?;
    let method = InquiryMethod::from_code(method).ok_or(Unreadable)?;
    Ok(Check { kind, method })
}

fn yen(amount: i64) -> Result<Yen, Unreadable> {
    u64::try_from(amount).map(Yen).map_err(|_| Unreadable)
}
