use core::fmt;

use jpki_core::time::Timestamp;
use jpki_x509::certificate::{OwnedSerialNumber, SerialNumber};
use jpki_x509::kind::{CertificateKind, Generation, Medium};
use jpki_x509::path::ValidPath;
use jpki_x509::trust::TrustStore;

/// A certificate by what the vault keeps of it.
#[derive(Clone)]
pub struct VaultCertificate {
    place: Place,
    generation: Generation,
    serial_number: OwnedSerialNumber,
    not_after: Timestamp,
}

/// Where a certificate lies at its user: a person has one of each kind on each medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    kind: CertificateKind,
    medium: Medium,
}

impl Place {
    /// The most places of one user.
    pub const MOST: usize = 6;

    /// Names a place.
    #[must_use]
    pub const fn new(kind: CertificateKind, medium: Medium) -> Self {
        Self { kind, medium }
    }

    /// Returns the kind.
    #[must_use]
    pub const fn kind(self) -> CertificateKind {
        self.kind
    }

    /// Returns the medium.
    #[must_use]
    pub const fn medium(self) -> Medium {
        self.medium
    }

    /// Returns the stable number by which a store keeps the place.
    #[must_use]
    pub const fn number(self) -> u8 {
        let kind = match self.kind {
            CertificateKind::Signature => 0x10,
            CertificateKind::UserAuthentication => 0x20,
        };
        let medium = match self.medium {
            Medium::Card => 1,
            Medium::Smartphone => 2,
            _ => 3,
        };
        kind | medium
    }

    /// Returns the place of this number.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        let kind = match number & 0xf0 {
            0x10 => CertificateKind::Signature,
            0x20 => CertificateKind::UserAuthentication,
            _ => return None,
        };
        let medium = match number & 0x0f {
            1 => Medium::Card,
            2 => Medium::Smartphone,
            3 => Medium::Unknown,
            _ => return None,
        };
        Some(Self { kind, medium })
    }
}

impl VaultCertificate {
    /// Takes the certificate of a valid path, on the medium that its policy tells. `None` if the path does not lead directly to
    /// an anchor of this store, or the serial number is none of RFC 5280 §4.1.2.2.
    #[must_use]
    pub fn of(path: &ValidPath, trust: &TrustStore, medium: Medium) -> Option<Self> {
        let anchor = trust.all_anchors().find(|it| it.authority().is_same(path.issuer()))?;
        let certificate = path.end_entity();
        let place = Place::new(anchor.issues(), medium);
        let serial_number = certificate.serial_number();
        Self::from_parts(place, anchor.generation(), serial_number, certificate.not_after())
    }

    /// Takes what was recorded of a certificate elsewhere, such as by the monitor's file of customers. `None` unless the
    /// serial number is one of RFC 5280 §4.1.2.2.
    #[must_use]
    pub fn from_parts(
        place: Place,
        generation: Generation,
        serial_number: SerialNumber<'_>,
        not_after: Timestamp,
    ) -> Option<Self> {
        serial_number.is_conforming().then(|| Self {
            place,
            generation,
            serial_number: serial_number.into(),
            not_after,
        })
    }

    /// Returns where it lies.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// Returns the generation of the authority's key that issued it.
    #[must_use]
    pub const fn generation(&self) -> Generation {
        self.generation
    }

    /// Returns the last second of its validity period.
    #[must_use]
    pub const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// The number, for questions and for what is sealed.
    pub(super) fn serial_number(&self) -> SerialNumber<'_> {
        self.serial_number.as_serial_number()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.place.kind == other.place.kind && self.serial_number().matches(other.serial_number())
    }
}

// Requirement: LINK-03, LINK-08
impl fmt::Debug for VaultCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultCertificate({:?})", self.place)
    }
}
