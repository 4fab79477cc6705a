use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::localized::{Locale, Localized as _};
use crate::report::render::outcome_in_words;
use crate::report::{Check, Outcome, Report};

/// A report whose values are texts for people. The keys stay; it is not read back.
#[derive(Clone, Copy, Debug)]
pub struct LocalizedReport<'a> {
    report: &'a Report,
    locale: Locale,
}

impl Report {
    /// Returns the report with its values in words, to be serialised for people who see JSON.
    ///
    /// ```
    /// use jpki_core::localized::Locale;
    /// use jpki_core::report::{Check, CheckId, Reason, Report, Subject};
    ///
    /// let check = Check::failed(CheckId::Revocation, Subject::EndEntity, Reason::Revoked);
    /// let report = Report::new(vec![check]);
    /// let json = serde_json::to_value(report.localized(Locale::Ja)).expect("JSON");
    /// assert_eq!(json["verdict"], "無効");
    /// assert_eq!(json["checks"][0]["reason"], "失効しています");
    /// ```
    #[must_use]
    pub const fn localized(&self, locale: Locale) -> LocalizedReport<'_> {
        LocalizedReport { report: self, locale }
    }
}

impl Serialize for LocalizedReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("verdict", self.report.verdict().text(self.locale))?;
        object.serialize_entry("checks", &Checks(self.report.checks(), self.locale))?;
        object.end()
    }
}

struct Checks<'a>(&'a [Check], Locale);

impl Serialize for Checks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|check| LocalizedCheck(check, self.1)))
    }
}

struct LocalizedCheck<'a>(&'a Check, Locale);

impl Serialize for LocalizedCheck<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(check, locale) = *self;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("id", check.id().text(locale))?;
        object.serialize_entry("subject", &check.subject().display(locale).to_string())?;
        object.serialize_entry("outcome", outcome_in_words(check.outcome(), locale))?;
        match check.outcome() {
            Outcome::Failed(reason) | Outcome::Warned(reason) => {
                object.serialize_entry("reason", reason.text(locale))?;
                object.serialize_entry("advice", reason.advice().text(locale))?;
            }
            Outcome::Skipped(because) => {
                object.serialize_entry("because", because.text(locale))?;
            }
            Outcome::Passed | Outcome::NotApplicable => {}
        }
        let rules = check.rules().iter().map(|rule| rule.display(locale).to_string());
        object.serialize_entry("rules", &rules.collect::<Vec<_>>())?;
        if !check.facts().is_empty() {
            let facts = check
                .facts()
                .iter()
                .map(|fact| (fact.key.text(locale), fact.display_value(locale).to_string()));
            object.serialize_entry("facts", &Lines(facts.collect()))?;
        }
        if !check.parts().is_empty() {
            object.serialize_entry("parts", &Checks(check.parts(), locale))?;
        }
        object.end()
    }
}

/// Names and values, in an order that a map would lose.
pub(crate) struct Lines(pub(crate) Vec<(&'static str, String)>);

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lines = serializer.serialize_seq(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            lines.serialize_element(&Line { key, value })?;
        }
        lines.end()
    }
}

#[derive(serde::Serialize)]
struct Line<'a> {
    key: &'static str,
    value: &'a str,
}
