use jpki_core::localized::{Locale, Localized};

/// Which JPKI an anchor, a policy and a store belong to. They meet within one domain only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a caller decides about each domain")]
pub enum TrustDomain {
    /// 本番環境 of J-LIS
    Production,
    /// 試験環境 of J-LIS
    JlisTest,
    /// 模擬環境: certificates made by `jpki-testkit` or others for tests
    Synthetic,
}

impl Localized for TrustDomain {
    fn code(&self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::JlisTest => "jlis-test",
            Self::Synthetic => "synthetic",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Production, Locale::Ja) => "本番環境",
            (Self::Production, Locale::En) => "production",
            (Self::JlisTest, Locale::Ja) => "試験環境",
            (Self::JlisTest, Locale::En) => "test environment of J-LIS",
            (Self::Synthetic, Locale::Ja) => "模擬環境",
            (Self::Synthetic, Locale::En) => "synthetic",
        }
    }
}
