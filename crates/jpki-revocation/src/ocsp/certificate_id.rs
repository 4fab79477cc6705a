use core::fmt;

use jpki_core::algorithm::{AlgorithmIdentifier, DigestAlgorithm, PublicKeyInfo};
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::der::{Decode, DerError, Reader, Span, Tag};
use jpki_core::name::Name;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::{Certificate, SerialNumber};

use super::error::OcspError;

/// How OCSP names a certificate: digests of its issuer's name and key, and its serial number (`CertID`,
/// RFC 6960 §4.1.1).
///
/// Serial numbers of the two JPKI authorities overlap and all generations share one name: only all three
/// members together name one certificate. Protected data, since it holds the serial number.
#[derive(Clone, Copy)]
pub struct CertificateId<'a> {
    issuer: IssuerDigests,
    serial_number: SerialNumber<'a>,
}

/// Digests of an issuer's name and of its key.
#[derive(Clone, Copy, PartialEq, Eq)]
struct IssuerDigests {
    name: Digest,
    key: Digest,
}

impl<'a> CertificateId<'a> {
    /// Names a certificate by the issuer's name as it stands in the certificate, and by the issuer's key, which
    /// the caller knows from a valid path.
    ///
    /// # Errors
    /// [`OcspError::IssuerKey`].
    pub fn of(
        certificate: &'a Certificate,
        issuer: &Authority,
        algorithm: DigestAlgorithm,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, OcspError> {
        // RFC 6960 §4.1.1: the issuer's name field of the certificate being checked.
        let issuer = IssuerDigests::of(certificate.issuer(), issuer, algorithm, crypto)
            .ok_or(OcspError::IssuerKey)?;
        Ok(Self { issuer, serial_number: certificate.serial_number() })
    }

    /// Names a certificate by its number and its issuer, whose name is taken as the authority has it.
    ///
    /// # Errors
    /// [`OcspError::IssuerKey`].
    pub fn of_serial_number(
        serial_number: SerialNumber<'a>,
        issuer: &Authority,
        algorithm: DigestAlgorithm,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, OcspError> {
        let issuer = IssuerDigests::of(issuer.name(), issuer, algorithm, crypto)
            .ok_or(OcspError::IssuerKey)?;
        Ok(Self { issuer, serial_number })
    }

    /// Returns the digest algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> DigestAlgorithm {
        self.issuer.name.algorithm()
    }

    /// Returns the serial number.
    #[must_use]
    pub const fn serial_number(&self) -> SerialNumber<'a> {
        self.serial_number
    }

    /// Returns whether both name the same certificate by the same digest algorithm.
    #[must_use]
    pub fn matches(&self, other: &CertificateId<'_>) -> bool {
        self.issuer == other.issuer && self.serial_number.matches(other.serial_number)
    }

    /// Whether the certificate is below this authority, named by these bytes.
    pub(super) fn is_below(
        &self,
        name: Name<'_>,
        issuer: &Authority,
        crypto: &dyn CryptoBackend,
    ) -> bool {
        IssuerDigests::of(name, issuer, self.algorithm(), crypto) == Some(self.issuer)
    }

    /// Digests of the issuer's name and key.
    pub(super) const fn issuer_digests(&self) -> [&Digest; 2] {
        [&self.issuer.name, &self.issuer.key]
    }
}

impl fmt::Debug for CertificateId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificateId({})", self.algorithm().name())
    }
}

impl IssuerDigests {
    fn of(
        name: Name<'_>,
        issuer: &Authority,
        algorithm: DigestAlgorithm,
        crypto: &dyn CryptoBackend,
    ) -> Option<Self> {
        Some(Self {
            name: crypto.digest(algorithm, name.as_bytes()),
            key: key_digest(issuer, algorithm, crypto)?,
        })
    }
}

/// Digest of the key without tag, length and count of unused bits.
pub(super) fn key_digest(
    authority: &Authority,
    algorithm: DigestAlgorithm,
    crypto: &dyn CryptoBackend,
) -> Option<Digest> {
    let info = PublicKeyInfo::from_der(authority.public_key_bytes()).ok()?;
    Some(crypto.digest(algorithm, info.key()))
}

/// Where a certificate identifier lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct CertificateIdSpan {
    algorithm: Span,
    name: Span,
    key: Span,
    serial: Span,
}

impl CertificateIdSpan {
    // RFC 6960 §4.1.1
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let mut fields = reader.sequence()?;
        let (_, algorithm) = AlgorithmIdentifier::spanned(&mut fields)?;
        let name = fields.read(Tag::OCTET_STRING)?.content;
        let key = fields.read(Tag::OCTET_STRING)?.content;
        let serial = fields.read(Tag::INTEGER)?;
        fields.integer_content(serial)?;
        fields.finish()?;
        Ok(Self { algorithm, name, key, serial: serial.content })
    }

    /// `None` if the digest algorithm is unknown or the digests are not as long as it makes them.
    pub(super) fn of(self, owner: &[u8]) -> Option<CertificateId<'_>> {
        let identifier = AlgorithmIdentifier::at(owner, self.algorithm).ok()?;
        let algorithm = DigestAlgorithm::from_identifier(&identifier).ok()?;
        let issuer = IssuerDigests {
            name: Digest::new(algorithm, self.name.of(owner))?,
            key: Digest::new(algorithm, self.key.of(owner))?,
        };
        let serial_number = SerialNumber::from_der_content(self.serial.of(owner)).ok()?;
        Some(CertificateId { issuer, serial_number })
    }
}
