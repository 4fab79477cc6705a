//! Reading a report back. Its size is bounded before it is read, its depth and the number of its parts while its parts
//! are looked at.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use const_oid::ObjectIdentifier;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};

use crate::algorithm::{DigestAlgorithm, SignatureScheme};
use crate::limits::Limits;
use crate::localized::Localized as _;
use crate::report::{
    Check, CheckId, Fact, FactKey, FactValue, Outcome, ReadReportError, Reason, Report, Rule,
    Subject, Verdict,
};
use crate::time::Timestamp;

/// Kind and version of a document, looked at before the rest, so that a newer version is refused by its number.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

/// Refuses another format, and a version that is not among those up to `newest`.
pub(crate) fn check_head(
    found: (&str, u64),
    format: &str,
    newest: u64,
) -> Result<(), ReadReportError> {
    match found {
        (found, _) if found != format => Err(ReadReportError::OtherFormat),
        (_, version) if (1..=newest).contains(&version) => Ok(()),
        (_, version) => Err(ReadReportError::UnknownVersion(version)),
    }
}

/// Reads a document of this format.
pub(crate) fn from_json<T, W>(bytes: &[u8], format: &str, newest: u64) -> Result<T, ReadReportError>
where
    W: DeserializeOwned,
    T: TryFrom<W, Error = ReadReportError>,
{
    if bytes.len() > Limits::REPORT_BYTES {
        return Err(ReadReportError::TooLarge);
    }
    let head: Head = serde_json::from_slice(bytes)?;
    check_head((&head.format, head.version), format, newest)?;
    T::try_from(serde_json::from_slice(bytes)?)
}

impl From<serde_json::Error> for ReadReportError {
    /// The place alone: the message may quote what stands there.
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed { line: error.line(), column: error.column() }
    }
}

/// A value whose text is exactly the one given.
pub(crate) fn exactly<T: fmt::Display>(text: &str, value: Option<T>) -> Option<T> {
    value.filter(|value| value.to_string() == text)
}

/// A report as it is written.
#[derive(Deserialize)]
pub(crate) struct WireReport {
    format: String,
    version: u64,
    verdict: String,
    checks: Vec<WireCheck>,
}

#[derive(Deserialize)]
struct WireCheck {
    id: String,
    subject: String,
    outcome: String,
    reason: Option<String>,
    because: Option<String>,
    rules: Vec<String>,
    #[serde(default)]
    facts: Vec<WireFact>,
    #[serde(default)]
    parts: Vec<WireCheck>,
}

#[derive(Deserialize)]
struct WireFact {
    key: String,
    value: WireValue,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WireValue {
    Number(u64),
    Text(String),
}

impl Report {
    /// Reads a report that was stored as JSON: one of this version of the form, or an older one.
    ///
    /// Fields that this library does not know are passed over. A code of a check, reason, subject or fact that it does
    /// not know is refused, since nothing says what it means for the verdict; so is a newer version. The verdict must
    /// follow from the checks. Nothing proves who wrote the report, nor that it is what was written.
    ///
    /// ```
    /// use jpki_core::localized::Locale;
    /// use jpki_core::report::{Check, CheckId, ReadReportError, Reason, Report, Subject};
    ///
    /// let check = Check::failed(CheckId::Revocation, Subject::EndEntity, Reason::Revoked);
    /// let report = Report::new(vec![check]);
    /// let stored = serde_json::to_string(&report).expect("JSON");
    ///
    /// let read = Report::from_json(stored.as_bytes())?;
    /// assert_eq!(read.render(Locale::Ja), report.render(Locale::Ja));
    ///
    /// let newer = stored.replace(r#""version":1"#, r#""version":2"#);
    /// assert_eq!(Report::from_json(newer.as_bytes()), Err(ReadReportError::UnknownVersion(2)));
    /// # Ok::<(), ReadReportError>(())
    /// ```
    ///
    /// # Errors
    /// [`ReadReportError`] if it is refused.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ReadReportError> {
        from_json::<Self, WireReport>(bytes, super::FORMAT, super::VERSION)
    }
}

impl<'de> Deserialize<'de> for Report {
    /// As [`Self::from_json`], but for the limit on bytes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        WireReport::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl TryFrom<WireReport> for Report {
    type Error = ReadReportError;

    fn try_from(wire: WireReport) -> Result<Self, ReadReportError> {
        check_head((&wire.format, wire.version), super::FORMAT, super::VERSION)?;
        let mut parts_left = Limits::REPORT_PARTS;
        let report = Self::new(read_checks(wire.checks, Limits::REPORT_DEPTH, &mut parts_left)?);
        if report.verdict().code() != wire.verdict {
            return Err(match Verdict::from_code(&wire.verdict) {
                Some(_) => ReadReportError::Contradiction,
                None => ReadReportError::unknown_code(&wire.verdict),
            });
        }
        Ok(report)
    }
}

fn spend(parts_left: &mut usize, count: usize) -> Result<(), ReadReportError> {
    *parts_left = parts_left.checked_sub(count).ok_or(ReadReportError::TooManyParts)?;
    Ok(())
}

/// `depth`: how many levels there may be, these included.
fn read_checks(
    wire: Vec<WireCheck>,
    depth: usize,
    parts_left: &mut usize,
) -> Result<Vec<Check>, ReadReportError> {
    if wire.is_empty() {
        return Ok(Vec::new());
    }
    let below = depth.checked_sub(1).ok_or(ReadReportError::TooDeep)?;
    spend(parts_left, wire.len())?;
    wire.into_iter().map(|check| read_check(check, below, parts_left)).collect()
}

fn read_check(
    wire: WireCheck,
    below: usize,
    parts_left: &mut usize,
) -> Result<Check, ReadReportError> {
    let id = known(&wire.id, CheckId::from_code)?;
    let subject = known(&wire.subject, Subject::from_text)?;
    let outcome = match (&*wire.outcome, &wire.reason, &wire.because) {
        ("passed", None, None) => Outcome::Passed,
        ("failed", Some(reason), None) => Outcome::Failed(known(reason, Reason::from_code)?),
        ("warned", Some(reason), None) => Outcome::Warned(known(reason, Reason::from_code)?),
        ("skipped", None, Some(because)) => Outcome::Skipped(known(because, CheckId::from_code)?),
        ("not-applicable", None, None) => Outcome::NotApplicable,
        ("passed" | "failed" | "warned" | "skipped" | "not-applicable", ..) => {
            return Err(ReadReportError::MALFORMED);
        }
        (other, ..) => return Err(ReadReportError::unknown_code(other)),
    };
    spend(parts_left, wire.rules.len().saturating_add(wire.facts.len()))?;
    let check = Check::new(id, subject, outcome);
    let is_usual = check.rules().iter().map(ToString::to_string).eq(wire.rules.iter().cloned());
    let check = if is_usual { check } else { check.citing(read_rules(&wire.rules)?) };
    let facts = wire.facts.into_iter().map(read_fact);
    let check =
        facts.into_iter().try_fold(check, |check, fact| fact.map(|fact| check.with(fact)))?;
    Ok(check.with_parts(read_checks(wire.parts, below, parts_left)?))
}

pub(crate) fn known<T>(
    code: &str,
    find: impl FnOnce(&str) -> Option<T>,
) -> Result<T, ReadReportError> {
    find(code).ok_or_else(|| ReadReportError::unknown_code(code))
}

fn read_rules(texts: &[String]) -> Result<Vec<Rule>, ReadReportError> {
    let read = |text: &String| exactly(text, Rule::from_text(text));
    texts.iter().map(read).collect::<Option<_>>().ok_or(ReadReportError::MALFORMED)
}

fn read_fact(wire: WireFact) -> Result<Fact, ReadReportError> {
    let key = known(&wire.key, FactKey::from_code)?;
    let value = read_value(key, wire.value).ok_or(ReadReportError::MALFORMED)?;
    Ok(Fact { key, value })
}

/// The value of a fact: its key says of which kind it is.
fn read_value(key: FactKey, value: WireValue) -> Option<FactValue> {
    match (key, value) {
        (FactKey::Age, WireValue::Number(seconds)) => Some(FactValue::Seconds(seconds)),
        (
            FactKey::CrlNumber | FactKey::Entries | FactKey::ContentLength,
            WireValue::Number(count),
        ) => Some(FactValue::Count(count)),
        (
            FactKey::ValidationTime
            | FactKey::NotBefore
            | FactKey::NotAfter
            | FactKey::ThisUpdate
            | FactKey::NextUpdate
            | FactKey::ProducedAt
            | FactKey::RevokedAt
            | FactKey::SigningTime
            | FactKey::StampedAt
            | FactKey::IssuedAt
            | FactKey::ExpiresAt
            | FactKey::BoundAt,
            WireValue::Text(text),
        ) => exactly(&text, Timestamp::from_rfc3339(&text)).map(FactValue::Time),
        (
            FactKey::Extension | FactKey::PolicyIdentifier | FactKey::ContentType,
            WireValue::Text(text),
        ) => exactly(&text, ObjectIdentifier::new(&text).ok()).map(FactValue::ObjectIdentifier),
        (FactKey::CrlNumber | FactKey::ContentDigest, WireValue::Text(text)) => {
            read_hexadecimal(&text).map(FactValue::Bytes)
        }
        (FactKey::Scheme, WireValue::Text(text)) => read_scheme(&text).map(FactValue::Scheme),
        (
            FactKey::Responder
            | FactKey::Method
            | FactKey::RevocationReason
            | FactKey::Kind
            | FactKey::Medium
            | FactKey::DigestAlgorithm
            | FactKey::BindingOrigin
            | FactKey::UserVerification
            | FactKey::Detail,
            WireValue::Text(text),
        ) => {
            let is_code = (1..=64).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-".contains(&byte));
            is_code.then_some(FactValue::Code(Cow::Owned(text)))
        }
        _ => None,
    }
}

/// Bytes of a fact at most: those of the longest digest.
const LONGEST_BYTES: usize = 64;

/// Reads lower-case hexadecimal digits.
pub(crate) fn read_hexadecimal(text: &str) -> Option<Box<[u8]>> {
    if text.is_empty() || text.len() > LONGEST_BYTES.saturating_mul(2) {
        return None;
    }
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(digit.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    };
    let byte = |pair: &[u8]| match *pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(byte).collect()
}

fn read_scheme(text: &str) -> Option<SignatureScheme> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    let salt = text.rsplit(' ').next().and_then(|salt| salt.parse().ok()).unwrap_or(0);
    [Sha1, Sha256, Sha384, Sha512]
        .into_iter()
        .flat_map(|digest| {
            [
                SignatureScheme::RsaPkcs1(digest),
                SignatureScheme::RsaPkcs1BareDigest(digest),
                SignatureScheme::RsaPss { digest, salt },
                SignatureScheme::Ecdsa(digest),
            ]
        })
        .chain([SignatureScheme::Ed25519])
        .find(|scheme| scheme.to_string() == text)
}
