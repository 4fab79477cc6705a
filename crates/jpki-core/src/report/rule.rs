use alloc::borrow::Cow;
use core::fmt;

use super::place;
use crate::localized::Locale;

/// Edition of the private-sector guideline whose sections reports cite.
pub const GUIDELINE_EDITION: &str = "1.3";

/// A document that states rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleSource {
    /// An RFC by its number.
    Rfc(u16),
    /// 公的個人認証サービス利用のための民間事業者向けガイドライン (the private-sector guideline).
    Guideline,
    /// The certificate profile of J-LIS as far as it is public.
    JpkiProfile,
    /// A rule of these crates, where the standards leave a choice.
    House,
}

/// Where a rule stands.
///
/// [`Display`](fmt::Display) gives the text that programs read; [`Self::display`] that for people.
///
/// ```
/// use jpki_core::localized::Locale;
/// use jpki_core::report::CheckId;
///
/// let rule = &CheckId::Path.rules()[0];
/// assert_eq!(rule.display(Locale::Ja).to_string(), "民間事業者向けガイドライン 付録①(ア)a");
/// assert_eq!(rule.display(Locale::En).to_string(), "private-sector guideline, App. ①(ア)a");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a source and a place in it")]
pub struct Rule {
    /// The document.
    pub source: RuleSource,
    /// The place in it.
    pub section: Cow<'static, str>,
}

impl Rule {
    /// Creates a rule that stands there.
    #[must_use]
    pub const fn new(source: RuleSource, section: &'static str) -> Self {
        Self { source, section: Cow::Borrowed(section) }
    }

    /// Returns the rule in words.
    #[must_use]
    pub const fn display(&self, locale: Locale) -> impl fmt::Display {
        InLanguage { rule: self, locale }
    }

    /// Reads what [`Display`](fmt::Display) writes.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let (source, section) = if let Some(rest) = text.strip_prefix("RFC ") {
            let (number, section) = rest.split_once(" §")?;
            (RuleSource::Rfc(number.parse().ok()?), section)
        } else if let Some(section) = text.strip_prefix(GUIDELINE) {
            (RuleSource::Guideline, section)
        } else if let Some(section) = text.strip_prefix(PROFILE) {
            (RuleSource::JpkiProfile, section)
        } else {
            (RuleSource::House, text.strip_prefix(HOUSE)?)
        };
        let rule = Self { source, section: Cow::Owned(section.into()) };
        let is_place = !section.is_empty()
            && section.len() <= LONGEST_SECTION
            && !section.chars().any(char::is_control);
        // A number has one way to be written.
        let is_canonical = matches!(source, RuleSource::Rfc(number) if text.starts_with(&alloc::format!("RFC {number} ")))
            || !matches!(source, RuleSource::Rfc(_));
        (is_place && is_canonical).then_some(rule)
    }
}

const GUIDELINE: &str = "民間事業者向けガイドライン ";
const PROFILE: &str = "JPKI profile ";
const HOUSE: &str = "house rule: ";
/// Bytes of a place at most.
const LONGEST_SECTION: usize = 200;

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            RuleSource::Rfc(number) => write!(f, "RFC {number} §{}", self.section),
            RuleSource::Guideline => write!(f, "{GUIDELINE}{}", self.section),
            RuleSource::JpkiProfile => write!(f, "{PROFILE}{}", self.section),
            RuleSource::House => write!(f, "{HOUSE}{}", self.section),
        }
    }
}

struct InLanguage<'a> {
    rule: &'a Rule,
    locale: Locale,
}

impl fmt::Display for InLanguage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let section = place::in_words(&self.rule.section, self.locale);
        match (self.rule.source, self.locale) {
            (RuleSource::Rfc(number), _) => write!(f, "RFC {number} §{}", self.rule.section),
            (RuleSource::Guideline, Locale::Ja) => {
                write!(f, "民間事業者向けガイドライン {section}")
            }
            (RuleSource::Guideline, Locale::En) => write!(f, "private-sector guideline, {section}"),
            (RuleSource::JpkiProfile, Locale::Ja) => write!(f, "JPKIプロファイル {section}"),
            (RuleSource::JpkiProfile, Locale::En) => write!(f, "JPKI profile {section}"),
            (RuleSource::House, Locale::Ja) => write!(f, "本ライブラリの規則: {section}"),
            (RuleSource::House, Locale::En) => write!(f, "rule of this library: {section}"),
        }
    }
}

impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

pub(super) const fn rfc(number: u16, section: &'static str) -> Rule {
    Rule::new(RuleSource::Rfc(number), section)
}

pub(super) const fn guideline(section: &'static str) -> Rule {
    Rule::new(RuleSource::Guideline, section)
}

pub(super) const fn profile(section: &'static str) -> Rule {
    Rule::new(RuleSource::JpkiProfile, section)
}

pub(super) const fn house(section: &'static str) -> Rule {
    Rule::new(RuleSource::House, section)
}
