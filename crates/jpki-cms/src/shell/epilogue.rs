use alloc::vec::Vec;
use core::ops::Range;

use jpki_core::der::Tag;
use jpki_core::limits::Limits;

use super::cursor::{Cursor, Opened, Stop};
use super::prologue::Placement;
use crate::error::CmsError;

/// Where the elements after the content lie, each as it came.
pub(crate) struct Epilogue {
    pub(crate) certificates: Vec<Range<usize>>,
    pub(crate) revocation_lists: Vec<Range<usize>>,
    pub(crate) signers: Vec<Range<usize>>,
    /// Bytes of the input up to the end of the message.
    pub(crate) bytes: usize,
}

impl Epilogue {
    // RFC 5652 §5.1
    pub(crate) fn read(
        input: &[u8],
        position: u64,
        open: Vec<Opened>,
        placement: Placement,
        limits: &Limits,
    ) -> Result<Self, CmsError> {
        let mut cursor = Cursor::resume(input, position, open, limits);
        let epilogue = Self::read_from(&mut cursor, placement, limits);
        epilogue.map_err(|refusal| match refusal {
            Refusal::Stopped(Stop::Malformed(error)) => error.into(),
            Refusal::Stopped(Stop::Incomplete) => CmsError::truncated(cursor.position()),
            Refusal::Cms(error) => error,
        })
    }

    fn read_from(
        cursor: &mut Cursor<'_>,
        placement: Placement,
        limits: &Limits,
    ) -> Result<Self, Refusal> {
        if placement == Placement::Attached {
            cursor.leave()?;
            cursor.leave()?;
        }
        let most = limits.message_certificates;
        let certificates = optional_set(cursor, 0, most, CmsError::TooManyCertificates)?;
        let revocation_lists = optional_set(cursor, 1, most, CmsError::TooManyCertificates)?;
        cursor.enter(Tag::SET)?;
        let signers = elements(cursor, limits.message_signers, CmsError::TooManySigners)?;
        cursor.leave()?;
        cursor.leave()?;
        cursor.leave()?;
        Ok(Self { certificates, revocation_lists, signers, bytes: cursor.consumed() })
    }
}

fn optional_set(
    cursor: &mut Cursor<'_>,
    number: u8,
    most: usize,
    too_many: CmsError,
) -> Result<Vec<Range<usize>>, Refusal> {
    let tag = Tag::context_constructed(number);
    if cursor.peek()? == Some(tag) {
        cursor.enter(tag)?;
        elements(cursor, most, too_many)
    } else {
        Ok(Vec::new())
    }
}

fn elements(
    cursor: &mut Cursor<'_>,
    most: usize,
    too_many: CmsError,
) -> Result<Vec<Range<usize>>, Refusal> {
    let mut elements = Vec::new();
    while cursor.has_more()? {
        if elements.len() >= most {
            return Err(Refusal::Cms(too_many));
        }
        elements.push(cursor.element()?.1);
    }
    cursor.leave()?;
    Ok(elements)
}

enum Refusal {
    Stopped(Stop),
    Cms(CmsError),
}

impl From<Stop> for Refusal {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}
