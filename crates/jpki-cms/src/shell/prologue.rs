use alloc::vec::Vec;

use jpki_core::algorithm::{AlgorithmIdentifier, DigestAlgorithm};
use jpki_core::ber;
use jpki_core::der::{Decode, DerError, DerErrorKind, Reader, Tag};
use jpki_core::limits::Limits;

use super::cursor::{Cursor, Opened, Stop};
use crate::error::CmsError;
use crate::oid;

/// What stands before the content.
pub(crate) struct Prologue {
    /// Those of `digestAlgorithms` that are known here, each once.
    pub(crate) digest_algorithms: Vec<DigestAlgorithm>,
    /// `eContentType`, content bytes of the object identifier.
    pub(crate) content_type: Vec<u8>,
    pub(crate) placement: Placement,
    /// Bytes up to the content, or to what stands after it.
    pub(crate) bytes: usize,
    /// The elements around what comes next.
    pub(crate) open: Vec<Opened>,
}

/// Whether the content is in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    Attached,
    Detached,
}

/// Why there is no prologue, or not yet.
pub(crate) enum PrologueError {
    Incomplete,
    Refused(CmsError),
}

impl Prologue {
    /// Bytes that may stand before the content: some 60 and the digest algorithms.
    pub(crate) const BYTES: usize = 0x4000;

    // RFC 5652 §3, §5.1, §5.2
    pub(crate) fn read(input: &[u8], limits: &Limits) -> Result<Self, PrologueError> {
        let mut cursor = Cursor::new(input, limits);
        cursor.enter(Tag::SEQUENCE)?;
        if object_identifier(&mut cursor, limits)? != oid::SIGNED_DATA.as_bytes() {
            return Err(PrologueError::Refused(CmsError::NotSignedData));
        }
        cursor.enter(Tag::context_constructed(0))?;
        cursor.enter(Tag::SEQUENCE)?;
        let (_, version) = cursor.element()?;
        let version = ber::normalise(cursor.bytes(version), limits)?;
        if Reader::new(&version)?.small_integer().is_err() {
            return Err(cursor.malformed(DerErrorKind::InvalidContent("version")).into());
        }
        let digest_algorithms = digest_algorithms(&mut cursor, limits)?;
        cursor.enter(Tag::SEQUENCE)?;
        let content_type = object_identifier(&mut cursor, limits)?;
        let placement = if cursor.has_more()? {
            cursor.enter(Tag::context_constructed(0))?;
            Placement::Attached
        } else {
            cursor.leave()?;
            Placement::Detached
        };
        if cursor.consumed() > Self::BYTES {
            return Err(PrologueError::Refused(CmsError::too_large()));
        }
        Ok(Self {
            digest_algorithms,
            content_type,
            placement,
            bytes: cursor.consumed(),
            open: cursor.into_open(),
        })
    }
}

fn object_identifier(cursor: &mut Cursor<'_>, limits: &Limits) -> Result<Vec<u8>, PrologueError> {
    let (_, whole) = cursor.element()?;
    let bytes = ber::normalise(cursor.bytes(whole), limits)?;
    Ok(Reader::new(&bytes)?.object_identifier()?.as_bytes().to_vec())
}

fn digest_algorithms(
    cursor: &mut Cursor<'_>,
    limits: &Limits,
) -> Result<Vec<DigestAlgorithm>, PrologueError> {
    let (_, whole) = cursor.element()?;
    let bytes = ber::normalise(cursor.bytes(whole), limits)?;
    let mut set = Reader::new(&bytes)?.nested(Tag::SET)?;
    let mut known = Vec::new();
    while !set.is_empty() {
        let identifier = AlgorithmIdentifier::read(&mut set)?;
        if let Ok(algorithm) = DigestAlgorithm::from_identifier(&identifier)
            && !known.contains(&algorithm)
        {
            known.push(algorithm);
        }
    }
    Ok(known)
}

impl From<DerError> for PrologueError {
    fn from(error: DerError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Stop> for PrologueError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Incomplete => Self::Incomplete,
            Stop::Malformed(error) => Self::Refused(error.into()),
        }
    }
}
