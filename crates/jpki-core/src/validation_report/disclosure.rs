use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use core::fmt;

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};

use super::moment::Moment;
use crate::event::{
    Action, ActionResult, Event, EventSubject, Operation, PurposeOfUse, Requester, Tenant,
};
use crate::localized::{Locale, Localized};
use crate::report::{Fact, FactKey, FactValue, ReadReportError, check_head, from_json, is_known};
use crate::time::Timestamp;

const FORMAT: &str = "jpki-disclosed-revocation";
const VERSION: u64 = 1;

/// A tenant's right to be told why and since when a certificate is revoked (失効情報): which tenant, and what for.
///
/// Whoever makes one answers for it that the tenant has the right, by its contract and by the law's limit on purposes
/// (目的外利用の禁止, guideline 001 table 4-1 item 3). A platform makes one from the record of the contract, never from a
/// request.
#[derive(Clone, Debug)]
pub struct DisclosureRight {
    tenant: Tenant,
    purpose: PurposeOfUse,
}

/// Why and since when a certificate is revoked, for one tenant that has the right to know. The only form in which
/// revocation information leaves for a service provider.
///
/// Protected data (失効情報): `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
// Requirement: REVM-02
pub struct DisclosedRevocation {
    tenant: Tenant,
    purpose: PurposeOfUse,
    revoked_at: Timestamp,
    reason: Cow<'static, str>,
}

/// Reason why nothing is disclosed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Locale::En))]
#[non_exhaustive]
pub enum DisclosureError {
    /// The one who asks is another tenant than the right names.
    OtherTenant,
    /// The certificate was not found revoked.
    NotRevoked,
}

impl DisclosureRight {
    /// Takes the operator's word that this tenant may be told, for this purpose.
    #[must_use]
    pub const fn granted(tenant: Tenant, purpose: PurposeOfUse) -> Self {
        Self { tenant, purpose }
    }

    /// Discloses since when and why a certificate is revoked, and returns beside it what an operation log (操作ログ) must be
    /// told before it leaves.
    ///
    /// `reason` is a code of RFC 5280 §5.3.1 as facts of a report write it, `subject` the certificate.
    ///
    /// # Errors
    /// [`DisclosureError::OtherTenant`] if another tenant asks than the right names.
    // Requirement: REVM-02, ROLE-09, ACC-4
    pub fn disclose(
        &self,
        revoked_at: Timestamp,
        reason: &'static str,
        subject: EventSubject,
        requester: Requester,
        now: Timestamp,
    ) -> Result<(DisclosedRevocation, Event), DisclosureError> {
        if *requester.tenant() != self.tenant {
            return Err(DisclosureError::OtherTenant);
        }
        let event = Operation::new(Action::RevocationDisclosure, ActionResult::Done, now)
            .about(subject)
            .requested_by(requester, self.purpose.clone());
        let (tenant, purpose) = (self.tenant.clone(), self.purpose.clone());
        let reason = Cow::Borrowed(reason);
        Ok((DisclosedRevocation { tenant, purpose, revoked_at, reason }, event))
    }
}

impl DisclosedRevocation {
    /// Reads what a platform sends: of this version of the form, or an older one. Fields that this library does not know
    /// are passed over. Nothing proves who wrote it.
    ///
    /// # Errors
    /// [`ReadReportError`] if it is refused.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ReadReportError> {
        from_json::<Self, Wire>(bytes, FORMAT, VERSION)
    }

    /// Returns the tenant to whom it is disclosed.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Returns what the tenant may use it for.
    #[must_use]
    pub const fn purpose(&self) -> &PurposeOfUse {
        &self.purpose
    }

    /// Returns since when the certificate is revoked (失効日時). Each call is a use that an audit may ask about.
    #[must_use]
    pub const fn expose_protected_time(&self) -> Timestamp {
        self.revoked_at
    }

    /// Returns the code of the reason (失効事由), such as `affiliationChanged` (RFC 5280 §5.3.1). What it means for the
    /// person is a guess (guideline 001 fig. 3-4). Each call is a use that an audit may ask about.
    #[must_use]
    pub fn expose_protected_reason(&self) -> &str {
        &self.reason
    }

    /// Returns the reason in words.
    #[must_use]
    pub fn expose_protected_reason_text(&self, locale: Locale) -> String {
        let value = FactValue::Code(self.reason.clone());
        Fact { key: FactKey::RevocationReason, value }.display_value(locale).to_string()
    }
}

// Requirement: REVM-02
impl fmt::Debug for DisclosedRevocation {
    /// The tenant only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DisclosedRevocation({})", self.tenant.text())
    }
}

/// The disclosure as it is sent.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Wire {
    format: String,
    version: u64,
    tenant: String,
    purpose: String,
    revoked_at: Moment,
    reason: String,
}

impl Serialize for DisclosedRevocation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire {
            format: FORMAT.into(),
            version: VERSION,
            tenant: self.tenant.text().into(),
            purpose: self.purpose.text().into(),
            revoked_at: Moment(self.revoked_at),
            reason: (*self.reason).into(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DisclosedRevocation {
    /// As [`Self::from_json`], but for the limit on bytes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl TryFrom<Wire> for DisclosedRevocation {
    type Error = ReadReportError;

    fn try_from(wire: Wire) -> Result<Self, ReadReportError> {
        check_head((&wire.format, wire.version), FORMAT, VERSION)?;
        if !is_known(FactKey::RevocationReason, &wire.reason) {
            return Err(ReadReportError::unknown_code(&wire.reason));
        }
        Ok(Self {
            tenant: Tenant::new(&wire.tenant).map_err(|_| ReadReportError::MALFORMED)?,
            purpose: PurposeOfUse::new(&wire.purpose).map_err(|_| ReadReportError::MALFORMED)?,
            revoked_at: wire.revoked_at.0,
            reason: Cow::Owned(wire.reason),
        })
    }
}

impl Localized for DisclosureError {
    fn code(&self) -> &'static str {
        match self {
            Self::OtherTenant => "disclosure.other-tenant",
            Self::NotRevoked => "disclosure.not-revoked",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::OtherTenant, Locale::Ja) => "提供の権利は別の事業者のものです",
            (Self::OtherTenant, Locale::En) => "the right to be told belongs to another tenant",
            (Self::NotRevoked, Locale::Ja) => "失効は確認されていません",
            (Self::NotRevoked, Locale::En) => "the certificate was not found revoked",
        }
    }
}
