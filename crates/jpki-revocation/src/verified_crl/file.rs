//! A verified list and its index as one file.
//!
//! The parts follow each other, each from a multiple of 64 bytes on: signer's name and key, its anchor's
//! name and key, the list, two tables of the index, the issuer changes. Then come SHA-256 digests over
//! blocks of all this, and a footer with the store's subjects, the lengths, a digest over the digests and one over
//! itself. Last come version and magic, where every later version has them too. Since the footer is written last, a
//! file that was not finished has none.
//!
//! Version 2 began its footer with magic and version, and did not say whose list it is. It is still read.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::mem;

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;

use super::VerifiedCrl;
use crate::bytes::{Blocks, Bytes, Corrupted};
use crate::crl::{CoveredCertificates, Crl, CrlError};
use crate::crl_issuer::CrlIssuer;
use crate::index::{Index, IndexForm};
use crate::subjects::CrlSubjects;

const MAGIC: [u8; 8] = *b"jpki-crl";
const VERSION: u32 = 3;
const PARTS: usize = 8;
const ALIGNMENT: usize = 64;
/// Form of the index, entries, lengths, digest over the digests.
const STATED: usize = IndexForm::BYTES + 8 + PARTS * 8 + Blocks::DIGEST;
/// Version and magic.
const TRAILER: usize = 4 + 8;

/// Reason why a stored list cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoredCrlError {
    /// No stored list, or one of a version that is read no more.
    #[error("not a stored revocation list")]
    Unknown,
    /// Written by a later version of these crates.
    #[error(
        "the stored revocation list has format {version}, which is newer than format {VERSION}"
    )]
    NewerFormat {
        /// The number of the format.
        version: u32,
    },
    /// A list of users' certificates in a store for those of authorities, or the reverse.
    #[error("the stored revocation list belongs to a store of other subjects")]
    OtherSubjects,
    /// Bytes are missing or others than were stored.
    #[error(transparent)]
    Corrupted(#[from] Corrupted),
    /// Signed by an authority that is not, or no longer, among those believed.
    #[error("the stored revocation list was signed by an authority that is not believed")]
    SignerNotBelieved,
    /// The list is beyond the limits now in force.
    #[error(transparent)]
    List(#[from] CrlError),
}

impl VerifiedCrl {
    /// Returns the list and its index as one file of a store for these subjects, given to `write` piece by piece.
    ///
    /// # Errors
    /// Those of `write`.
    pub fn write_stored<E>(
        &self,
        subjects: CrlSubjects,
        crypto: &dyn CryptoBackend,
        write: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let (form, tables) = self.index.parts();
        let (signer, anchor) = (self.issuer.authority(), self.issuer.trust_anchor());
        let parts: [&[u8]; PARTS] = [
            signer.name().as_bytes(),
            signer.public_key_bytes(),
            anchor.name().as_bytes(),
            anchor.public_key_bytes(),
            self.list.as_der(),
            tables[0].all(),
            tables[1].all(),
            self.issuer_changes.all(),
        ];
        let mut file = BlockWriter { write, crypto, block: Vec::new(), digests: Vec::new() };
        for part in parts {
            file.append(part)?;
            file.append(padding(part.len()))?;
        }
        let (mut write, digests) = file.finish()?;
        write(digests.as_flattened())?;
        let mut footer = Vec::with_capacity(4 + STATED + Blocks::DIGEST + TRAILER);
        footer.extend(subjects.number().to_le_bytes());
        footer.extend(form.to_bytes());
        footer.extend((self.count as u64).to_le_bytes());
        footer.extend(parts.iter().flat_map(|part| (part.len() as u64).to_le_bytes()));
        footer.extend(sha256(crypto, digests.as_flattened()));
        footer.extend(sha256(crypto, &footer));
        footer.extend(VERSION.to_le_bytes());
        footer.extend(MAGIC);
        write(&footer)
    }

    /// Opens what [`Self::write_stored`] wrote, at a cost that hardly grows with its size.
    ///
    /// Compared at once: the footer, the digests, the store's subjects with these, the signer with those now
    /// believed, and the list outside its entries. Every other block, of the entries and the index, is compared with its digest
    /// when a question first touches it, and a difference makes the answer unknown. So damage is found
    /// before it can matter.
    ///
    /// The signature is not verified again: that it was, is what the file says, and whoever can write
    /// the file can make it say so. Keep it where the trust anchors themselves would be safe, or verify
    /// the list anew: [`Crl::verify`].
    ///
    /// # Errors
    /// [`StoredCrlError`].
    pub fn open_stored(
        file: Arc<dyn AsRef<[u8]> + Send + Sync>,
        subjects: CrlSubjects,
        issuers: &[CrlIssuer],
        crypto: Arc<dyn CryptoBackend>,
        limits: &Limits,
    ) -> Result<Self, StoredCrlError> {
        let footer = Footer::read((*file).as_ref(), &*crypto)?;
        if footer.subjects.is_some_and(|stored| stored != subjects) {
            return Err(StoredCrlError::OtherSubjects);
        }
        let blocks = Blocks::new(footer.covered, footer.digests, crypto);
        let whole = Bytes::new(file).checked_by(blocks);
        let mut at = 0;
        let mut parts = Vec::with_capacity(PARTS);
        for length in footer.lengths {
            parts.push(whole.range(at, length)?);
            at = at.saturating_add(padded(length));
        }
        let Ok([name, key, anchor_name, anchor_key, list, first, second, issuer_changes]) =
            <[Bytes; PARTS]>::try_from(parts)
        else {
            return Err(StoredCrlError::Unknown);
        };
        let issuer = find_issuer(issuers, [&name, &key, &anchor_name, &anchor_key])?;
        let list = Crl::read(list, limits)?;
        list.compare_outside_entries()?;
        if !may_be_for(subjects, list.scope().covered()) {
            return Err(StoredCrlError::OtherSubjects);
        }
        let algorithm = list.signature_algorithm().map_err(CrlError::from)?;
        Ok(Self {
            issuer: issuer.clone(),
            scheme: SignatureScheme::from_identifier(&algorithm).map_err(|_| Corrupted)?,
            issuer_changes,
            count: footer.entries,
            index: Index::of_parts(footer.form, [first, second])?,
            scope: list.scope_key(),
            list,
        })
    }
}

/// Whether a list that states this may be for these subjects, of which version 2 did not tell.
const fn may_be_for(subjects: CrlSubjects, covered: CoveredCertificates) -> bool {
    match covered {
        CoveredCertificates::All => true,
        CoveredCertificates::EndEntities => matches!(subjects, CrlSubjects::Users),
        CoveredCertificates::Authorities => matches!(subjects, CrlSubjects::Authorities),
        CoveredCertificates::Attributes => false,
    }
}

fn find_issuer<'a>(
    issuers: &'a [CrlIssuer],
    [name, key, anchor_name, anchor_key]: [&Bytes; 4],
) -> Result<&'a CrlIssuer, StoredCrlError> {
    let (name, key) = (name.part(0, name.len())?, key.part(0, key.len())?);
    let anchor_name = anchor_name.part(0, anchor_name.len())?;
    let anchor_key = anchor_key.part(0, anchor_key.len())?;
    let is_it = |issuer: &&CrlIssuer| {
        let (signer, anchor) = (issuer.authority(), issuer.trust_anchor());
        (signer.name().as_bytes(), signer.public_key_bytes()) == (name, key)
            && (anchor.name().as_bytes(), anchor.public_key_bytes()) == (anchor_name, anchor_key)
            && issuer.may_sign()
    };
    issuers.iter().find(is_it).ok_or(StoredCrlError::SignerNotBelieved)
}

struct Footer {
    /// Of version 2 unknown.
    subjects: Option<CrlSubjects>,
    form: IndexForm,
    entries: usize,
    lengths: [usize; PARTS],
    covered: usize,
    digests: Vec<[u8; Blocks::DIGEST]>,
}

impl Footer {
    fn read(file: &[u8], crypto: &dyn CryptoBackend) -> Result<Self, StoredCrlError> {
        let (before, trailer) =
            file.split_last_chunk::<TRAILER>().ok_or(StoredCrlError::Unknown)?;
        let mut trailer = Fields(trailer);
        match (trailer.array().map(u32::from_le_bytes), trailer.array()) {
            (Some(VERSION), Some(MAGIC)) => {
                let (before, mut stated) = Self::stated::<4>(before, crypto)?;
                let subjects = stated.array().map(u32::from_le_bytes);
                let subjects = subjects.and_then(CrlSubjects::from_number).ok_or(Corrupted)?;
                Self::of_stated(Some(subjects), before, stated, crypto)
            }
            (Some(version @ 4..), Some(MAGIC)) => Err(StoredCrlError::NewerFormat { version }),
            _ => Self::read_version_2(file, crypto),
        }
    }

    fn read_version_2(file: &[u8], crypto: &dyn CryptoBackend) -> Result<Self, StoredCrlError> {
        const HEAD: usize = 8 + 4;
        let head = file.len().checked_sub(HEAD + STATED + Blocks::DIGEST);
        let mut head = Fields(head.and_then(|at| file.get(at..)).unwrap_or_default());
        if head.array() != Some(MAGIC) || head.array().map(u32::from_le_bytes) != Some(2) {
            return Err(StoredCrlError::Unknown);
        }
        let (before, mut stated) = Self::stated::<HEAD>(file, crypto)?;
        stated.array::<HEAD>().ok_or(Corrupted)?;
        Self::of_stated(None, before, stated, crypto)
    }

    /// What a footer states, which begins with so many bytes of its own version and ends with a digest, and what is
    /// before it.
    fn stated<'f, const HEAD: usize>(
        file: &'f [u8],
        crypto: &dyn CryptoBackend,
    ) -> Result<(&'f [u8], Fields<'f>), StoredCrlError> {
        let (before, digest) =
            file.split_last_chunk::<{ Blocks::DIGEST }>().ok_or(StoredCrlError::Unknown)?;
        let start = before.len().checked_sub(HEAD.saturating_add(STATED));
        let (before, stated) = start
            .and_then(|start| before.split_at_checked(start))
            .ok_or(StoredCrlError::Unknown)?;
        if sha256(crypto, stated) != *digest {
            return Err(Corrupted.into());
        }
        Ok((before, Fields(stated)))
    }

    fn of_stated(
        subjects: Option<CrlSubjects>,
        before: &[u8],
        mut stated: Fields<'_>,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, StoredCrlError> {
        let form = stated.array().and_then(IndexForm::from_bytes).ok_or(Corrupted)?;
        let entries = stated.length().ok_or(Corrupted)?;
        let mut lengths = [0; PARTS];
        for length in &mut lengths {
            *length = stated.length().ok_or(Corrupted)?;
        }
        let digest_of_digests: [u8; Blocks::DIGEST] = stated.array().ok_or(Corrupted)?;

        let covered = lengths.iter().fold(0_usize, |sum, &part| sum.saturating_add(padded(part)));
        let digests = before.get(covered..).ok_or(Corrupted)?;
        let (digests, rest) = digests.as_chunks::<{ Blocks::DIGEST }>();
        let as_many = digests.len() == covered.div_ceil(Blocks::BLOCK) && rest.is_empty();
        if !as_many || sha256(crypto, digests.as_flattened()) != digest_of_digests {
            return Err(Corrupted.into());
        }
        Ok(Self { subjects, form, entries, lengths, covered, digests: digests.to_vec() })
    }
}

struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*field)
    }

    fn length(&mut self) -> Option<usize> {
        self.array().and_then(|bytes| usize::try_from(u64::from_le_bytes(bytes)).ok())
    }
}

/// Writes bytes on, and takes a digest of each block.
struct BlockWriter<'a, W> {
    write: W,
    crypto: &'a dyn CryptoBackend,
    block: Vec<u8>,
    digests: Vec<[u8; Blocks::DIGEST]>,
}

impl<E, W: FnMut(&[u8]) -> Result<(), E>> BlockWriter<'_, W> {
    fn append(&mut self, mut bytes: &[u8]) -> Result<(), E> {
        while !bytes.is_empty() {
            let room = Blocks::BLOCK.saturating_sub(self.block.len());
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.block.extend_from_slice(now);
            if self.block.len() == Blocks::BLOCK {
                self.flush()?;
            }
            bytes = later;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), E> {
        let block = mem::take(&mut self.block);
        self.digests.push(sha256(self.crypto, &block));
        (self.write)(&block)?;
        self.block = block;
        self.block.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<(W, Vec<[u8; Blocks::DIGEST]>), E> {
        if !self.block.is_empty() {
            self.flush()?;
        }
        Ok((self.write, self.digests))
    }
}

fn sha256(crypto: &dyn CryptoBackend, bytes: &[u8]) -> [u8; Blocks::DIGEST] {
    let digest = crypto.digest(DigestAlgorithm::Sha256, bytes);
    digest.as_bytes().first_chunk().copied().unwrap_or_default()
}

const fn padded(length: usize) -> usize {
    match length.checked_next_multiple_of(ALIGNMENT) {
        Some(padded) => padded,
        None => usize::MAX,
    }
}

fn padding(length: usize) -> &'static [u8] {
    const ZEROS: [u8; ALIGNMENT] = [0; ALIGNMENT];
    ZEROS.get(..padded(length).saturating_sub(length)).unwrap_or_default()
}
