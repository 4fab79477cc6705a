use std::sync::Arc;

use jpki_core::event::Tenant;
use jpki_core::time::{JapanDay, Timestamp};

use super::{
    Admission, Check, CheckOutcome, CheckedCertificate, CountingRule, IntentId, SentCheck,
    SpendingLimit, Tariff, Yen,
};
use crate::RandomnessUnavailable;

/// How checks are priced and counted.
#[derive(Clone, Debug)]
pub struct FeeMeter {
    tariff: Tariff,
    rule: Arc<dyn CountingRule>,
}

impl FeeMeter {
    /// Joins tariff and counting rule.
    #[must_use]
    pub fn new(tariff: Tariff, rule: Arc<dyn CountingRule>) -> Self {
        Self { tariff, rule }
    }

    /// Returns the tariff.
    #[must_use]
    pub const fn tariff(&self) -> &Tariff {
        &self.tariff
    }

    /// States that a tenant is about to check a certificate, for a store to note before the question leaves.
    ///
    /// # Errors
    /// [`RandomnessUnavailable`] if the operating system gives no random bytes.
    pub fn intent(
        &self,
        tenant: &Tenant,
        check: Check,
        certificate: Option<CheckedCertificate>,
        limit: Option<SpendingLimit>,
        now: Timestamp,
    ) -> Result<Intent, RandomnessUnavailable> {
        Ok(Intent {
            id: IntentId::draw()?,
            tenant: tenant.clone(),
            check,
            certificate,
            price: self.tariff.price(check, now),
            limit,
            asked_at: now,
        })
    }

    pub(super) fn settlement(
        &self,
        id: IntentId,
        check: Check,
        certificate: Option<CheckedCertificate>,
        outcome: CheckOutcome,
    ) -> Settlement {
        let counts =
            |is_first_of_month| self.rule.counts(&SentCheck { check, outcome, is_first_of_month });
        let verdict = Verdict::Sent { outcome, first: counts(true), again: counts(false) };
        Settlement { id, certificate, verdict }
    }
}

/// A check that is about to be made. It may be made when a store has [admitted](Self::admitted) it.
#[derive(Debug)]
#[must_use = "a store has to note it before the question leaves"]
pub struct Intent {
    id: IntentId,
    tenant: Tenant,
    check: Check,
    certificate: Option<CheckedCertificate>,
    price: Yen,
    limit: Option<SpendingLimit>,
    asked_at: Timestamp,
}

impl Intent {
    /// Returns its name.
    #[must_use]
    pub const fn id(&self) -> IntentId {
        self.id
    }

    /// Returns who pays.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Returns kind and method.
    #[must_use]
    pub const fn check(&self) -> Check {
        self.check
    }

    /// Returns the certificate, if it is told.
    #[must_use]
    pub const fn certificate(&self) -> Option<&CheckedCertificate> {
        self.certificate.as_ref()
    }

    /// Returns what it costs, before discounts.
    #[must_use]
    pub const fn price(&self) -> Yen {
        self.price
    }

    /// Returns the tenant's limit.
    #[must_use]
    pub const fn limit(&self) -> Option<SpendingLimit> {
        self.limit
    }

    /// Returns the instant whose tariff holds, taken before the question is sent.
    #[must_use]
    pub const fn asked_at(&self) -> Timestamp {
        self.asked_at
    }

    /// Returns the day on which it is counted.
    #[must_use]
    pub fn day(&self) -> JapanDay {
        self.asked_at.day_in_japan()
    }

    /// Opens the check by what the store said; `None` if it was not admitted.
    #[must_use]
    pub fn admitted(self, admission: Admission) -> Option<OpenCheck> {
        match admission {
            Admission::Admitted => Some(OpenCheck { intent: self }),
            Admission::LimitReached => None,
        }
    }

    /// States how a check ended that asked nobody, to be counted in one step ([`FeeStore::count`](super::FeeStore::count)).
    pub fn made_here(&self, outcome: CheckOutcome, meter: &FeeMeter) -> Settlement {
        meter.settlement(self.id, self.check, self.certificate, outcome)
    }
}

/// A check that a store has noted: its question may be sent now.
#[derive(Debug)]
#[must_use = "a check that is not settled stays open until somebody holds it against J-LIS's bill"]
pub struct OpenCheck {
    intent: Intent,
}

impl OpenCheck {
    /// Returns what was noted.
    pub const fn intent(&self) -> &Intent {
        &self.intent
    }

    /// States that the question was sent, or may have been, and how that ended.
    pub fn sent(self, outcome: CheckOutcome, meter: &FeeMeter) -> Settlement {
        self.intent.made_here(outcome, meter)
    }

    /// States that the question was never sent: not a byte of it left.
    pub fn not_sent(self) -> Settlement {
        let Intent { id, certificate, .. } = self.intent;
        Settlement { id, certificate, verdict: Verdict::NotSent }
    }
}

/// How a check ended, for a store to count.
#[derive(Debug)]
#[must_use = "a store has to note it"]
pub struct Settlement {
    id: IntentId,
    certificate: Option<CheckedCertificate>,
    verdict: Verdict,
}

/// What a settlement says of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
pub enum Verdict {
    /// Its question was sent.
    Sent {
        /// How it ended.
        outcome: CheckOutcome,
        /// Whether it is billed if the tenant had not checked this certificate by this method in the month, or no
        /// certificate is told.
        first: bool,
        /// Whether it is billed otherwise.
        again: bool,
    },
    /// Its question was not sent: it is dropped.
    NotSent,
}

impl Settlement {
    pub(super) const fn reconciled(id: IntentId, is_billed: bool) -> Self {
        let verdict = match is_billed {
            true => Verdict::Sent { outcome: CheckOutcome::Reconciled, first: true, again: true },
            false => Verdict::NotSent,
        };
        Self { id, certificate: None, verdict }
    }

    /// Returns the name of the intent.
    #[must_use]
    pub const fn id(&self) -> IntentId {
        self.id
    }

    /// Returns the certificate, if it is told.
    #[must_use]
    pub const fn certificate(&self) -> Option<&CheckedCertificate> {
        self.certificate.as_ref()
    }

    /// Returns what it says.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }
}
