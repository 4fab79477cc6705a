use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde::de::{Deserializer, Error as _};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

use super::moment::Moment;
use super::{
    ReportedAnchor, ReportedCrl, ReportedResponse, ReportedStatus, ValidationReport, hexadecimal,
};
use crate::event::Action;
use crate::limits::Limits;
use crate::localized::{Locale, Localized as _};
use crate::policy_version::PolicyVersion;
use crate::report::{
    CertificatePurpose, InquiryMethod, Lines, ReadReportError, Report, Subject, Verdict,
    WireReport, check_head, from_json, known, read_hexadecimal,
};
use crate::time::ValidationTime;

const FORMAT: &str = "jpki-validation-report";
const VERSION: u64 = 1;

/// The report as it is written, over its checks as they are written or read.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Wire<R> {
    format: String,
    version: u64,
    verdict: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decided_by: Option<Decision>,
    time: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verified_at: Option<Moment>,
    operation: String,
    purpose: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    anchor: Option<WireAnchor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<WireStatus>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    policy: Option<WirePolicy>,
    library: String,
    guideline: String,
    crls: Vec<WireCrl>,
    responses: Vec<WireResponse>,
    report: R,
}

/// What decided a verdict other than valid.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Decision {
    check: String,
    subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    rule: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct WireAnchor {
    #[serde(rename = "sha-256")]
    sha_256: String,
    generation: u8,
}

#[derive(PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct WireStatus {
    method: String,
    as_of: Moment,
    staleness_seconds: u64,
}

#[derive(Serialize, Deserialize)]
struct WirePolicy {
    name: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct WireCrl {
    subject: String,
    issuer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    this_update: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next_update: Option<Moment>,
    #[serde(rename = "sha-256")]
    sha_256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct WireResponse {
    issuer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    produced_at: Option<Moment>,
    #[serde(rename = "sha-256")]
    sha_256: String,
}

impl ValidationReport {
    /// Reads a report that was stored as JSON: one of this version of the form, or an older one.
    ///
    /// By the rules of [`Report::from_json`]; what stands at the top must follow from the checks and times below. Nothing
    /// proves who wrote the report, nor that it is what was written.
    ///
    /// # Errors
    /// [`ReadReportError`] if it is refused.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ReadReportError> {
        from_json::<Self, Wire<WireReport>>(bytes, FORMAT, VERSION)
    }

    /// Returns the report with its values in words, to be serialised for people who see JSON.
    #[must_use]
    pub const fn localized(&self, locale: Locale) -> LocalizedValidationReport<'_> {
        LocalizedValidationReport { report: self, locale }
    }

    fn decision(&self) -> Option<Decision> {
        let check = self.report.decisive()?;
        Some(Decision {
            check: check.id().code().into(),
            subject: check.subject().written().to_string(),
            reason: check.outcome().reason().map(|reason| reason.code().into()),
            rule: check.rules().first().map(|rule| rule.to_string()).unwrap_or_default(),
        })
    }

    fn wire_status(&self) -> Option<WireStatus> {
        let (status, staleness) = (self.status?, self.staleness()?);
        Some(WireStatus {
            method: status.method.code().into(),
            as_of: Moment(status.as_of),
            staleness_seconds: staleness.as_secs(),
        })
    }
}

impl Serialize for ValidationReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (instant, present) = (self.time.instant(), self.time.present());
        Wire {
            format: FORMAT.into(),
            version: VERSION,
            verdict: self.verdict.code().into(),
            decided_by: self.decision(),
            time: Moment(instant),
            verified_at: (present != instant).then_some(Moment(present)),
            operation: self.operation.code().into(),
            purpose: self.purpose.code().into(),
            anchor: self.anchor.map(|anchor| WireAnchor {
                sha_256: hexadecimal(&anchor.sha_256),
                generation: anchor.generation,
            }),
            status: self.wire_status(),
            policy: self
                .policy
                .as_ref()
                .map(|policy| WirePolicy { name: policy.name().into(), version: policy.version() }),
            library: self.library.clone().into_owned(),
            guideline: self.guideline.clone().into_owned(),
            crls: self.crls.iter().map(WireCrl::of).collect(),
            responses: self.responses.iter().map(WireResponse::of).collect(),
            report: &self.report,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ValidationReport {
    /// As [`Self::from_json`], but for the limit on bytes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::<WireReport>::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl TryFrom<Wire<WireReport>> for ValidationReport {
    type Error = ReadReportError;

    fn try_from(wire: Wire<WireReport>) -> Result<Self, ReadReportError> {
        check_head((&wire.format, wire.version), FORMAT, VERSION)?;
        if wire.crls.len().saturating_add(wire.responses.len()) > Limits::REPORT_PARTS {
            return Err(ReadReportError::TooManyParts);
        }
        let report = Report::try_from(wire.report)?;
        let time = match wire.verified_at {
            None => ValidationTime::at(wire.time.0),
            Some(present) if present.0 > wire.time.0 => {
                ValidationTime::at(present.0).looking_back_to(wire.time.0)
            }
            Some(_) => return Err(ReadReportError::Contradiction),
        };
        let verdict = known(&wire.verdict, Verdict::from_code)?;
        let operation = known(&wire.operation, Action::from_code)?;
        let purpose = known(&wire.purpose, CertificatePurpose::from_code)?;
        let policy = wire.policy.map(|policy| PolicyVersion::new(&policy.name, policy.version));
        let read = Self {
            anchor: wire.anchor.map(WireAnchor::read).transpose()?,
            status: wire.status.as_ref().map(WireStatus::read).transpose()?,
            library: Cow::Owned(version(wire.library)?),
            policy: policy.map(|policy| policy.ok_or(ReadReportError::MALFORMED)).transpose()?,
            guideline: Cow::Owned(version(wire.guideline)?),
            crls: wire.crls.into_iter().map(WireCrl::read).collect::<Result<_, _>>()?,
            responses: wire
                .responses
                .into_iter()
                .map(WireResponse::read)
                .collect::<Result<_, _>>()?,
            ..Self::new(report, verdict, time, operation, purpose)
        };
        // Indeterminate is also said where the checks hold and there was no value.
        let follows = verdict == read.report.verdict()
            || (verdict, read.report.verdict()) == (Verdict::Indeterminate, Verdict::Valid);
        if follows && wire.decided_by == read.decision() && wire.status == read.wire_status() {
            Ok(read)
        } else {
            Err(ReadReportError::Contradiction)
        }
    }
}

impl WireAnchor {
    fn read(self) -> Result<ReportedAnchor, ReadReportError> {
        Ok(ReportedAnchor { sha_256: digest(&self.sha_256)?, generation: self.generation })
    }
}

impl WireStatus {
    fn read(&self) -> Result<ReportedStatus, ReadReportError> {
        let method = known(&self.method, InquiryMethod::from_code)?;
        Ok(ReportedStatus { method, as_of: self.as_of.0 })
    }
}

impl WireCrl {
    fn of(crl: &ReportedCrl) -> Self {
        Self {
            subject: crl.subject.code().into(),
            issuer: crl.issuer.clone(),
            number: crl.number.clone(),
            this_update: Moment(crl.this_update),
            next_update: crl.next_update.map(Moment),
            sha_256: hexadecimal(&crl.sha_256),
        }
    }

    fn read(self) -> Result<ReportedCrl, ReadReportError> {
        let subject = known(&self.subject, Subject::from_text)?;
        let is_number = |number: &String| {
            (1..=49).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
        };
        let is_list = matches!(subject, Subject::Crl | Subject::Arl);
        if !is_list || !self.number.as_ref().is_none_or(is_number) {
            return Err(ReadReportError::MALFORMED);
        }
        Ok(ReportedCrl {
            subject,
            issuer: name(self.issuer)?,
            number: self.number,
            this_update: self.this_update.0,
            next_update: self.next_update.map(|moment| moment.0),
            sha_256: digest(&self.sha_256)?,
        })
    }
}

impl WireResponse {
    fn of(response: &ReportedResponse) -> Self {
        Self {
            issuer: response.issuer.clone(),
            produced_at: response.produced_at.map(Moment),
            sha_256: hexadecimal(&response.sha_256),
        }
    }

    fn read(self) -> Result<ReportedResponse, ReadReportError> {
        Ok(ReportedResponse {
            issuer: name(self.issuer)?,
            produced_at: self.produced_at.map(|moment| moment.0),
            sha_256: digest(&self.sha_256)?,
        })
    }
}

fn digest(text: &str) -> Result<[u8; 32], ReadReportError> {
    let bytes = read_hexadecimal(text).ok_or(ReadReportError::MALFORMED)?;
    <[u8; 32]>::try_from(&*bytes).map_err(|_| ReadReportError::MALFORMED)
}

/// The name of an issuer, as [`NameDisplay`](crate::name::NameDisplay) writes it.
fn name(text: String) -> Result<String, ReadReportError> {
    let is_name = text.chars().count() <= Limits::DISPLAYED_CHARACTERS.saturating_add(1)
        && !text.chars().any(char::is_control);
    if is_name { Ok(text) } else { Err(ReadReportError::MALFORMED) }
}

fn version(text: String) -> Result<String, ReadReportError> {
    let is_version =
        (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_version { Ok(text) } else { Err(ReadReportError::MALFORMED) }
}

/// A validation report whose values are texts for people. The keys stay; it is not read back.
#[derive(Clone, Copy, Debug)]
pub struct LocalizedValidationReport<'a> {
    report: &'a ValidationReport,
    locale: Locale,
}

impl Serialize for LocalizedValidationReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("summary", &Lines(self.report.lines(self.locale)))?;
        object.serialize_entry("report", &self.report.report().localized(self.locale))?;
        object.end()
    }
}
