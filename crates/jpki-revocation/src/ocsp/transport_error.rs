use jpki_core::localized::{Locale, Localized};
use jpki_core::report::Reason;

/// Reason why no response came back. What a transport tells instead of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection, or it broke off.
    #[error("the other side cannot be reached")]
    Unreachable,
    /// No whole answer in the time allowed.
    #[error("no answer in time")]
    TimedOut,
    /// More bytes than allowed.
    #[error("the answer is larger than its limit")]
    TooLarge,
    /// Another HTTP status than 200, a redirection, or another media type: nothing to look at.
    #[error("the answer is not of the kind that was asked for")]
    Refused,
}

impl TransportError {
    /// Returns whether asking again later may help. A redirection or a wrong media type stays what it is.
    #[must_use]
    pub const fn is_transient(self) -> bool {
        matches!(self, Self::Unreachable | Self::TimedOut)
    }

    /// Returns what it means for the question asked of a responder.
    #[must_use]
    pub const fn reason(self) -> Reason {
        match self {
            Self::Unreachable => Reason::ResponderUnreachable,
            Self::TimedOut => Reason::ResponderTimedOut,
            Self::TooLarge => Reason::ResponseTooLarge,
            Self::Refused => Reason::ResponseNotOcsp,
        }
    }
}

impl Localized for TransportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "transport.unreachable",
            Self::TimedOut => "transport.timed-out",
            Self::TooLarge => "transport.too-large",
            Self::Refused => "transport.refused",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Unreachable, Locale::Ja) => "接続できません",
            (Self::Unreachable, Locale::En) => "the other side cannot be reached",
            (Self::TimedOut, Locale::Ja) => "時間内に応答がありません",
            (Self::TimedOut, Locale::En) => "no answer in time",
            (Self::TooLarge, Locale::Ja) => "応答が大きすぎます",
            (Self::TooLarge, Locale::En) => "the answer is larger than its limit",
            (Self::Refused, Locale::Ja) => "求めた種類の応答ではありません",
            (Self::Refused, Locale::En) => "the answer is not of the kind that was asked for",
        }
    }
}
