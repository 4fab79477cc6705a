use jpki_core::der::{DerError, DerErrorKind, Reader, Tag};

/// Whether the subject is an authority (基本制約, RFC 5280 §4.2.1.9).
///
/// Accepted although DER forbids it: an explicit `cA FALSE`, which real certificates hold. Refused: a
/// path length for a subject that is no authority, negative path lengths and those from 2³².
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Reads the value of the extension.
    ///
    /// # Errors
    /// If it is refused; see the type.
    pub fn from_der(value: &[u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let is_authority = match fields.peek() {
            Some(Tag::BOOLEAN) => fields.boolean()?,
            _ => false,
        };
        let position = fields.position();
        let path_length = match fields.peek() {
            Some(Tag::INTEGER) => Some(fields.small_integer()?),
            _ => None,
        };
        fields.finish()?;
        match (is_authority, path_length) {
            (true, path_length) => Ok(Self::Authority { path_length }),
            (false, None) => Ok(Self::EndEntity),
            (false, Some(_)) => {
                let kind = DerErrorKind::InvalidContent("path length without cA");
                Err(DerError { kind, position })
            }
        }
    }
}
