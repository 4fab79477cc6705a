//! Revocation lists (CRL, ARL): as they came, and verified (RFC 5280 §5).

mod common_entry;
mod entries;
mod entry;
mod error;
mod invalidity;
mod layout;
mod number;
#[cfg(feature = "rustls-pki-types")]
mod pki_types;
mod point_key;
mod reason;
mod scope;
mod scope_key;

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::{AlgorithmIdentifier, DigestAlgorithm};
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::der::{Decode, DerError, Oid, Span};
use jpki_core::event::{EventSubject, SubjectKind};
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_core::protected::ProtectedBytes;
use jpki_core::time::Timestamp;
use jpki_x509::extension::{Extension, Extensions, oid};
use once_cell::race::OnceBox;

pub use error::CrlError;
pub use number::CrlNumber;
pub use reason::RevocationReason;
pub use scope::{CoveredCertificates, CrlKind, IssuingDistributionPoint};

pub(crate) use entries::{Entries, UnreadEntries};
pub(crate) use entry::{Entry, serial_number_at, serial_number_of};
pub(crate) use invalidity::InvalidityDate;
pub(crate) use point_key::PointKey;
pub(crate) use scope_key::ScopeKey;

use crate::bytes::{Bytes, Corrupted};
use layout::Layout;

/// A revocation list that is well formed but for its entries; nothing in it is verified, and it cannot
/// be asked about a certificate. [`Self::verify`](Crl::verify) makes a [`VerifiedCrl`](crate::VerifiedCrl) of it.
///
/// Reading it costs the same whatever its size: the entries are passed over until it is verified.
///
/// Accepted although RFC 5280 §5 forbids it, because policy speaks of it or nothing depends on it:
/// version 1; no nextUpdate; no number; times in either type for any year; an issuing distribution
/// point or a delta indicator that is not critical, which count all the same.
///
/// Refused: anything that is not DER, versions other than 2 written out, extensions in version 1, an
/// extension twice, an empty revokedCertificates or extensions field (§5.1.2.6), a number that is
/// negative or longer than 20 bytes (§5.2.3), an issuing distribution point that is empty or
/// contradicts itself (§5.2.5), bytes after the end, 4 GiB or more, and what exceeds [`Limits`].
#[derive(Clone)]
pub struct Crl {
    pub(crate) bytes: Bytes,
    outline: Arc<Layout>,
    sha_256: Arc<OnceBox<Digest>>,
}

impl Crl {
    /// Reads DER within the default [`Limits`]. The bytes are wiped with their last owner: a list is
    /// protected data (失効情報リスト, guideline 001 table 4-1).
    ///
    /// # Errors
    /// [`CrlError`] if it is refused; see the type.
    pub fn from_der(bytes: impl Into<Vec<u8>>) -> Result<Self, CrlError> {
        Self::from_der_with(bytes, &Limits::DEFAULT)
    }

    /// As [`Self::from_der`], within these limits.
    ///
    /// # Errors
    /// [`CrlError`] if it is refused; see the type.
    pub fn from_der_with(bytes: impl Into<Vec<u8>>, limits: &Limits) -> Result<Self, CrlError> {
        Self::from_owner(Arc::new(ProtectedBytes::from(bytes.into())), limits)
    }

    /// Reads one `X509 CRL` in PEM (RFC 7468 §6) within the default [`Limits`].
    ///
    /// # Errors
    /// [`CrlError`] if it is no PEM, has another label, or is refused.
    ///
    /// ```
    /// use jpki_revocation::Crl;
    /// # let der = jpki_testkit::vectors::read_file("lists/auth-ca-3.crl")?;
    /// # let text = pem_rfc7468::encode_string("X509 CRL", pem_rfc7468::LineEnding::LF, &der)?;
    ///
    /// assert!(text.starts_with("-----BEGIN X509 CRL-----"));
    /// assert_eq!(Crl::from_pem(&text)?.as_der(), der);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_pem(text: &str) -> Result<Self, CrlError> {
        match pem_rfc7468::decode_vec(text.as_bytes()) {
            Ok(("X509 CRL", bytes)) => Self::from_der(bytes),
            _ => Err(CrlError::Pem),
        }
    }

    /// Reads DER from any owner of bytes, without a copy.
    ///
    /// The owner must give the same bytes each time. If it does not, as a file may that another program
    /// writes to while it is mapped, lookups fail or answer from what is there: use it only for bytes
    /// that nobody else can change.
    ///
    /// # Errors
    /// [`CrlError`] if it is refused; see the type.
    pub fn from_owner(
        owner: Arc<dyn AsRef<[u8]> + Send + Sync>,
        limits: &Limits,
    ) -> Result<Self, CrlError> {
        Self::read(Bytes::new(owner), limits)
    }

    pub(crate) fn read(bytes: Bytes, limits: &Limits) -> Result<Self, CrlError> {
        let outline = Arc::new(Layout::read(bytes.all(), limits)?);
        Ok(Self { bytes, outline, sha_256: Arc::default() })
    }

    /// Returns the bytes as they came.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        self.bytes.all()
    }

    /// Returns the SHA-256 of the bytes, by which an archive names the list. Computed once for all clones.
    pub fn sha_256(&self, crypto: &dyn CryptoBackend) -> Digest {
        let compute = || Box::new(crypto.digest(DigestAlgorithm::Sha256, self.as_der()));
        *self.sha_256.get_or_init(compute)
    }

    /// Returns the list as an operation log is told of it: by its SHA-256, as an archive names it.
    pub fn as_event_subject(&self, crypto: &dyn CryptoBackend) -> EventSubject {
        EventSubject::new(SubjectKind::Crl, self.sha_256(crypto).as_bytes())
    }

    /// Whether both are views of the same bytes in memory.
    pub(crate) fn shares_bytes_with(&self, other: &Self) -> bool {
        core::ptr::eq(self.as_der(), other.as_der())
    }

    /// Name of the issuer.
    #[must_use]
    pub fn issuer(&self) -> Name<'_> {
        Name::from_checked(self.outline.issuer.of(self.as_der()))
    }

    /// Returns when it was issued (発行日時).
    #[must_use]
    pub fn this_update(&self) -> Timestamp {
        self.outline.this_update
    }

    /// By when the next one is issued (次回発行予定).
    #[must_use]
    pub fn next_update(&self) -> Option<Timestamp> {
        self.outline.next_update
    }

    /// cRLNumber (CRL番号).
    #[must_use]
    pub fn number(&self) -> Option<CrlNumber> {
        self.outline.number
    }

    /// Returns the number of the list that this one is a delta to; `None` if this is a complete list.
    #[must_use]
    pub fn delta_base(&self) -> Option<CrlNumber> {
        self.outline.delta_base
    }

    /// Returns what it covers.
    #[must_use]
    pub fn scope(&self) -> IssuingDistributionPoint<'_> {
        match self.extension(oid::ISSUING_DISTRIBUTION_POINT) {
            // The outline was not made if this extension could not be read.
            Some(extension) => IssuingDistributionPoint::from_der(extension.value())
                .unwrap_or(IssuingDistributionPoint::NOTHING),
            None => IssuingDistributionPoint::UNRESTRICTED,
        }
    }

    /// Returns how many entries it has, all of them well formed. Walks through them; a verified list has been walked
    /// through.
    ///
    /// # Errors
    /// [`CrlError`] if one is refused.
    pub fn count_entries(&self) -> Result<usize, CrlError> {
        let entries = self.entries();
        let walked = entries.walk(|_, _| Ok::<_, CrlError>(()), |near| entries.prefetch(near))?;
        Ok(walked.count)
    }

    /// Compares what lies before and after the entries with its digests, if it has any.
    pub(crate) fn compare_outside_entries(&self) -> Result<(), Corrupted> {
        let entries = self.outline.entries;
        let (before, after) = match entries.is_empty() {
            true => (self.bytes.len(), self.bytes.len()),
            false => (entries.start() as usize, entries.end() as usize),
        };
        self.bytes.part(0, before)?;
        self.bytes.part(after, self.bytes.len().saturating_sub(after)).map(|_| ())
    }

    pub(crate) fn entries(&self) -> UnreadEntries<'_> {
        let Layout { entries: span, version, .. } = *self.outline;
        UnreadEntries { bytes: self.as_der(), span, version, kind: self.scope().kind() }
    }

    /// The entries in the bytes they came in, one after the other.
    #[cfg(feature = "store")]
    pub(crate) fn entry_bytes(&self) -> &[u8] {
        self.outline.entries.of(self.as_der())
    }

    /// Those after the entry of this position and length.
    #[cfg(feature = "store")]
    pub(crate) fn entry_bytes_after(&self, position: u32, length: usize) -> &[u8] {
        let end = self.outline.entries.end() as usize;
        let start = (position as usize).saturating_add(length);
        self.as_der().get(start..end).unwrap_or_default()
    }

    /// The bytes that are signed, and where they lie.
    pub(crate) fn signed(&self) -> (&[u8], Span) {
        (self.outline.tbs.of(self.as_der()), self.outline.tbs)
    }

    pub(crate) fn signature(&self) -> &[u8] {
        self.outline.signature.of(self.as_der())
    }

    /// Whether the signed algorithm and the one beside the signature are the same.
    // RFC 5280 §5.1.1.2
    pub(crate) fn signature_algorithms_agree(&self) -> bool {
        let bytes = self.as_der();
        self.outline.inner_algorithm.of(bytes) == self.outline.outer_algorithm.of(bytes)
    }

    /// Algorithm with which it was signed, as stated beside the signature.
    ///
    /// # Errors
    /// Never for a list that was read; the walk found it well formed.
    pub fn signature_algorithm(&self) -> Result<AlgorithmIdentifier<'_>, DerError> {
        AlgorithmIdentifier::at(self.as_der(), self.outline.outer_algorithm)
    }

    /// Returns the extensions, in their order.
    #[must_use]
    pub fn extensions(&self) -> Extensions<'_> {
        Extensions::new(self.as_der(), &self.outline.extensions)
    }

    /// Returns the extension with this object identifier, of which there is at most one.
    #[must_use]
    pub fn extension(&self, oid: Oid<'_>) -> Option<Extension<'_>> {
        self.extensions().find(|extension| extension.oid() == oid)
    }
}

impl fmt::Debug for Crl {
    /// Size and dates only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl({} bytes, {})", self.as_der().len(), self.this_update())
    }
}
