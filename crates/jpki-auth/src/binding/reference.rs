use core::fmt;

use jpki_core::name::Name;
use jpki_core::protected::{Protected, ProtectedItem};
use jpki_x509::certificate::{Certificate, SerialNumber};

use super::LinkageKey;
use crate::identifiers::{KeyId, KeyedDigest, ServiceProvider};

/// CA and serial number, which together name one certificate (RFC 5280 §4.1.2.2).
///
/// The CA is taken by its name, not its key: all generations of a JPKI CA share one name and must not
/// repeat a number under it, and the serial inquiry tells no key. That the CA really signed is for the
/// path to prove; a self-made certificate can carry any name and number.
#[derive(Clone, Debug)]
pub struct IssuedSerial {
    canonical: Protected<Vec<u8>>,
    version_1: Protected<Vec<u8>>,
}

impl IssuedSerial {
    /// Takes a number given by the CA of this name. All names that match (RFC 5280 §7.1) are the same: in another
    /// string type, in other letters, with other spaces.
    #[must_use]
    pub fn new(issuer: Name<'_>, serial: SerialNumber<'_>) -> Self {
        let issuer_form = issuer.canonical();
        let mut fields = Vec::with_capacity(issuer_form.as_bytes().len().saturating_add(32));
        append(&mut fields, issuer_form.as_bytes());
        append(&mut fields, serial.expose_protected());
        let protected = |fields| Protected::new(fields, ProtectedItem::SerialNumber);
        Self { canonical: protected(fields), version_1: protected(Self::version_1(issuer, serial)) }
    }

    /// As commit 2cdb321 named it: by the texts of the name as they stand.
    fn version_1(issuer: Name<'_>, serial: SerialNumber<'_>) -> Vec<u8> {
        let mut fields = Vec::with_capacity(issuer.as_bytes().len().saturating_mul(2));
        for relative_name in issuer.relative_names() {
            append(&mut fields, &[RELATIVE_NAME]);
            for attribute in relative_name.attributes() {
                append(&mut fields, attribute.oid().as_bytes());
                match attribute.text() {
                    Some(text) => {
                        append(&mut fields, &[TEXT]);
                        append(&mut fields, text.as_bytes());
                    }
                    None => {
                        append(&mut fields, &[BYTES]);
                        append(&mut fields, attribute.value());
                    }
                }
            }
        }
        append(&mut fields, &[SERIAL]);
        append(&mut fields, serial.expose_protected());
        fields
    }

    /// Takes CA and serial number from a certificate.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Self {
        Self::new(certificate.issuer(), certificate.serial_number())
    }
}

/// A certificate as one provider's bindings know it: a keyed digest.
#[derive(Clone, Copy)]
pub struct CertificateReference(KeyedDigest);

impl CertificateReference {
    /// Computes the HMAC-SHA-256 of provider, CA and serial number.
    #[must_use]
    pub fn new(key: &LinkageKey, provider: &ServiceProvider, serial: &IssuedSerial) -> Self {
        Self::of(key, "jpki-auth/binding/certificate/v2", provider, &serial.canonical)
    }

    /// Computes it as commit 2cdb321 did.
    pub(super) fn version_1(
        key: &LinkageKey,
        provider: &ServiceProvider,
        serial: &IssuedSerial,
    ) -> Self {
        Self::of(key, "jpki-auth/binding/certificate/v1", provider, &serial.version_1)
    }

    // Requirement: LINK-03
    fn of(
        key: &LinkageKey,
        label: &str,
        provider: &ServiceProvider,
        serial: &Protected<Vec<u8>>,
    ) -> Self {
        let fields = [provider.text().as_bytes(), serial.expose_protected()];
        Self(KeyedDigest { key: key.id(), digest: key.secret().digest(label, &fields) })
    }

    /// Takes the key and digest that a store kept.
    #[must_use]
    pub const fn from_parts(key: KeyId, digest: [u8; 32]) -> Self {
        Self(KeyedDigest { key, digest })
    }

    /// Returns the key it was made with.
    #[must_use]
    pub const fn key(&self) -> KeyId {
        self.0.key
    }

    /// Returns the digest.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.0.digest
    }

    /// Returns whether both are one reference. Takes the same time either way.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }
}

impl fmt::Debug for CertificateReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificateReference(key {})", self.0.key.0)
    }
}

const RELATIVE_NAME: u8 = 0;
const TEXT: u8 = 1;
const BYTES: u8 = 2;
const SERIAL: u8 = 3;

fn append(fields: &mut Vec<u8>, field: &[u8]) {
    let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
    fields.extend_from_slice(&length.to_be_bytes());
    fields.extend_from_slice(field);
}
