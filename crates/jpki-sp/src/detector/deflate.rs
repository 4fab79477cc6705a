//! Deflate: its streams with the headers of zlib, gzip and ZIP.

use flate2::{Decompress, FlushDecompress, Status};
use zeroize::Zeroizing;

use super::decoder::{Decoded, Decoder, SMALLEST};
use super::limits::Budget;
use super::outcome::{Encoding, Obstacle};

/// What an attempt costs beside what it decodes.
const ATTEMPT: u64 = 256;

/// Finds zlib streams at any offset, by their header (RFC 1950 §2.2); and one without header at the beginning.
#[derive(Default)]
pub(super) struct Zlib {
    at: usize,
    is_begun: bool,
}

impl Decoder for Zlib {
    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded> {
        if !std::mem::replace(&mut self.is_begun, true) {
            let inflated = inflate(layer, false, budget)?;
            if inflated.bytes.len() >= SMALLEST {
                return Some(Decoded::new(Encoding::Deflate, 0, inflated.bytes));
            }
        }
        loop {
            let rest = layer.get(self.at..)?;
            let start = self.at.checked_add(rest.windows(3).position(is_zlib)?)?;
            self.at = start.checked_add(1)?;
            let inflated = inflate(layer.get(start..)?, true, budget)?;
            if inflated.bytes.len() >= SMALLEST {
                return Some(Decoded::new(Encoding::Zlib, start, inflated.bytes));
            }
        }
    }
}

/// The two bytes of the header, without a preset dictionary, and a type of block that exists.
fn is_zlib(window: &[u8]) -> bool {
    let &[method, flags, block] = window else { return false };
    let is_deflate = method & 0x0F == 8 && method >> 4 <= 7;
    let is_checked = u16::from_be_bytes([method, flags]).is_multiple_of(31);
    is_deflate && is_checked && flags & 0x20 == 0 && block & 6 != 6
}

/// Finds gzip members (RFC 1952 §2.3).
#[derive(Default)]
pub(super) struct Gzip {
    at: usize,
}

impl Decoder for Gzip {
    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded> {
        loop {
            let found = memchr::memmem::find(layer.get(self.at..)?, b"\x1F\x8B\x08")?;
            let start = self.at.checked_add(found)?;
            self.at = start.checked_add(1)?;
            let inflated = match gzip_data(layer.get(start..)?) {
                Some(data) => inflate(data, false, budget)?,
                None => Inflated::default(),
            };
            // Elsewhere three bytes may stand there by chance.
            if start == 0 && !inflated.is_whole {
                budget.note(Obstacle::Damaged);
            }
            if inflated.bytes.len() >= SMALLEST {
                return Some(Decoded::new(Encoding::Gzip, start, inflated.bytes));
            }
        }
    }
}

/// Returns what follows the header of a member.
fn gzip_data(member: &[u8]) -> Option<&[u8]> {
    const LONGEST_TEXT: usize = 1 << 16;
    let (header, mut rest) = member.split_at_checked(10)?;
    let flags = *header.get(3)?;
    if flags & 4 != 0 {
        let (length, extra) = rest.split_first_chunk()?;
        rest = extra.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [8, 16] {
        if flags & text != 0 {
            let end = memchr::memchr(0, rest.get(..LONGEST_TEXT).unwrap_or(rest))?;
            rest = rest.get(end.checked_add(1)?..)?;
        }
    }
    if flags & 2 != 0 {
        rest = rest.get(2..)?;
    }
    (flags & 0xE0 == 0).then_some(rest)
}

/// Finds the entries of ZIP files by their local headers (APPNOTE 4.3.7), so also where the directory is cut off. Stored entries
/// are part of the layer and found there.
#[derive(Default)]
pub(super) struct Zip {
    at: usize,
}

impl Decoder for Zip {
    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded> {
        loop {
            let found = memchr::memmem::find(layer.get(self.at..)?, b"PK\x03\x04")?;
            let start = self.at.checked_add(found)?;
            self.at = start.checked_add(4)?;
            let Some(entry) = ZipEntry::read(layer.get(self.at..)?) else { continue };
            if entry.is_encrypted {
                budget.note(Obstacle::Encrypted);
                continue;
            }
            let Some(data) = entry.data else {
                budget.note(Obstacle::Damaged);
                continue;
            };
            match entry.method {
                0 => {}
                8 if entry.is_empty => {}
                8 => {
                    let inflated = inflate(data, false, budget)?;
                    if !inflated.is_whole {
                        budget.note(Obstacle::Damaged);
                    }
                    if inflated.bytes.len() >= SMALLEST {
                        return Some(Decoded::new(Encoding::Zip, start, inflated.bytes));
                    }
                }
                _ => budget.note(Obstacle::UnknownCompression),
            }
        }
    }
}

struct ZipEntry<'a> {
    is_encrypted: bool,
    is_empty: bool,
    method: u16,
    data: Option<&'a [u8]>,
}

impl<'a> ZipEntry<'a> {
    /// Reads what follows the signature of a local header, if versions and method are such as exist.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let field = |at: usize| {
            bytes.get(at..)?.first_chunk().map(|field| usize::from(u16::from_le_bytes(*field)))
        };
        let (version, flags, method) = (field(0)?, field(2)?, field(4)?);
        // APPNOTE 4.4.2, 4.4.3, 4.4.5.
        if version & 0xFF > 63 || version >> 8 > 20 || !matches!(method, 0..=20 | 93..=99) {
            return None;
        }
        let header = field(22)
            .zip(field(24))
            .and_then(|(name, extra)| 26_usize.checked_add(name)?.checked_add(extra));
        // The size may follow the data instead.
        let is_empty = flags & 8 == 0 && field(14) == Some(0) && field(16) == Some(0);
        let data = header.and_then(|header| bytes.get(header..));
        let method = u16::try_from(method).ok()?;
        Some(Self { is_encrypted: flags & 1 != 0, is_empty, method, data })
    }
}

#[derive(Default)]
struct Inflated {
    bytes: Zeroizing<Vec<u8>>,
    is_whole: bool,
}

/// Inflates up to the end of the stream or to where it is damaged. `None` ends the search.
fn inflate(data: &[u8], has_zlib_header: bool, budget: &mut Budget) -> Option<Inflated> {
    const STEP: usize = 1 << 15;
    budget.work(ATTEMPT)?;
    let mut stream = Decompress::new(has_zlib_header);
    let mut inflated = Inflated::default();
    let mut before = usize::MAX;
    loop {
        let consumed = usize::try_from(stream.total_in()).unwrap_or(usize::MAX);
        let progress = inflated.bytes.len().saturating_add(consumed);
        if progress == before || inflated.bytes.len() > budget.decodable() {
            break;
        }
        before = progress;
        inflated.bytes.reserve(STEP);
        let rest = data.get(consumed..)?;
        match stream.decompress_vec(rest, &mut inflated.bytes, FlushDecompress::None) {
            Ok(Status::StreamEnd) => {
                inflated.is_whole = true;
                break;
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    budget.decode(inflated.bytes.len())?;
    Some(inflated)
}
