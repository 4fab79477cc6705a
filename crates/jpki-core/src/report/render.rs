use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::check::PreOrder;
use super::{Check, FactKey, Outcome, Report, Verdict};
use crate::localized::{Locale, Localized};

impl Report {
    /// Returns the report as text, a line a check, in the given language.
    ///
    /// ```
    /// use jpki_core::localized::Locale;
    /// use jpki_core::report::{Check, CheckId, Reason, Report, Subject};
    ///
    /// let check = Check::failed(CheckId::Revocation, Subject::EndEntity, Reason::Revoked);
    /// let report = Report::new(vec![check]);
    /// assert!(report.render(Locale::Ja).contains("失効"));
    /// println!("{}", report.render(Locale::En));
    /// ```
    #[must_use]
    pub fn render(&self, locale: Locale) -> String {
        let mut text = String::new();
        // Writing to a String does not fail.
        let _ = write_report(self, locale, &mut text);
        text
    }
}

impl Report {
    /// Returns the verdict, what decided it, by which rule, and as of when: a few lines for the head of a page.
    ///
    /// ```
    /// use jpki_core::localized::Locale;
    /// use jpki_core::report::{Check, CheckId, Reason, Report, Subject};
    ///
    /// let check = Check::failed(CheckId::Revocation, Subject::EndEntity, Reason::Revoked);
    /// let summary = Report::new(vec![check]).render_summary(Locale::En);
    /// assert!(summary.starts_with("verdict: invalid\n"));
    /// assert!(summary.contains("revoked"));
    /// ```
    #[must_use]
    pub fn render_summary(&self, locale: Locale) -> String {
        let mut text = String::new();
        // Writing to a String does not fail.
        let _ = write_summary(self, locale, &mut text);
        text
    }
}

fn write_summary(report: &Report, locale: Locale, text: &mut String) -> fmt::Result {
    for (name, value) in conclusion(report, report.verdict(), locale) {
        writeln!(text, "{name}: {value}")?;
    }
    if let Some(fact) = report.facts(FactKey::ValidationTime).next() {
        writeln!(text, "{}: {}", fact.key.text(locale), fact.display_value(locale))?;
    }
    Ok(())
}

/// The verdict, what decided it by which rule, and what must be looked at, each with its name.
pub(crate) fn conclusion(
    report: &Report,
    verdict: Verdict,
    locale: Locale,
) -> Vec<(&'static str, String)> {
    let [told, decisive, rule, review, advice] = match locale {
        Locale::Ja => ["判定", "理由", "規則", "要確認", "対応"],
        Locale::En => ["verdict", "reason", "rule", "to be looked at", "advice"],
    };
    let mut lines = vec![(told, verdict.text(locale).into())];
    if let Some(check) = report.decisive() {
        let (id, subject) = (check.id().text(locale), check.subject().display(locale));
        let reason = match check.outcome() {
            Outcome::Failed(reason) | Outcome::Warned(reason) => reason.text(locale),
            Outcome::Skipped(because) => because.text(locale),
            Outcome::Passed | Outcome::NotApplicable => "",
        };
        lines.push((decisive, format!("{reason} [{id}, {subject}]")));
        if let Some(first) = check.rules().first() {
            lines.push((rule, first.display(locale).to_string()));
        }
    }
    for warning in report.warnings().iter() {
        let (reason, check) = (warning.reason().text(locale), warning.check().text(locale));
        lines.push((review, format!("{reason} [{check}]")));
        lines.push((advice, warning.advice().text(locale).into()));
    }
    lines
}

fn write_report(report: &Report, locale: Locale, text: &mut String) -> fmt::Result {
    let heading = match locale {
        Locale::Ja => "判定",
        Locale::En => "verdict",
    };
    writeln!(text, "{heading}: {}", report.verdict().text(locale))?;
    PreOrder::of(report.checks())
        .try_for_each(|(depth, check)| write_check(check, depth, locale, text))
}

fn write_check(check: &Check, depth: usize, locale: Locale, text: &mut String) -> fmt::Result {
    let indent = depth.saturating_mul(4);
    let mark = outcome_in_words(check.outcome(), locale);
    let id = check.id().text(locale);
    let subject = check.subject().display(locale);
    write!(text, "{:indent$}[{mark}] {id} ({subject})", "")?;
    match check.outcome() {
        Outcome::Failed(reason) | Outcome::Warned(reason) => {
            write!(text, ": {}", reason.text(locale))?;
        }
        Outcome::Skipped(because) => match locale {
            Locale::Ja => write!(text, ": 「{}」が不合格のため", because.text(locale))?,
            Locale::En => write!(text, ": because of \"{}\"", because.text(locale))?,
        },
        Outcome::Passed | Outcome::NotApplicable => {}
    }
    if let Some(rule) = check.rules().first() {
        write!(text, " <{}>", rule.display(locale))?;
    }
    text.push('\n');
    for fact in check.facts() {
        let key = fact.key.text(locale);
        writeln!(text, "{:indent$}    {key}: {}", "", fact.display_value(locale))?;
    }
    Ok(())
}

pub(super) const fn outcome_in_words(outcome: Outcome, locale: Locale) -> &'static str {
    match (outcome, locale) {
        (Outcome::Passed, Locale::Ja) => "合格",
        (Outcome::Passed, Locale::En) => "passed",
        (Outcome::Failed(_), Locale::Ja) => "不合格",
        (Outcome::Failed(_), Locale::En) => "failed",
        (Outcome::Warned(_), Locale::Ja) => "注意",
        (Outcome::Warned(_), Locale::En) => "warning",
        (Outcome::Skipped(_), Locale::Ja) => "省略",
        (Outcome::Skipped(_), Locale::En) => "skipped",
        (Outcome::NotApplicable, Locale::Ja) => "対象外",
        (Outcome::NotApplicable, Locale::En) => "not applicable",
    }
}
