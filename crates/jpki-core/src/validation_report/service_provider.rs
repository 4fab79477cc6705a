use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};

use super::moment::Moment;
use crate::localized::{Locale, Localized as _};
use crate::report::{
    AdviceCode, CertificatePurpose, ReadReportError, Reason, Report, Verdict, check_head,
    from_json, known,
};
use crate::time::{Timestamp, ValidationTime};

const FORMAT: &str = "jpki-service-provider-report";
const VERSION: u64 = 1;

/// What a service provider (SP事業者) is told of a verification: the verdict, as of when, for what, and what to do.
///
/// It cannot hold more: no reason, no date and no list. Whether a certificate is revoked, since when and why is
/// revocation information (失効情報, guideline 001 table 4-1 item 3), and a system that does not handle what that table
/// names lies outside what an accreditation evaluates (ch. 4 (2) ア(ア), fig. 4-7). So the reports of a certificate that
/// is revoked, whatever the reason, and of one that is on hold or has expired are the same. What a tenant may be told
/// beyond that is a [`DisclosedRevocation`](super::DisclosedRevocation).
///
/// A valid verdict with advice is not the end: somebody must look first ([`Self::is_to_be_accepted`]).
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Clone, Debug, PartialEq, Eq)]
// Requirement: REVM-02, PRIV-02, ROLE-08
pub struct ServiceProviderReport {
    time: Timestamp,
    purpose: CertificatePurpose,
    verdict: Verdict,
    advice: Vec<AdviceCode>,
}

impl ServiceProviderReport {
    /// Tells what a service provider may be told of these checks, their verdict, the time as of which they were judged,
    /// and the purpose.
    // Requirement: REVM-02
    pub fn new(
        checks: &Report,
        verdict: Verdict,
        time: ValidationTime,
        purpose: CertificatePurpose,
    ) -> Self {
        let verdict = verdict.max(checks.verdict());
        let mut advice: Vec<_> = match verdict {
            Verdict::Valid => checks.warnings().iter().map(|warning| warning.advice()).collect(),
            Verdict::Invalid | Verdict::Indeterminate => {
                checks.reasons().map(Reason::advice).collect()
            }
        };
        advice.sort_unstable();
        advice.dedup();
        if advice.is_empty() && verdict != Verdict::Valid {
            advice.push(AdviceCode::ContactPlatform);
        }
        Self { time: time.instant(), purpose, verdict, advice }
    }

    /// Reads a report as a platform sends it: of this version of the form, or an older one.
    ///
    /// Fields that this library does not know are passed over, and advice that it does not know is read as
    /// [`AdviceCode::ContactPlatform`]: a platform that knows more must not stop its service providers. Nothing proves
    /// who wrote it.
    ///
    /// # Errors
    /// [`ReadReportError`] if it is refused.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ReadReportError> {
        from_json::<Self, Wire>(bytes, FORMAT, VERSION)
    }

    /// Returns the instant as of which the certificate and what was signed with it were verified.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        self.time
    }

    /// Returns what the certificate was verified for.
    #[must_use]
    pub const fn purpose(&self) -> CertificatePurpose {
        self.purpose
    }

    /// Returns the verdict.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Returns what to do, each once, in the order of [`AdviceCode::ALL`].
    #[must_use]
    pub fn advice(&self) -> &[AdviceCode] {
        &self.advice
    }

    /// Returns whether the verdict is valid and nothing must be looked at before.
    #[must_use]
    pub const fn is_to_be_accepted(&self) -> bool {
        matches!(self.verdict, Verdict::Valid) && self.advice.is_empty()
    }

    /// Returns the report as text, in the given language.
    #[must_use]
    pub fn render(&self, locale: Locale) -> String {
        let mut text = String::new();
        for (name, value) in self.lines(locale) {
            // Writing to a String does not fail.
            let _ = writeln!(text, "{name}: {value}");
        }
        text
    }

    fn lines(&self, locale: Locale) -> Vec<(&'static str, String)> {
        let [verdict, time, purpose, advice] = match locale {
            Locale::Ja => ["判定", "検証時刻", "用途", "対応"],
            Locale::En => ["verdict", "time of validation", "purpose", "advice"],
        };
        let mut lines = Vec::from([
            (verdict, self.verdict.text(locale).into()),
            (time, Moment(self.time).in_words(locale)),
            (purpose, self.purpose.text(locale).into()),
        ]);
        let advised = self.advice.iter().map(|code| (advice, code.text(locale).into()));
        lines.extend(advised);
        lines
    }
}

/// The report as it is sent.
#[derive(Serialize, Deserialize)]
struct Wire {
    format: String,
    version: u64,
    time: Moment,
    purpose: String,
    verdict: String,
    advice: Vec<String>,
}

impl Serialize for ServiceProviderReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire {
            format: FORMAT.into(),
            version: VERSION,
            time: Moment(self.time),
            purpose: self.purpose.code().into(),
            verdict: self.verdict.code().into(),
            advice: self.advice.iter().map(|advice| advice.code().into()).collect(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ServiceProviderReport {
    /// As [`Self::from_json`], but for the limit on bytes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

/// Pieces of advice of one report at most.
const MOST_ADVICE: usize = 64;

impl TryFrom<Wire> for ServiceProviderReport {
    type Error = ReadReportError;

    fn try_from(wire: Wire) -> Result<Self, ReadReportError> {
        check_head((&wire.format, wire.version), FORMAT, VERSION)?;
        if wire.advice.len() > MOST_ADVICE {
            return Err(ReadReportError::TooManyParts);
        }
        let advice =
            |code: &String| AdviceCode::from_code(code).unwrap_or(AdviceCode::ContactPlatform);
        let mut advice: Vec<_> = wire.advice.iter().map(advice).collect();
        advice.sort_unstable();
        advice.dedup();
        Ok(Self {
            time: wire.time.0,
            purpose: known(&wire.purpose, CertificatePurpose::from_code)?,
            verdict: known(&wire.verdict, Verdict::from_code)?,
            advice,
        })
    }
}
