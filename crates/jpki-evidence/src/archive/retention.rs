use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::Duration;

use jpki_core::algorithm::AlgorithmIdentifier;
use jpki_core::der::{Decode as _, DerError, DerErrorKind, Reader, Tag};
use jpki_core::name::Name;
use jpki_core::time::Timestamp;

/// How long an archive keeps a list (保存期間), counted from the list's own dates: from its nextUpdate, or its thisUpdate if
/// it has none or a later one. There is no default.
///
/// Evidence that refers to a list is worth nothing without it. So lists are kept at least as long as evidence, and longer by
/// what the freshness policy lets a list be used beyond its nextUpdate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "an end or none")]
pub enum Retention {
    /// So long.
    For(Duration),
    /// Until the archive is erased.
    UntilErased,
}

impl Retention {
    /// Whether a list of this date has to go.
    // Requirement: H06-05
    pub(super) fn is_over(self, from: Timestamp, at: Timestamp) -> bool {
        match self {
            Self::For(span) => from < at.before(span),
            Self::UntilErased => false,
        }
    }
}

/// From when on the retention of the list in this file counts; `None` if the file does not begin as a list does.
pub(super) fn counted_from(path: &Path) -> io::Result<Option<Timestamp>> {
    /// Enough for any issuer's name.
    const HEAD: u64 = 0x4000;
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(read_dates(&head).ok())
}

// RFC 5280 §5.1: what stands before the entries, so that large lists need not be read for it.
fn read_dates(head: &[u8]) -> Result<Timestamp, DerError> {
    let fields = into_sequence(into_sequence(head)?)?;
    let mut fields = Reader::new(fields)?;
    fields.optional(Tag::INTEGER)?;
    AlgorithmIdentifier::spanned(&mut fields)?;
    Name::spanned(&mut fields)?;
    let this_update = fields.time()?;
    Ok(match fields.peek() {
        Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => fields.time()?.max(this_update),
        _ => this_update,
    })
}

/// The content of a SEQUENCE that may go on beyond these bytes.
fn into_sequence(bytes: &[u8]) -> Result<&[u8], DerError> {
    let content = match bytes {
        [0x30, 0x82, _, _, content @ ..]
        | [0x30, 0x83, _, _, _, content @ ..]
        | [0x30, 0x84, _, _, _, _, content @ ..]
        | [0x30, 0x81, _, content @ ..]
        | [0x30, 0..=0x7f, content @ ..] => Some(content),
        _ => None,
    };
    content.ok_or(DerError { kind: DerErrorKind::Truncated, position: 0 })
}
