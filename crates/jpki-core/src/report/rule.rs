use core::fmt;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a source and a place in it")]
pub struct Rule {
    /// The document.
    pub source: RuleSource,
    /// The place in it.
    pub section: &'static str,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            RuleSource::Rfc(number) => write!(f, "RFC {number} §{}", self.section),
            RuleSource::Guideline => write!(f, "民間事業者向けガイドライン {}", self.section),
            RuleSource::JpkiProfile => write!(f, "JPKI profile {}", self.section),
            RuleSource::House => write!(f, "house rule: {}", self.section),
        }
    }
}

impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

pub(super) const fn rfc(number: u16, section: &'static str) -> Rule {
    Rule { source: RuleSource::Rfc(number), section }
}

pub(super) const fn guideline(section: &'static str) -> Rule {
    Rule { source: RuleSource::Guideline, section }
}

pub(super) const fn profile(section: &'static str) -> Rule {
    Rule { source: RuleSource::JpkiProfile, section }
}

pub(super) const fn house(section: &'static str) -> Rule {
    Rule { source: RuleSource::House, section }
}
