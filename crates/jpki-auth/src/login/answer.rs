use jpki_core::localized::{Locale, Localized};
use jpki_core::report::{Assessed, Verdict};

/// All that a client learns about the end of a login. Why it was refused, whether the account exists, and
/// whether we could not know, stays in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "yes or no")]
pub enum ClientAnswer {
    /// Logged in.
    Accepted,
    /// Not logged in.
    Refused,
}

impl ClientAnswer {
    /// Returns the answer to this end.
    #[must_use]
    pub fn to<T>(assessed: &Assessed<T>) -> Self {
        match assessed.verdict() {
            Verdict::Valid => Self::Accepted,
            _ => Self::Refused,
        }
    }
}

impl Localized for ClientAnswer {
    fn code(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Accepted, Locale::Ja) => "ログインしました。",
            (Self::Accepted, Locale::En) => "You are logged in.",
            (Self::Refused, Locale::Ja) => {
                "ログインできませんでした。登録内容と電子証明書をご確認のうえ、最初からやり直してください。"
            }
            (Self::Refused, Locale::En) => {
                "You could not be logged in. Please check your registration and certificate, and start again."
            }
        }
    }
}
