use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};

use jpki_audit::proof::EntryProof;
use jpki_cms::time_stamp::TimeStampToken;
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::Digest;
use jpki_core::event::SubjectKind;

use super::error::{BundleError, BundleFault};
use super::manifest;
use super::proof::ProofKind;
use super::recipe;
use super::statement::{self, Statement};
use super::zip::{self, Member};

/// A bundle of evidence (証拠パッケージ) that is whole: each file is what the manifest says, and what is to prove its time
/// is about this manifest. Nothing is judged yet.
#[must_use = "evidence that nobody keeps is none"]
pub struct Bundle<'a> {
    statement: Statement,
    members: Vec<Member<'a>>,
    manifest: Member<'a>,
    proof_file: Option<Member<'a>>,
    proof: Proof,
}

/// What a bundle has to prove when it existed.
pub(crate) enum Proof {
    TimeStamp(Box<TimeStampToken>),
    Log(EntryProof),
    None,
}

/// The first file of the container (EN 319 162-1 annex A.1).
const MEDIA_TYPE: (&str, &[u8]) = ("mimetype", b"application/vnd.etsi.asic-e+zip");

impl<'a> Bundle<'a> {
    /// The largest bundle that is read.
    pub const MOST_BYTES: usize = 1 << 30;

    /// Fails if the proof cannot be read, or is about another manifest.
    pub(super) fn new(
        statement: Statement,
        members: Vec<Member<'a>>,
        manifest: Member<'a>,
        proof_file: Option<Member<'a>>,
    ) -> Result<Self, BundleError> {
        let proof = match &proof_file {
            None => Proof::None,
            Some(file) => Proof::read(file.bytes(), statement.protection, manifest.sha_256())?,
        };
        Ok(Self { statement, members, manifest, proof_file, proof })
    }

    /// Reads a bundle. Copies nothing of it.
    ///
    /// Refused: bytes that are not, one by one, those of the container that these files make; a file that the manifest or
    /// the statement does not name, or names and is not there; a proof that is about another manifest; more than 1 GiB.
    ///
    /// Not proven by it: that any of it is true. Whoever made the bundle wrote all of it.
    ///
    /// # Errors
    /// [`BundleError`].
    // Requirement: H06-09
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, BundleError> {
        if bytes.len() > Self::MOST_BYTES {
            return Err(BundleFault::TooLarge.into());
        }
        let mut members = zip::read(bytes)?;
        let first = members.first().map(|first| (first.name(), first.bytes()));
        if first != Some(MEDIA_TYPE) {
            return Err(BundleFault::NotAsic.into());
        }
        members.remove(0);
        let missing = |name| BundleError::at(BundleFault::FileMissing, name);
        let place = members.iter().position(|member| member.name() == manifest::NAME);
        let place = place.ok_or_else(|| missing(manifest::NAME))?;
        let mut last = members.split_off(place).into_iter();
        let manifest = last.next().ok_or_else(|| missing(manifest::NAME))?;
        let statement = members.iter().find(|member| member.name() == statement::NAME);
        let statement = statement.ok_or_else(|| missing(statement::NAME))?;
        let statement = Statement::from_json(statement.bytes())?;
        manifest::compare(manifest.bytes(), &members, statement.protection)?;
        all_named(&statement, &members)?;
        let expected = statement.protection.file().map(|(name, _)| name);
        let mut proof = None;
        for member in last {
            if Some(member.name()) != expected {
                return Err(BundleError::at(BundleFault::FileAdded, member.name()));
            }
            proof = Some(member);
        }
        if let (Some(name), None) = (expected, &proof) {
            return Err(missing(name));
        }
        Self::new(statement, members, manifest, proof)
    }

    /// Writes the bundle, as a file whose name ends in `.asice`. A name should tell nothing of a person.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write_to(&self, mut output: impl Write) -> io::Result<()> {
        let (name, bytes) = MEDIA_TYPE;
        let first = Member::new(name, bytes).map_err(io::Error::other)?;
        let members = self.members.iter().chain([&self.manifest]).chain(&self.proof_file);
        let members: Vec<_> = std::iter::once(&first).chain(members).collect();
        zip::write(&members, &mut output)
    }

    /// Returns what is to prove when it existed.
    #[must_use]
    pub const fn protection(&self) -> ProofKind {
        self.statement.protection
    }

    /// Returns the SHA-256 of its manifest, by which a log names it.
    #[must_use]
    pub fn manifest_sha_256(&self) -> [u8; 32] {
        *self.manifest.sha_256()
    }

    /// Returns the names of its files with their bytes, the proof and the manifest among them.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let members = self.members.iter().chain([&self.manifest]).chain(&self.proof_file);
        members.map(|member| (member.name(), member.bytes()))
    }

    pub(crate) const fn statement(&self) -> &Statement {
        &self.statement
    }

    pub(crate) fn manifest(&self) -> &[u8] {
        self.manifest.bytes()
    }

    /// Returns a file that the statement names.
    pub(crate) fn file(&self, name: &str) -> Result<&[u8], BundleError> {
        let file = self.members.iter().find(|member| member.name() == name);
        file.map(Member::bytes).ok_or_else(|| BundleError::at(BundleFault::FileMissing, name))
    }

    pub(crate) const fn proof(&self) -> &Proof {
        &self.proof
    }
}

impl Proof {
    fn read(bytes: &[u8], kind: ProofKind, manifest: &[u8; 32]) -> Result<Self, BundleError> {
        if kind == ProofKind::TimeStamp {
            let token = TimeStampToken::from_ber(bytes).map_err(|_| BundleFault::Proof)?;
            let digest = Digest::new(DigestAlgorithm::Sha256, manifest);
            return match token.unverified_info().imprint() == digest.as_ref() {
                true => Ok(Self::TimeStamp(Box::new(token))),
                false => Err(BundleFault::OtherManifest.into()),
            };
        }
        let text = std::str::from_utf8(bytes).map_err(|_| BundleFault::Proof)?;
        let proof = EntryProof::from_text(text).map_err(|_| BundleFault::Proof)?;
        if is_about(&proof, manifest) {
            Ok(Self::Log(proof))
        } else {
            Err(BundleFault::OtherManifest.into())
        }
    }
}

/// Whether the entry of a log names this manifest.
// Requirement: H06-09
fn is_about(proof: &EntryProof, manifest: &[u8; 32]) -> bool {
    proof.unverified_entry().is_ok_and(|entry| {
        entry.subject().is_some_and(|subject| {
            let is_plain = subject.kind() == SubjectKind::Bundle && subject.key().is_none();
            is_plain && subject.digest() == manifest
        })
    })
}

/// What the statement names must be there, and nothing else but itself and the recipe.
fn all_named(statement: &Statement, members: &[Member<'_>]) -> Result<(), BundleError> {
    let there: BTreeSet<&str> = members.iter().map(Member::name).collect();
    let always = [statement::NAME, recipe::NAME];
    let named: BTreeSet<&str> = statement.files().into_iter().chain(always).collect();
    if let Some(missing) = named.difference(&there).next() {
        return Err(BundleError::at(BundleFault::FileMissing, missing));
    }
    match there.difference(&named).next() {
        Some(added) => Err(BundleError::at(BundleFault::FileAdded, added)),
        None => Ok(()),
    }
}

impl fmt::Debug for Bundle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bundle({} files, {:?})", self.files().count(), self.protection())
    }
}
