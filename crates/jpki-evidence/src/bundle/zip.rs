//! The one form of ZIP that a bundle has (APPNOTE 6.3.10): members stored one after the other without gaps, nothing
//! compressed, encrypted, dated or commented, 32-bit sizes. Of the same members there is one file, so that nothing in it
//! can be read in two ways.

use std::borrow::Cow;
use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use super::error::{BundleError, BundleFault};

/// A member: its path in the container, and its bytes with what is computed over them.
#[derive(Clone)]
pub(super) struct Member<'a> {
    name: Cow<'a, str>,
    bytes: Cow<'a, [u8]>,
    crc_32: u32,
    sha_256: [u8; 32],
}

/// Members of a container at most.
const MOST_MEMBERS: usize = 1000;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Bytes of a local header without its name.
const LOCAL_BYTES: usize = 30;
/// 1980-01-01 as MS-DOS writes it, the first day there is.
const DATE: u16 = 0x21;
/// Version needed to extract: 1.0, the first.
const VERSION: u16 = 10;

impl<'a> Member<'a> {
    /// Takes a member. Fails if its name or size cannot be that of one.
    pub(super) fn new(
        name: impl Into<Cow<'a, str>>,
        bytes: impl Into<Cow<'a, [u8]>>,
    ) -> Result<Self, BundleError> {
        let (name, bytes) = (name.into(), bytes.into());
        if !is_safe(&name) {
            return Err(BundleFault::ZipName.into());
        }
        // 2^32 - 1 says that the size stands elsewhere, in 64 bits.
        if u32::try_from(bytes.len()).is_ok_and(|size| size < u32::MAX) {
            let (mut crc_32, mut sha_256) = (crc32fast::Hasher::new(), Sha256::new());
            // Both while a part is in the processor's cache.
            for part in bytes.chunks(1 << 16) {
                crc_32.update(part);
                sha_256.update(part);
            }
            let (crc_32, sha_256) = (crc_32.finalize(), sha_256.finalize().into());
            Ok(Self { name, bytes, crc_32, sha_256 })
        } else {
            Err(BundleFault::TooLarge.into())
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) const fn sha_256(&self) -> &[u8; 32] {
        &self.sha_256
    }

    /// The fields that local and central header share.
    fn fields(&self) -> impl Iterator<Item = u8> {
        let size = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX).to_le_bytes();
        let name = u16::try_from(self.name.len()).unwrap_or(u16::MAX);
        // Version, flags, method (stored), time, date.
        let first = [VERSION, 0, 0, 0, DATE].into_iter().flat_map(u16::to_le_bytes);
        // Compressed and uncompressed size; no extra field.
        let sizes = self.crc_32.to_le_bytes().into_iter().chain(size).chain(size);
        first.chain(sizes).chain([name, 0].into_iter().flat_map(u16::to_le_bytes))
    }

    fn local_header(&self) -> Vec<u8> {
        LOCAL.into_iter().chain(self.fields()).chain(self.name.bytes()).collect()
    }

    fn central_header(&self, offset: u32) -> impl Iterator<Item = u8> {
        let made_by = VERSION.to_le_bytes();
        // Comment length, disk, internal attributes; external attributes.
        let rest = [0; 10].into_iter().chain(offset.to_le_bytes());
        let fields = CENTRAL.into_iter().chain(made_by).chain(self.fields());
        fields.chain(rest).chain(self.name.bytes())
    }
}

/// What follows the members.
fn directory(members: &[&Member<'_>]) -> Result<Vec<u8>, BundleError> {
    let too_large = || BundleError::from(BundleFault::TooLarge);
    let (mut directory, mut offset) = (Vec::new(), 0_u32);
    for member in members {
        directory.extend(member.central_header(offset));
        let length = LOCAL_BYTES.saturating_add(member.name.len());
        let length = u32::try_from(length.saturating_add(member.bytes.len()));
        offset = length.ok().and_then(|length| offset.checked_add(length)).ok_or_else(too_large)?;
    }
    let count = u16::try_from(members.len()).ok().filter(|_| members.len() <= MOST_MEMBERS);
    let count = count.ok_or_else(too_large)?.to_le_bytes();
    let size = u32::try_from(directory.len()).map_err(|_| too_large())?.to_le_bytes();
    if offset == u32::MAX {
        return Err(too_large());
    }
    directory.extend(END);
    directory.extend([0; 4]);
    directory.extend(count.into_iter().chain(count).chain(size).chain(offset.to_le_bytes()));
    directory.extend([0; 2]);
    Ok(directory)
}

/// Writes a container.
pub(super) fn write(members: &[&Member<'_>], output: &mut impl Write) -> Result<(), io::Error> {
    let directory =
        directory(members).map_err(|error| io::Error::new(io::ErrorKind::FileTooLarge, error))?;
    for member in members {
        output.write_all(&member.local_header())?;
        output.write_all(&member.bytes)?;
    }
    output.write_all(&directory)
}

/// Reads a container: refuses every byte that [`write`] would not have written.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Member<'_>>, BundleError> {
    let mut members: Vec<Member<'_>> = Vec::new();
    let mut rest = bytes;
    while rest.starts_with(&LOCAL) {
        let (member, after) = read_member(rest)?;
        let same = |other: &Member<'_>| other.name.eq_ignore_ascii_case(&member.name);
        if members.iter().any(same) {
            return Err(BundleError::at(BundleFault::ZipNameTwice, &member.name));
        }
        if members.len() >= MOST_MEMBERS {
            return Err(BundleFault::TooLarge.into());
        }
        members.push(member);
        rest = after;
    }
    if members.is_empty() {
        return Err(BundleFault::NotZip.into());
    }
    let listed: Vec<_> = members.iter().collect();
    if rest == directory(&listed)? { Ok(members) } else { Err(BundleFault::ZipDirectory.into()) }
}

fn read_member(bytes: &[u8]) -> Result<(Member<'_>, &[u8]), BundleError> {
    let cut = || BundleError::from(BundleFault::ZipLength);
    let (header, rest) = bytes.split_at_checked(LOCAL_BYTES).ok_or_else(cut)?;
    let two = |at: usize| match header.get(at..).and_then(<[u8]>::first_chunk) {
        Some(bytes) => u16::from_le_bytes(*bytes),
        None => u16::MAX,
    };
    let four = |at: usize| match header.get(at..).and_then(<[u8]>::first_chunk) {
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => u32::MAX,
    };
    let (flags, method, crc_32) = (two(6), two(8), four(14));
    let (compressed, size, name, extra) = (four(18), four(22), two(26), two(28));
    if compressed == u32::MAX || size == u32::MAX {
        return Err(BundleFault::Zip64.into());
    }
    if method != 0 || flags != 0 || extra != 0 {
        return Err(BundleFault::ZipFeature.into());
    }
    if compressed != size {
        return Err(BundleFault::ZipLength.into());
    }
    let (name, rest) = rest.split_at_checked(name.into()).ok_or_else(cut)?;
    let name = std::str::from_utf8(name).map_err(|_| BundleFault::ZipName)?;
    let size = usize::try_from(size).map_err(|_| BundleFault::TooLarge)?;
    let (content, rest) = rest.split_at_checked(size).ok_or_else(cut)?;
    let member = Member::new(name, content)?;
    if member.crc_32 != crc_32 {
        return Err(BundleError::at(BundleFault::ZipChecksum, name));
    }
    // Version and date are what is left of the header.
    if bytes.starts_with(&member.local_header()) {
        Ok((member, rest))
    } else {
        Err(BundleFault::ZipFeature.into())
    }
}

/// Whether a name is a relative path of plain segments, on every system.
fn is_safe(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let is_segment = |segment: &str| {
        !segment.is_empty() && !segment.starts_with('.') && segment.bytes().all(is_plain)
    };
    name.len() <= 100 && name.split('/').all(is_segment)
}
