use jpki_core::der::{DerError, DerErrorKind, Reader};

/// After how many more certificates anyPolicy no longer stands for every policy (RFC 5280 §4.2.1.14).
///
/// Certificates that are self-issued are not counted. Numbers from 2³² count as 2³² − 1, which no path
/// reaches. Refused: negative numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InhibitAnyPolicy {
    skip_certificates: u32,
}

impl InhibitAnyPolicy {
    /// Reads the value of the extension.
    ///
    /// # Errors
    /// If it is refused; see the type.
    pub fn from_der(value: &[u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let number = reader.integer()?;
        reader.finish()?;
        let kind = DerErrorKind::InvalidContent("negative count of certificates");
        let skip_certificates =
            super::skip_certificates(number.of(value)).ok_or(DerError { kind, position: 0 })?;
        Ok(Self { skip_certificates })
    }

    /// Certificates that may follow before anyPolicy is ignored.
    #[must_use]
    pub const fn skip_certificates(&self) -> u32 {
        self.skip_certificates
    }
}
