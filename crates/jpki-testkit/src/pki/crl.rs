//! Certificate revocation lists (RFC 5280 §5).

use ::time::UtcDateTime;
use ::time::macros::utc_datetime;

use super::extension::{Extension, extensions};
use super::general_name::GeneralName;
use super::name::DistinguishedName;
use super::reason_code::ReasonCode;
use super::serial::SerialNumber;
use super::signed;
use super::time::Time;
use super::version::Version;
use crate::asn1::{self, ObjectIdentifier};
use crate::key::Key;
use crate::signature::SignatureAlgorithm;

/// An entry of a list.
#[derive(Clone, Debug)]
pub struct CrlEntry {
    serial: SerialNumber,
    revocation_date: Time,
    extensions: Vec<Extension>,
}

impl CrlEntry {
    /// An entry without extensions.
    pub fn new(serial: impl Into<SerialNumber>, revocation_date: impl Into<Time>) -> Self {
        Self {
            serial: serial.into(),
            revocation_date: revocation_date.into(),
            extensions: Vec::new(),
        }
    }

    /// Adds the reason.
    #[must_use]
    pub fn reason(self, reason: ReasonCode) -> Self {
        self.extension(Extension::reason_code(reason))
    }

    /// Adds the certificate issuer, critical as RFC 5280 §5.3.3 wants it.
    #[must_use]
    pub fn certificate_issuer(self, issuer: DistinguishedName) -> Self {
        self.extension(Extension::certificate_issuer(&[GeneralName::Directory(issuer)]).critical())
    }

    /// Adds an extension.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// The entry in DER.
    pub fn to_der(&self) -> Vec<u8> {
        let mut members = vec![self.serial.to_der(), self.revocation_date.to_der()];
        if !self.extensions.is_empty() {
            members.push(extensions(&self.extensions));
        }
        asn1::sequence(members)
    }
}

/// A list in the making.
///
/// It starts as v2 with an empty issuer, thisUpdate 2026-01-01, no nextUpdate, no entries and no
/// extensions.
#[derive(Clone, Debug)]
pub struct CrlBuilder {
    version: Version,
    inner_algorithm: Option<Vec<u8>>,
    outer_algorithm: Option<Vec<u8>>,
    issuer: DistinguishedName,
    this_update: Time,
    next_update: Option<Time>,
    entries: Vec<CrlEntry>,
    empty_entries: EmptyEntries,
    extensions: Vec<Extension>,
}

/// How a list without entries is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum EmptyEntries {
    /// revokedCertificates is absent, as RFC 5280 §5.1.2.6 demands.
    LeftOut,
    /// revokedCertificates is an empty SEQUENCE OF.
    Written,
}

impl Default for CrlBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl CrlBuilder {
    /// The start described above.
    pub fn new() -> Self {
        Self {
            version: Version::V2,
            inner_algorithm: None,
            outer_algorithm: None,
            issuer: DistinguishedName::new(),
            this_update: Time::new(utc_datetime!(2026-01-01 0:00)),
            next_update: None,
            entries: Vec::new(),
            empty_entries: EmptyEntries::LeftOut,
            extensions: Vec::new(),
        }
    }

    /// Sets the version; v1 is left out, as the standard has it.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// Sets the issuer.
    #[must_use]
    pub fn issuer(mut self, issuer: DistinguishedName) -> Self {
        self.issuer = issuer;
        self
    }

    /// Sets thisUpdate.
    #[must_use]
    pub fn this_update(mut self, time: impl Into<Time>) -> Self {
        self.this_update = time.into();
        self
    }

    /// Sets nextUpdate.
    #[must_use]
    pub fn next_update(mut self, time: impl Into<Time>) -> Self {
        self.next_update = Some(time.into());
        self
    }

    /// Removes nextUpdate.
    #[must_use]
    pub fn without_next_update(mut self) -> Self {
        self.next_update = None;
        self
    }

    /// Adds an entry.
    #[must_use]
    pub fn entry(mut self, entry: CrlEntry) -> Self {
        self.entries.push(entry);
        self
    }

    /// Adds an entry for a serial revoked at an instant for a reason.
    #[must_use]
    pub fn revoke(
        self,
        serial: impl Into<SerialNumber>,
        at: UtcDateTime,
        reason: ReasonCode,
    ) -> Self {
        self.entry(CrlEntry::new(serial, at).reason(reason))
    }

    /// Writes an empty revokedCertificates when there is no entry, which RFC 5280 §5.1.2.6 forbids.
    #[must_use]
    pub fn write_empty_entries(mut self) -> Self {
        self.empty_entries = EmptyEntries::Written;
        self
    }

    /// Adds an extension at the end.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Removes every extension with this identifier.
    #[must_use]
    pub fn without_extension(mut self, oid: ObjectIdentifier) -> Self {
        self.extensions.retain(|extension| extension.oid != oid);
        self
    }

    /// Puts the extension in the place of the first one with the same identifier, or at the end.
    #[must_use]
    pub fn replace_extension(mut self, extension: Extension) -> Self {
        match self.extensions.iter_mut().find(|present| present.oid == extension.oid) {
            Some(present) => *present = extension,
            None => self.extensions.push(extension),
        }
        self
    }

    /// Writes this AlgorithmIdentifier into the signed part instead of the algorithm that signs.
    #[must_use]
    pub fn inner_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.inner_algorithm = Some(identifier);
        self
    }

    /// Writes this AlgorithmIdentifier beside the signature instead of the algorithm that signs.
    #[must_use]
    pub fn outer_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.outer_algorithm = Some(identifier);
        self
    }

    /// TBSCertList in DER.
    pub fn to_be_signed(&self, algorithm: SignatureAlgorithm) -> Vec<u8> {
        let entries: Vec<Vec<u8>> = self.entries.iter().map(CrlEntry::to_der).collect();
        let entries = match self.empty_entries {
            EmptyEntries::LeftOut if entries.is_empty() => Vec::new(),
            EmptyEntries::LeftOut | EmptyEntries::Written => asn1::sequence(entries),
        };
        let (before, after) =
            (self.members_before_entries(algorithm), self.members_after_entries());
        asn1::sequence([before, entries, after])
    }

    /// What stands before revokedCertificates in TBSCertList.
    pub(crate) fn members_before_entries(&self, algorithm: SignatureAlgorithm) -> Vec<u8> {
        let version = match self.version {
            Version::V1 => None,
            Version::V2 => Some(1),
            Version::V3 => Some(2),
            Version::Number(number) => Some(number),
        };
        let mut members = Vec::new();
        members.extend(version.map(asn1::unsigned));
        members.push(self.inner_algorithm.clone().unwrap_or_else(|| algorithm.identifier()));
        members.push(self.issuer.to_der());
        members.push(self.this_update.to_der());
        members.extend(self.next_update.as_ref().map(Time::to_der));
        asn1::concatenated(members)
    }

    /// What stands after revokedCertificates in TBSCertList.
    pub(crate) fn members_after_entries(&self) -> Vec<u8> {
        if self.extensions.is_empty() {
            return Vec::new();
        }
        asn1::explicit(0, extensions(&self.extensions))
    }

    /// The list in DER, signed with the key's usual algorithm.
    pub fn sign(&self, issuer_key: Key) -> Vec<u8> {
        self.sign_with(issuer_key, issuer_key.usual_algorithm())
    }

    /// The list in DER, signed with this algorithm.
    pub fn sign_with(&self, issuer_key: Key, algorithm: SignatureAlgorithm) -> Vec<u8> {
        let to_be_signed = self.to_be_signed(algorithm);
        let signature = issuer_key.sign(algorithm, &to_be_signed);
        let outer = self.outer_algorithm.clone().unwrap_or_else(|| algorithm.identifier());
        signed(to_be_signed, outer, &signature)
    }
}
