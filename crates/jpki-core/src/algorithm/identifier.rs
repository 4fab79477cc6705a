use crate::der::{Decode, DerError, Oid, Reader, Span, Tag};

/// Reason why an algorithm identifier names nothing that these crates verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AlgorithmError {
    /// No algorithm with this object identifier is known here.
    #[error("unknown algorithm")]
    Unknown,
    /// The parameters are not those that the algorithm's standard demands.
    #[error("algorithm parameters not allowed")]
    Parameters,
    /// Not DER.
    #[error(transparent)]
    Malformed(#[from] DerError),
}

/// `AlgorithmIdentifier` of RFC 5280 §4.1.1.2, its bytes kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlgorithmIdentifier<'a> {
    whole: &'a [u8],
    oid: Oid<'a>,
    parameters: Option<&'a [u8]>,
}

impl<'a> AlgorithmIdentifier<'a> {
    /// Reads the one that lies at `span`, which an earlier walk found well formed.
    ///
    /// # Errors
    /// If there is none.
    pub fn at(owner: &'a [u8], span: Span) -> Result<Self, DerError> {
        Self::read(&mut Reader::within(owner, span))
    }

    /// Returns the bytes of the whole identifier.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.whole
    }

    /// Returns the object identifier.
    #[must_use]
    pub const fn oid(&self) -> Oid<'a> {
        self.oid
    }

    /// Returns the parameters as one element, if any.
    #[must_use]
    pub const fn parameters(&self) -> Option<&'a [u8]> {
        self.parameters
    }

    pub(super) fn absent(&self) -> Result<(), AlgorithmError> {
        match self.parameters {
            None => Ok(()),
            Some(_) => Err(AlgorithmError::Parameters),
        }
    }

    pub(super) fn absent_or_null(&self) -> Result<(), AlgorithmError> {
        match self.parameters {
            None | Some([0x05, 0x00]) => Ok(()),
            Some(_) => Err(AlgorithmError::Parameters),
        }
    }
}

impl<'a> Decode<'a> for AlgorithmIdentifier<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let element = reader.read(Tag::SEQUENCE)?;
        let mut fields = reader.contents_of(element);
        let oid = fields.object_identifier()?;
        let parameters = if fields.is_empty() { None } else { Some(fields.any()?) };
        fields.finish()?;
        Ok(Self {
            whole: reader.bytes(element.whole),
            oid,
            parameters: parameters.map(|element| reader.bytes(element.whole)),
        })
    }
}
