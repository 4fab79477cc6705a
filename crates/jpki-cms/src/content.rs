//! The content of a message: where it is, and the digests over it.

use alloc::borrow::Cow;
use alloc::boxed::Box;
#[cfg(feature = "std")]
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{CryptoBackend, Digest, Hasher};
use jpki_core::der::Tag;

use crate::shell::Pieces;

/// Where the content of a message is.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "RFC 5652 section 5.2: eContent is there or not")]
pub enum Content<'a> {
    /// In the message.
    Attached(AttachedContent<'a>),
    /// Elsewhere: the caller must have it.
    Detached,
}

/// Content inside a message, in one piece or in many.
#[derive(Clone, Copy)]
pub struct AttachedContent<'a> {
    /// From the header of its OCTET STRING to its end.
    string: &'a [u8],
    length: u64,
}

impl<'a> AttachedContent<'a> {
    /// `string` is a whole OCTET STRING that was walked before.
    pub(crate) const fn new(string: &'a [u8], length: u64) -> Self {
        Self { string, length }
    }

    /// Returns the length of the content in bytes.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// Returns the content in place if it is contiguous, not split.
    #[must_use]
    pub fn as_slice(&self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.length).ok()?;
        // A primitive string is its header and its content.
        let is_primitive = self.string.first() == Some(&Tag::OCTET_STRING.byte());
        let start = self.string.len().checked_sub(length)?;
        if is_primitive { self.string.get(start..) } else { None }
    }

    /// Returns the pieces in their order; one if the content is contiguous.
    pub fn pieces(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        Pieces::of_walked(self.string)
    }

    /// Returns a contiguous copy.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.string.len());
        self.pieces().for_each(|piece| bytes.extend_from_slice(piece));
        bytes
    }
}

impl fmt::Debug for AttachedContent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AttachedContent({} bytes)", self.length)
    }
}

/// Where content was when it passed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// In a message.
    Message,
    /// Elsewhere.
    Elsewhere,
}

/// What is known about content after it has passed: where it was, length, digests, and how it begins.
#[derive(Clone)]
pub struct SignedContent<'a> {
    origin: Origin,
    length: u64,
    digests: Vec<Digest>,
    beginning: Cow<'a, [u8]>,
    bytes: Option<&'a [u8]>,
}

impl<'a> SignedContent<'a> {
    /// Bytes of the beginning that are kept.
    pub(crate) const BEGINNING: usize = 4096;

    /// Takes content in memory and computes its digests by these algorithms.
    #[must_use]
    pub fn of(bytes: &'a [u8], algorithms: &[DigestAlgorithm], crypto: &dyn CryptoBackend) -> Self {
        let digests = algorithms.iter().map(|algorithm| crypto.digest(*algorithm, bytes));
        Self {
            origin: Origin::Elsewhere,
            length: bytes.len() as u64,
            digests: digests.collect(),
            beginning: Cow::Borrowed(bytes.get(..Self::BEGINNING).unwrap_or(bytes)),
            bytes: Some(bytes),
        }
    }

    /// The same, which lies in a message.
    pub(crate) fn in_message(self) -> Self {
        Self { origin: Origin::Message, ..self }
    }

    /// Whether it lay in a message.
    pub(crate) fn is_in_message(&self) -> bool {
        self.origin == Origin::Message
    }

    /// Bytes of content.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// Returns the digest by this algorithm, if it was computed.
    #[must_use]
    pub fn digest(&self, algorithm: DigestAlgorithm) -> Option<&Digest> {
        self.digests.iter().find(|digest| digest.algorithm() == algorithm)
    }

    /// Returns the digest by this algorithm, computed now if it was not before and the content is in memory.
    #[must_use]
    pub fn digest_now(
        &self,
        algorithm: DigestAlgorithm,
        crypto: &dyn CryptoBackend,
    ) -> Option<Digest> {
        let computed = self.digest(algorithm).copied();
        computed.or_else(|| Some(crypto.digest(algorithm, self.bytes?)))
    }

    /// Returns all of it, if it was in memory.
    pub(crate) const fn as_bytes(&self) -> Option<&'a [u8]> {
        self.bytes
    }

    /// Returns how it begins: all of it, or its first 4096 bytes.
    #[must_use]
    pub fn beginning(&self) -> &[u8] {
        &self.beginning
    }
}

impl fmt::Debug for SignedContent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedContent({} bytes)", self.length)
    }
}

/// Takes content in pieces of any size, in constant memory.
///
/// ```
/// use jpki_cms::content::ContentHasher;
/// use jpki_core::algorithm::DigestAlgorithm;
/// use jpki_crypto::RustCrypto;
///
/// let mut hasher = ContentHasher::new(&[DigestAlgorithm::Sha256], &RustCrypto);
/// hasher.update(b"an application ");
/// hasher.update(b"form");
/// let content = hasher.finish();
/// assert_eq!(content.length(), 19);
/// ```
pub struct ContentHasher {
    hashers: Vec<Box<dyn Hasher>>,
    length: u64,
    beginning: Vec<u8>,
}

impl ContentHasher {
    /// Creates a hasher by these algorithms.
    #[must_use]
    pub fn new(algorithms: &[DigestAlgorithm], crypto: &dyn CryptoBackend) -> Self {
        let hashers = algorithms.iter().map(|algorithm| crypto.hasher(*algorithm)).collect();
        Self { hashers, length: 0, beginning: Vec::new() }
    }

    /// Takes the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.hashers.iter_mut().for_each(|hasher| hasher.update(piece));
        self.length = self.length.saturating_add(piece.len() as u64);
        let room = SignedContent::BEGINNING.saturating_sub(self.beginning.len());
        self.beginning.extend(piece.iter().take(room));
    }

    /// Takes all that a reader gives, 64 KiB at a time.
    ///
    /// ```
    /// # use jpki_core::algorithm::AlgorithmPolicy;
    /// # use jpki_crypto::RustCrypto;
    /// # use jpki_x509::certificate::Certificate;
    /// use jpki_cms::content::ContentHasher;
    /// use jpki_cms::raw::RawSignature;
    /// use jpki_core::algorithm::DigestAlgorithm;
    ///
    /// # fn check(certificate: &Certificate, signature: &[u8]) -> std::io::Result<()> {
    /// let file = std::fs::File::open("application.pdf")?;
    /// let content = ContentHasher::new(&[DigestAlgorithm::Sha256], &RustCrypto).read_to_end(file)?;
    /// if let Some(digest) = content.digest(DigestAlgorithm::Sha256) {
    ///     let document = RawSignature::over_digest(certificate, signature, digest);
    ///     let checks = document.check(&AlgorithmPolicy::current(), &RustCrypto);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the reader says when it fails.
    #[cfg(feature = "std")]
    pub fn read_to_end(
        mut self,
        mut reader: impl std::io::Read,
    ) -> std::io::Result<SignedContent<'static>> {
        let mut buffer = vec![0; 0x1_0000];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(self.finish()),
                Ok(bytes) => self.update(buffer.get(..bytes).unwrap_or_default()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Ends the content: all pieces were given.
    #[must_use]
    pub fn finish(self) -> SignedContent<'static> {
        SignedContent {
            origin: Origin::Elsewhere,
            length: self.length,
            digests: self.hashers.into_iter().map(Hasher::finish).collect(),
            beginning: Cow::Owned(self.beginning),
            bytes: None,
        }
    }
}

impl fmt::Debug for ContentHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHasher({} bytes)", self.length)
    }
}
