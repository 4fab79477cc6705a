//! `SignedData` of CMS (RFC 5652 §5) as a view: what it holds, without a judgement.

#[cfg(feature = "cms")]
mod cms;
mod stream;

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::der::Oid;
use jpki_core::limits::Limits;
use jpki_core::protected::ProtectedBytes;
use jpki_core::report::Reason;
use jpki_x509::certificate::Certificate;

#[cfg(feature = "cms")]
pub use cms::{from_cms, to_cms};
pub use stream::SignedDataStream;

use crate::content::{AttachedContent, Content, ContentHasher, SignedContent};
use crate::error::CmsError;
use crate::shell::{ContentWalk, Epilogue, Placement, Progress, Prologue, PrologueError};
use crate::signer_info::SignerInfo;

/// A CMS `SignedData` without its content. Nothing in it is verified.
///
/// Certificates and revocation lists are kept in the bytes they came in and are candidates, never
/// anchors; one that cannot be read does not spoil the rest.
///
/// Accepted although RFC 5652 forbids it, because nothing follows from it: any version numbers,
/// digest algorithms repeated or unknown in the list of `digestAlgorithms`, signers in any order.
///
/// Refused: other content types of CMS, bytes after the end, content that is not an OCTET STRING, and
/// what exceeds [`Limits`]. A single signer that cannot be read is refused by itself when judged.
#[derive(Clone)]
pub struct SignedData {
    digest_algorithms: Vec<DigestAlgorithm>,
    content_type: Vec<u8>,
    /// Bytes of the content, if the message has it inside.
    attached_bytes: Option<u64>,
    /// The part of the message after the content.
    bytes: ProtectedBytes,
    certificates: Vec<Range<usize>>,
    revocation_lists: Vec<Range<usize>>,
    signers: Vec<Option<SignerInfo>>,
    limits: Limits,
}

/// A message that was read: what is around its content, and where the content is.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a message is its content and what is around it")]
pub struct ParsedSignedData<'a> {
    /// All but the content.
    pub signed_data: SignedData,
    /// The content, or that it is elsewhere.
    pub content: Content<'a>,
}

impl SignedData {
    /// Reads a whole message in BER or DER, within the default [`Limits`].
    ///
    /// # Errors
    /// [`CmsError`] if it is refused; see the type.
    pub fn from_ber(message: &[u8]) -> Result<ParsedSignedData<'_>, CmsError> {
        Self::from_ber_with(message, &Limits::DEFAULT)
    }

    /// Reads a whole message in BER or DER, within these limits.
    ///
    /// # Errors
    /// [`CmsError`] if it is refused; see the type.
    pub fn from_ber_with<'a>(
        message: &'a [u8],
        limits: &Limits,
    ) -> Result<ParsedSignedData<'a>, CmsError> {
        let (parsed, rest) = Self::read(message, limits)?;
        if rest.is_empty() {
            Ok(parsed)
        } else {
            let end = message.len().saturating_sub(rest.len());
            Err(CmsError::trailing(end as u64))
        }
    }

    /// Reads a message with zero bytes after it, as the `/Contents` of a PDF signature has them
    /// (ISO 32000-1 §12.8.1), within the default [`Limits`].
    ///
    /// # Errors
    /// [`CmsError`] if it is refused, or another byte follows.
    pub fn from_padded_ber(message: &[u8]) -> Result<ParsedSignedData<'_>, CmsError> {
        let (parsed, rest) = Self::read(message, &Limits::DEFAULT)?;
        match rest.iter().position(|byte| *byte != 0) {
            None => Ok(parsed),
            Some(at) => {
                let end = message.len().saturating_sub(rest.len()).saturating_add(at);
                Err(CmsError::trailing(end as u64))
            }
        }
    }

    fn read<'a>(
        message: &'a [u8],
        limits: &Limits,
    ) -> Result<(ParsedSignedData<'a>, &'a [u8]), CmsError> {
        if message.len() > limits.message_bytes {
            return Err(CmsError::too_large());
        }
        let prologue = Prologue::read(message, limits).map_err(|error| match error {
            PrologueError::Refused(error) => error,
            PrologueError::Incomplete => CmsError::truncated(message.len() as u64),
        })?;
        let after_prologue = message.get(prologue.bytes..).unwrap_or_default();
        let mut walk = ContentWalk::new(prologue.bytes as u64, &prologue.open, limits);
        let (content, attached_bytes, rest) = match prologue.placement {
            Placement::Detached => (Content::Detached, None, after_prologue),
            Placement::Attached => {
                let mut length: u64 = 0;
                let mut count = |piece: &[u8]| length = length.saturating_add(piece.len() as u64);
                let Progress::Ended(end) = walk.push(after_prologue, &mut count)? else {
                    return Err(CmsError::truncated(message.len() as u64));
                };
                let (string, rest) = after_prologue.split_at_checked(end).unwrap_or_default();
                let content = Content::Attached(AttachedContent::new(string, length));
                (content, Some(length), rest)
            }
        };
        let position = message.len().saturating_sub(rest.len()) as u64;
        let (signed_data, bytes) = Self::finish(prologue, attached_bytes, rest, position, limits)?;
        let rest = rest.get(bytes..).unwrap_or_default();
        Ok((ParsedSignedData { signed_data, content }, rest))
    }

    /// Joins what stands before the content with what stands after it; also gives where the latter ends.
    fn finish(
        prologue: Prologue,
        attached_bytes: Option<u64>,
        rest: &[u8],
        position: u64,
        limits: &Limits,
    ) -> Result<(Self, usize), CmsError> {
        let Prologue { digest_algorithms, content_type, placement, open, .. } = prologue;
        let epilogue = Epilogue::read(rest, position, open, placement, limits)?;
        let signer = |range: &Range<usize>| {
            SignerInfo::from_ber_with(rest.get(range.clone()).unwrap_or_default(), limits).ok()
        };
        let signed_data = Self {
            digest_algorithms,
            content_type,
            attached_bytes,
            bytes: ProtectedBytes::from(rest.get(..epilogue.bytes).unwrap_or_default()),
            signers: epilogue.signers.iter().map(signer).collect(),
            certificates: epilogue.certificates,
            revocation_lists: epilogue.revocation_lists,
            limits: *limits,
        };
        Ok((signed_data, epilogue.bytes))
    }

    /// Returns `eContentType`.
    #[must_use]
    pub fn content_type(&self) -> Oid<'_> {
        Oid::from_bytes(&self.content_type)
    }

    /// Digest algorithms that the message announces and that are known here. A signer with another one
    /// is not judged valid (RFC 5652 §5.1 allows that), so that a message means the same in memory and
    /// in a stream.
    #[must_use]
    pub fn digest_algorithms(&self) -> &[DigestAlgorithm] {
        &self.digest_algorithms
    }

    /// Returns how many signers it has. With none it proves nothing: it only carries certificates.
    #[must_use]
    pub fn signer_count(&self) -> usize {
        self.signers.len()
    }

    /// Returns the signers in the order of the message; `None` for one that cannot be read.
    pub fn signers(&self) -> impl ExactSizeIterator<Item = Option<&SignerInfo>> {
        self.signers.iter().map(Option::as_ref)
    }

    /// Returns the certificates in it that can be read, in the order of the message. Attribute certificates and other
    /// formats (RFC 5652 §10.2.2) are passed over.
    pub fn unverified_certificates(&self) -> impl Iterator<Item = Certificate> {
        self.certificate_bytes()
            .filter_map(|bytes| Certificate::from_der_with(bytes, &self.limits).ok())
    }

    /// Returns every element of `certificates` in the bytes it came in, whatever it is.
    pub fn certificate_bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.elements(&self.certificates)
    }

    /// Returns every element of `crls` in the bytes it came in: CRLs, and other revocation information under tag `[1]`
    /// (RFC 5652 §10.2.1).
    pub fn revocation_list_bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.elements(&self.revocation_lists)
    }

    /// Returns the digests of content that came with the message.
    #[must_use]
    pub fn digest<'a>(
        &self,
        content: &AttachedContent<'a>,
        crypto: &dyn CryptoBackend,
    ) -> SignedContent<'a> {
        if let Some(bytes) = content.as_slice() {
            return SignedContent::of(bytes, &self.digest_algorithms, crypto).in_message();
        }
        let mut hasher = ContentHasher::new(&self.digest_algorithms, crypto);
        content.pieces().for_each(|piece| hasher.update(piece));
        hasher.finish().in_message()
    }

    /// Computes the digests of detached content in memory; `None` if the message has content inside.
    #[must_use]
    pub fn digest_detached<'a>(
        &self,
        content: &'a [u8],
        crypto: &dyn CryptoBackend,
    ) -> Option<SignedContent<'a>> {
        match self.attached_bytes {
            Some(_) => None,
            None => Some(SignedContent::of(content, &self.digest_algorithms, crypto)),
        }
    }

    /// Takes content that is elsewhere in pieces; `None` if the message has content inside.
    #[must_use]
    pub fn detached_hasher(&self, crypto: &dyn CryptoBackend) -> Option<ContentHasher> {
        match self.attached_bytes {
            Some(_) => None,
            None => Some(ContentHasher::new(&self.digest_algorithms, crypto)),
        }
    }

    /// Returns the limits that it was read within, which also bound its judgement.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether this can be the content of the message: that which it holds, or if it holds none, one from
    /// elsewhere. A message that shows one content and is judged over another would mislead.
    pub(crate) fn holds(&self, content: &SignedContent<'_>) -> Result<(), Reason> {
        let is_held = match self.attached_bytes {
            Some(bytes) => content.is_in_message() && content.length() == bytes,
            None => !content.is_in_message(),
        };
        if is_held { Ok(()) } else { Err(Reason::ContentNotOfMessage) }
    }

    fn elements<'a>(&'a self, ranges: &'a [Range<usize>]) -> impl Iterator<Item = &'a [u8]> {
        let bytes = self.bytes.as_ref();
        ranges.iter().filter_map(|range| bytes.get(range.clone()))
    }
}

impl fmt::Debug for SignedData {
    /// Counts only: certificates and attributes are protected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SignedData({} signers, {} certificates)",
            self.signers.len(),
            self.certificates.len()
        )
    }
}
