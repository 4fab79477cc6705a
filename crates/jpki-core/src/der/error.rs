use super::Tag;

/// Reason why bytes are not the DER that was expected, and where.
///
/// Carries positions and tags only, never content, so that it may be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at byte {position}")]
#[expect(clippy::exhaustive_structs, reason = "what is wrong, and where")]
pub struct DerError {
    /// What is wrong.
    pub kind: DerErrorKind,
    /// Bytes from the start of the outermost object.
    pub position: u32,
}

/// What is wrong with an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DerErrorKind {
    /// The object is larger than its limit.
    #[error("object exceeds its size limit")]
    TooLarge,
    /// A length reaches beyond the end of what contains it.
    #[error("length reaches beyond the end")]
    Truncated,
    /// Bytes are left over after the last expected element.
    #[error("unexpected bytes after the last element")]
    TrailingBytes,
    /// Another element was expected here.
    #[error("expected {expected:?}, found {found:?}")]
    UnexpectedTag {
        /// The tag that the syntax demands.
        expected: Tag,
        /// The tag that is there.
        found: Tag,
    },
    /// A tag number above 30, which X.509 and CMS do not use.
    #[error("high tag number")]
    HighTagNumber,
    /// BER's indefinite length.
    #[error("indefinite length")]
    IndefiniteLength,
    /// A length in more bytes than needed.
    #[error("length is not in its shortest form")]
    LengthNotMinimal,
    /// The content does not fit its type.
    #[error("invalid {0}")]
    InvalidContent(&'static str),
    /// Nesting deeper than its limit.
    #[error("nesting exceeds its limit")]
    TooDeep,
}

impl DerErrorKind {
    /// Returns the stable code of this kind.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "der.too-large",
            Self::Truncated => "der.truncated",
            Self::TrailingBytes => "der.trailing-octets",
            Self::UnexpectedTag { .. } => "der.unexpected-tag",
            Self::HighTagNumber => "der.high-tag-number",
            Self::IndefiniteLength => "der.indefinite-length",
            Self::LengthNotMinimal => "der.length-not-minimal",
            Self::InvalidContent(_) => "der.invalid-content",
            Self::TooDeep => "der.too-deep",
        }
    }
}
