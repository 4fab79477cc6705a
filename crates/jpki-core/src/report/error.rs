use alloc::boxed::Box;

use crate::localized::{Locale, Localized};

/// Reason why bytes are no report that this version can read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadReportError {
    /// More bytes than [`Limits::REPORT_BYTES`](crate::limits::Limits::REPORT_BYTES).
    #[error("the report is larger than its limit")]
    TooLarge,
    /// Checks within checks deeper than [`Limits::REPORT_DEPTH`](crate::limits::Limits::REPORT_DEPTH).
    #[error("checks lie deeper within checks than the limit")]
    TooDeep,
    /// More checks, facts and rules than [`Limits::REPORT_PARTS`](crate::limits::Limits::REPORT_PARTS).
    #[error("the report has more parts than its limit")]
    TooManyParts,
    /// No JSON, or not of this form.
    #[error("not of the form of a report (line {line}, column {column})")]
    Malformed {
        /// Where, from 1; 0 if nowhere in particular.
        line: usize,
        /// Where in the line.
        column: usize,
    },
    /// Another kind of document.
    #[error("not this kind of report")]
    OtherFormat,
    /// A version that this library does not know. Read it with the library that wrote it, or a later one.
    #[error("version {0} of the form is not known to this library")]
    UnknownVersion(u64),
    /// A code that this library does not know: a newer one wrote it. What it means for the verdict is not known.
    #[error("the code {0:?} is not known to this library")]
    UnknownCode(Box<str>),
    /// What stands at the top is not what follows from the checks.
    #[error("the report contradicts itself")]
    Contradiction,
}

impl ReadReportError {
    pub(crate) const MALFORMED: Self = Self::Malformed { line: 0, column: 0 };

    /// A code that is not known, if it is written as codes are.
    pub(crate) fn unknown_code(code: &str) -> Self {
        let is_code = (1..=64).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-".contains(&byte));
        if is_code { Self::UnknownCode(code.into()) } else { Self::MALFORMED }
    }
}

impl Localized for ReadReportError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "report.too-large",
            Self::TooDeep => "report.too-deep",
            Self::TooManyParts => "report.too-many-parts",
            Self::Malformed { .. } => "report.malformed",
            Self::OtherFormat => "report.other-format",
            Self::UnknownVersion(_) => "report.unknown-version",
            Self::UnknownCode(_) => "report.unknown-code",
            Self::Contradiction => "report.contradiction",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::TooLarge, Locale::Ja) => "報告書が大きすぎます",
            (Self::TooLarge, Locale::En) => "the report is larger than its limit",
            (Self::TooDeep, Locale::Ja) => "検査の入れ子が深すぎます",
            (Self::TooDeep, Locale::En) => "checks lie deeper within checks than the limit",
            (Self::TooManyParts, Locale::Ja) => "検査などの件数が多すぎます",
            (Self::TooManyParts, Locale::En) => "the report has more parts than its limit",
            (Self::Malformed { .. }, Locale::Ja) => "報告書の形式ではありません",
            (Self::Malformed { .. }, Locale::En) => "not of the form of a report",
            (Self::OtherFormat, Locale::Ja) => "別の種類の文書です",
            (Self::OtherFormat, Locale::En) => "not this kind of report",
            (Self::UnknownVersion(_), Locale::Ja) => "このライブラリが知らない版の報告書です",
            (Self::UnknownVersion(_), Locale::En) => {
                "this version of the form is not known to this library"
            }
            (Self::UnknownCode(_), Locale::Ja) => {
                "このライブラリが知らないコードがあります (より新しい版の報告書)"
            }
            (Self::UnknownCode(_), Locale::En) => {
                "the report holds a code that this library does not know: a newer one wrote it"
            }
            (Self::Contradiction, Locale::Ja) => "報告書の記載が互いに矛盾しています",
            (Self::Contradiction, Locale::En) => "the report contradicts itself",
        }
    }
}
