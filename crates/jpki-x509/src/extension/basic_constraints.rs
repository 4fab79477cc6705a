use jpki_core::der::{Decode, DerError, Reader, Tag};

/// Whether the subject is an authority (基本制約, RFC 5280 §4.2.1.9).
///
/// Accepted although it is forbidden: an explicit `cA FALSE` (X.690 §11.5), which real certificates hold,
/// and a path length for a subject that is no authority (§4.2.1.9), which then limits nothing. Refused:
/// negative path lengths and those from 2³².
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "RFC 5280 section 4.2.1.9: CA or not")]
pub enum BasicConstraints {
    /// `cA FALSE`: the key does not sign certificates.
    EndEntity,
    /// `cA TRUE`.
    Authority {
        /// How many certificates that are not self-issued may follow below, the last one not counted.
        path_length: Option<u32>,
    },
}

impl BasicConstraints {
    /// Whether the value states a path length, be it an authority's or not.
    pub(crate) fn states_path_length(value: &[u8]) -> bool {
        matches!(Reader::new(value).map(|mut reader| read(&mut reader)), Ok(Ok((_, Some(_)))))
    }
}

impl Decode<'_> for BasicConstraints {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let (is_authority, path_length) = read(reader)?;
        if is_authority { Ok(Self::Authority { path_length }) } else { Ok(Self::EndEntity) }
    }
}

fn read(reader: &mut Reader<'_>) -> Result<(bool, Option<u32>), DerError> {
    let mut fields = reader.sequence()?;
    let is_authority = match fields.peek() {
        Some(Tag::BOOLEAN) => fields.boolean()?,
        _ => false,
    };
    let path_length = match fields.peek() {
        Some(Tag::INTEGER) => Some(fields.small_integer()?),
        _ => None,
    };
    fields.finish()?;
    Ok((is_authority, path_length))
}
