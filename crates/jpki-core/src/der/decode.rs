use super::{DerError, DerErrorKind, Oid, Reader, Span};

/// A type that is read from one element.
pub trait Decode<'a>: Sized {
    /// Reads the next element.
    ///
    /// # Errors
    /// If it is another, or refused; see the type.
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError>;

    /// Reads the next element; also returns where it lies.
    ///
    /// # Errors
    /// As [`Self::read`].
    #[inline]
    fn spanned(reader: &mut Reader<'a>) -> Result<(Self, Span), DerError> {
        let start = reader.position();
        let value = Self::read(reader)?;
        Ok((value, Span::new(start, reader.position())))
    }

    /// Reads the element that these bytes are.
    ///
    /// # Errors
    /// As [`Self::read`], and if bytes are left over.
    fn from_der(bytes: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(bytes)?;
        match Self::read(&mut reader) {
            Ok(value) => reader.finish().map(|()| value),
            Err(error) => Err(outermost(bytes, error)),
        }
    }
}

/// Bytes after the element are reported before what is wrong inside it.
#[cold]
fn outermost(bytes: &[u8], error: DerError) -> DerError {
    if matches!(error, DerError { kind: DerErrorKind::UnexpectedTag { .. }, position: 0 }) {
        return error;
    }
    let whole = Reader::new(bytes).and_then(|reader| reader.read_all(Reader::any));
    whole.err().unwrap_or(error)
}

impl<'a> Decode<'a> for Oid<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        reader.object_identifier()
    }
}
