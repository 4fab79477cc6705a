//! Certificates as views over the bytes they came in (RFC 5280 §4.1).

mod error;
mod extensions;
mod layout;
#[cfg(feature = "rustls-pki-types")]
mod pki_types;
#[cfg(feature = "x509-cert")]
mod x509_cert;

use alloc::sync::Arc;
use core::fmt;

use jpki_core::algorithm::{AlgorithmError, AlgorithmIdentifier, PublicKeyInfo};
use jpki_core::der::{DerError, Oid, Reader, Tag};
use jpki_core::event::EventSubject;
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_core::protected::ProtectedBytes;
use jpki_core::time::Timestamp;

pub use error::CertificateError;
pub use layout::Version;

pub use crate::serial_number::{OwnedSerialNumber, SerialNumber, SerialNumberError};

use crate::extension::{Extension, ExtensionSpan, Extensions};
use layout::Layout;

const YEAR_2050: Timestamp = Timestamp::from_unix_seconds(2_524_608_000);

/// A certificate that is well formed; nothing in it is verified.
///
/// Found in one walk: where each field lies, both instants of the validity period, and which extensions
/// there are. What the extensions say is decoded when asked for.
///
/// Accepted although RFC 5280 §4 forbids it, because validation or the profile speaks of it: version 1
/// and 2; serial numbers of any length and sign; an empty issuer; a validity period that ends before it
/// begins; times in either type for any year; unknown algorithms; inner and outer algorithm that
/// differ; unique identifiers; an explicitly encoded `critical FALSE`.
///
/// Refused: anything that is not DER, an extension twice (RFC 5280 §4.2), extensions in versions 1 and
/// 2, an empty extensions field, bytes after the end, and what exceeds [`Limits`].
///
/// Clones share the bytes and what the walk found.
#[derive(Clone)]
pub struct Certificate {
    inner: Arc<Inner>,
}

struct Inner {
    bytes: ProtectedBytes,
    layout: Layout,
}

impl Certificate {
    /// Reads DER within the default [`Limits`].
    ///
    /// # Errors
    /// [`CertificateError`] if it is refused; see the type.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CertificateError> {
        Self::from_der_with(bytes, &Limits::DEFAULT)
    }

    /// Reads DER within these limits.
    ///
    /// # Errors
    /// [`CertificateError`] if it is refused; see the type.
    pub fn from_der_with(bytes: &[u8], limits: &Limits) -> Result<Self, CertificateError> {
        let layout = Layout::read(bytes, limits)?;
        Ok(Self::new(ProtectedBytes::from(bytes), layout))
    }

    fn from_owned_der(bytes: ProtectedBytes) -> Result<Self, CertificateError> {
        let layout = Layout::read(bytes.expose_protected(), &Limits::DEFAULT)?;
        Ok(Self::new(bytes, layout))
    }

    fn new(bytes: ProtectedBytes, layout: Layout) -> Self {
        Self { inner: Arc::new(Inner { bytes, layout }) }
    }

    fn layout(&self) -> &Layout {
        &self.inner.layout
    }

    /// Reads one `CERTIFICATE` in PEM (RFC 7468 §5) within the default [`Limits`].
    ///
    /// # Errors
    /// [`CertificateError`] if it is no PEM, has another label, or is refused.
    pub fn from_pem(text: &str) -> Result<Self, CertificateError> {
        let (label, bytes) =
            pem_rfc7468::decode_vec(text.as_bytes()).map_err(|_| CertificateError::Pem)?;
        let bytes = ProtectedBytes::from(bytes);
        if label == "CERTIFICATE" {
            Self::from_owned_der(bytes)
        } else {
            Err(CertificateError::Pem)
        }
    }

    /// Returns the bytes as they came.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        self.inner.bytes.as_ref()
    }

    /// Returns the signed bytes, `TBSCertificate`.
    #[must_use]
    pub fn signed_bytes(&self) -> &[u8] {
        self.layout().tbs.of(self.as_der())
    }

    /// Version.
    #[must_use]
    pub fn version(&self) -> Version {
        self.layout().version
    }

    /// Serial number (発行番号): protected data.
    #[must_use]
    pub fn serial_number(&self) -> SerialNumber<'_> {
        SerialNumber::from_checked(self.layout().serial.of(self.as_der()))
    }

    /// Returns the certificate as an operation log is told of it: see [`SerialNumber::as_event_subject`].
    #[must_use]
    pub fn as_event_subject(&self) -> EventSubject {
        self.serial_number().as_event_subject(self.issuer())
    }

    /// Name of the issuer.
    #[must_use]
    pub fn issuer(&self) -> Name<'_> {
        Name::from_checked(self.layout().issuer.of(self.as_der()))
    }

    /// Name of the subject.
    #[must_use]
    pub fn subject(&self) -> Name<'_> {
        Name::from_checked(self.layout().subject.of(self.as_der()))
    }

    /// First second of the validity period.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        self.layout().not_before
    }

    /// Last second of the validity period, which still belongs to it (RFC 5280 §4.1.2.5).
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.layout().not_after
    }

    /// Whether both ends of the validity period are UTCTime before 2050 and GeneralizedTime from then on
    /// (RFC 5280 §4.1.2.5).
    pub(crate) fn has_times_of_usual_types(&self) -> bool {
        let mut times = Reader::within(self.as_der(), self.layout().validity);
        [self.layout().not_before, self.layout().not_after].into_iter().all(|time| {
            let is_generalized = times.any().is_ok_and(|time| time.tag == Tag::GENERALIZED_TIME);
            is_generalized == (time >= YEAR_2050)
        })
    }

    /// Whether it has a unique identifier of its issuer or subject (RFC 5280 §4.1.2.8).
    pub(crate) fn has_unique_identifier(&self) -> bool {
        self.layout().unique_identifier.is_some()
    }

    /// Returns whether the instant lies within the validity period, both ends included.
    #[must_use]
    pub fn is_within_validity(&self, instant: Timestamp) -> bool {
        self.layout().not_before <= instant && instant <= self.layout().not_after
    }

    /// `SubjectPublicKeyInfo`, read strictly.
    ///
    /// # Errors
    /// [`AlgorithmError`] if the key is of an unknown kind or malformed.
    pub fn public_key(&self) -> Result<PublicKeyInfo<'_>, AlgorithmError> {
        PublicKeyInfo::from_der(self.public_key_bytes())
    }

    /// Returns the bytes of `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn public_key_bytes(&self) -> &[u8] {
        self.layout().public_key.of(self.as_der())
    }

    /// Algorithm with which the issuer signed, as stated beside the signature.
    ///
    /// # Errors
    /// Never for a certificate that was read; the walk found it well formed.
    pub fn signature_algorithm(&self) -> Result<AlgorithmIdentifier<'_>, DerError> {
        AlgorithmIdentifier::at(self.as_der(), self.layout().outer_algorithm)
    }

    /// Returns whether the signed bytes state the same algorithm, byte for byte (RFC 5280 §4.1.1.2).
    #[must_use]
    pub fn signature_algorithms_agree(&self) -> bool {
        let owner = self.as_der();
        self.layout().inner_algorithm.of(owner) == self.layout().outer_algorithm.of(owner)
    }

    /// Returns the issuer's signature over [`Self::signed_bytes`].
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.layout().signature.of(self.as_der())
    }

    /// Returns the extensions, in their order.
    #[must_use]
    pub fn extensions(&self) -> Extensions<'_> {
        Extensions::new(self.as_der(), &self.layout().extensions)
    }

    /// Returns the extension with this object identifier, of which there is at most one.
    #[must_use]
    pub fn extension(&self, oid: Oid<'_>) -> Option<Extension<'_>> {
        self.extension_span(oid).map(|span| Extension::at(self.as_der(), span))
    }

    pub(crate) fn extension_span(&self, oid: Oid<'_>) -> Option<ExtensionSpan> {
        self.extension_spans().iter().copied().find(|span| span.oid(self.as_der()) == oid)
    }

    pub(crate) fn extension_spans(&self) -> &[ExtensionSpan] {
        &self.layout().extensions
    }

    pub(crate) fn as_bytes(&self) -> &ProtectedBytes {
        &self.inner.bytes
    }

    /// Returns whether issuer and subject are the same name (RFC 5280 §3.2): self-issued, not yet self-signed.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer().matches(&self.subject())
    }
}

impl fmt::Debug for Certificate {
    /// Version and size only: certificate, serial number, key and names are protected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({:?}, {} bytes)", self.layout().version, self.as_der().len())
    }
}
