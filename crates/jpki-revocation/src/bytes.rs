use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;

/// Bytes of a stored list or of its index are not those that were stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored list or its index is damaged")]
#[non_exhaustive]
pub struct Corrupted;

/// A range of the bytes of an owner: a list, or a table of an index. Numbers in tables are
/// little-endian.
#[derive(Clone)]
pub(crate) struct Bytes {
    owner: Arc<dyn AsRef<[u8]> + Send + Sync>,
    start: usize,
    length: usize,
    /// For bytes of a stored file, which are compared with their digests before they are used.
    blocks: Option<Arc<Blocks>>,
}

impl Bytes {
    pub(crate) fn new(owner: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Self {
        let length = (*owner).as_ref().len();
        Self { owner, start: 0, length, blocks: None }
    }

    /// The same bytes, each block to be compared with its digest before it is used.
    pub(crate) fn checked_by(self, blocks: Blocks) -> Self {
        Self { blocks: Some(Arc::new(blocks)), ..self }
    }

    /// A range of these bytes.
    pub(crate) fn range(&self, at: usize, length: usize) -> Result<Self, Corrupted> {
        match at.checked_add(length) {
            Some(end) if end <= self.length => {
                Ok(Self { start: self.start.wrapping_add(at), length, ..self.clone() })
            }
            _ => Err(Corrupted),
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    /// All of them, not compared with any digest.
    #[inline]
    pub(crate) fn all(&self) -> &[u8] {
        self.borrowed().bytes
    }

    /// The bytes where they are in memory, so that many can be read without asking the owner each time.
    #[inline]
    pub(crate) fn borrowed(&self) -> BytesRef<'_> {
        let owner = (*self.owner).as_ref();
        let end = self.start.saturating_add(self.length);
        let bytes = owner.get(self.start..end).unwrap_or_default();
        BytesRef { owner, bytes, start: self.start, blocks: self.blocks.as_deref() }
    }

    /// As [`BytesRef::part`].
    #[inline]
    pub(crate) fn part(&self, at: usize, length: usize) -> Result<&[u8], Corrupted> {
        self.borrowed().part(at, length)
    }

    /// As [`BytesRef::number`].
    #[inline]
    pub(crate) fn number(&self, at: usize) -> Result<u32, Corrupted> {
        self.borrowed().number(at)
    }

    /// As [`BytesRef::element`].
    #[inline]
    pub(crate) fn element(&self, at: u32) -> Result<&[u8], Corrupted> {
        self.borrowed().element(at)
    }
}

/// Borrowed [`Bytes`].
#[derive(Clone, Copy)]
pub(crate) struct BytesRef<'a> {
    owner: &'a [u8],
    bytes: &'a [u8],
    /// Where they begin in the owner's.
    start: usize,
    blocks: Option<&'a Blocks>,
}

impl<'a> BytesRef<'a> {
    pub(crate) const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes from `at` on, exactly `length`.
    #[inline]
    pub(crate) fn part(&self, at: usize, length: usize) -> Result<&'a [u8], Corrupted> {
        let end = at.checked_add(length).ok_or(Corrupted)?;
        let part = self.bytes.get(at..end).ok_or(Corrupted)?;
        if let Some(blocks) = self.blocks {
            blocks.check(self.owner, self.start.saturating_add(at), length)?;
        }
        Ok(part)
    }

    #[inline]
    pub(crate) fn array<const N: usize>(&self, at: usize) -> Result<&'a [u8; N], Corrupted> {
        self.part(at, N)?.first_chunk().ok_or(Corrupted)
    }

    #[inline]
    pub(crate) fn number(&self, at: usize) -> Result<u32, Corrupted> {
        self.array(at).map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// The element in DER that begins at `at`.
    #[inline]
    pub(crate) fn element(&self, at: u32) -> Result<&'a [u8], Corrupted> {
        let at = at as usize;
        let (header, content) = match self.array::<2>(at)? {
            [_, length @ ..=0x7f] => (2, usize::from(*length)),
            [_, 0x81] => {
                let [_, _, a] = *self.array(at)?;
                (3, usize::from(a))
            }
            [_, 0x82] => {
                let [_, _, a, b] = *self.array(at)?;
                (4, usize::from(u16::from_be_bytes([a, b])))
            }
            [_, 0x83] => {
                let [_, _, a, b, c] = *self.array(at)?;
                (5, u32::from_be_bytes([0, a, b, c]) as usize)
            }
            [_, 0x84] => {
                let [_, _, a, b, c, d] = *self.array(at)?;
                (6, u32::from_be_bytes([a, b, c, d]) as usize)
            }
            _ => return Err(Corrupted),
        };
        self.part(at, content.saturating_add(header))
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(Arc::new(bytes))
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.length)
    }
}

/// SHA-256 digests over the blocks of a file, compared when a block is first used.
pub(crate) struct Blocks {
    /// Bytes that the digests cover, from the first of the file on.
    covered: usize,
    digests: Vec<[u8; Self::DIGEST]>,
    /// Blocks that were found whole.
    whole: Box<[AtomicBool]>,
    crypto: Arc<dyn CryptoBackend>,
}

impl Blocks {
    /// Bytes of a block: small enough that the first use of one takes microseconds.
    pub(crate) const BLOCK: usize = 0x4000;
    /// Bytes of a digest.
    pub(crate) const DIGEST: usize = 32;

    pub(crate) fn new(
        covered: usize,
        digests: Vec<[u8; Self::DIGEST]>,
        crypto: Arc<dyn CryptoBackend>,
    ) -> Self {
        let whole = digests.iter().map(|_| AtomicBool::new(false)).collect();
        Self { covered, digests, whole, crypto }
    }

    #[inline]
    fn check(&self, file: &[u8], at: usize, length: usize) -> Result<(), Corrupted> {
        if length == 0 {
            return Ok(());
        }
        let last = at.saturating_add(length).saturating_sub(1) / Self::BLOCK;
        for block in at / Self::BLOCK..=last {
            let whole = self.whole.get(block).ok_or(Corrupted)?;
            if !whole.load(Ordering::Relaxed) {
                self.compare(file, block)?;
                whole.store(true, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    #[cold]
    fn compare(&self, file: &[u8], block: usize) -> Result<(), Corrupted> {
        let start = block.saturating_mul(Self::BLOCK);
        let end = start.saturating_add(Self::BLOCK).min(self.covered);
        let bytes = file.get(start..end).ok_or(Corrupted)?;
        let digest = self.crypto.digest(DigestAlgorithm::Sha256, bytes);
        match self.digests.get(block) {
            Some(expected) if digest.as_bytes() == expected => Ok(()),
            _ => Err(Corrupted),
        }
    }
}
