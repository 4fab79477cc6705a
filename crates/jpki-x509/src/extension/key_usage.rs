use core::fmt;

use jpki_core::der::{Decode, DerError, DerErrorKind, Reader, Tag};

use super::named_bits;

/// A set of uses that a key may be put to (鍵用途, RFC 5280 §4.2.1.3).
///
/// Accepted although DER forbids it: trailing zero bits. Refused: a set without a bit, which §4.2.1.3
/// forbids, and set bits beyond the nine that have a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// Signatures other than those on certificates and lists.
    pub const DIGITAL_SIGNATURE: Self = Self(1 << 0);
    /// nonRepudiation, in newer editions contentCommitment: signing as a declaration of will.
    pub const NON_REPUDIATION: Self = Self(1 << 1);
    /// Encryption of keys.
    pub const KEY_ENCIPHERMENT: Self = Self(1 << 2);
    /// Encryption of data other than keys.
    pub const DATA_ENCIPHERMENT: Self = Self(1 << 3);
    /// Key agreement.
    pub const KEY_AGREEMENT: Self = Self(1 << 4);
    /// Signatures on certificates.
    pub const KEY_CERT_SIGN: Self = Self(1 << 5);
    /// Signatures on revocation lists.
    pub const CRL_SIGN: Self = Self(1 << 6);
    /// With key agreement: only to encrypt.
    pub const ENCIPHER_ONLY: Self = Self(1 << 7);
    /// With key agreement: only to decrypt.
    pub const DECIPHER_ONLY: Self = Self(1 << 8);

    /// The uses of both sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether every use of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl Decode<'_> for KeyUsage {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let empty = reader.error(DerErrorKind::InvalidContent("key usage"));
        let element = reader.read(Tag::BIT_STRING)?;
        match named_bits::read(reader, element, 9)? {
            0 => Err(empty),
            set => Ok(Self(set)),
        }
    }
}

impl fmt::Debug for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [(KeyUsage, &str); 9] = [
            (KeyUsage::DIGITAL_SIGNATURE, "digitalSignature"),
            (KeyUsage::NON_REPUDIATION, "nonRepudiation"),
            (KeyUsage::KEY_ENCIPHERMENT, "keyEncipherment"),
            (KeyUsage::DATA_ENCIPHERMENT, "dataEncipherment"),
            (KeyUsage::KEY_AGREEMENT, "keyAgreement"),
            (KeyUsage::KEY_CERT_SIGN, "keyCertSign"),
            (KeyUsage::CRL_SIGN, "cRLSign"),
            (KeyUsage::ENCIPHER_ONLY, "encipherOnly"),
            (KeyUsage::DECIPHER_ONLY, "decipherOnly"),
        ];
        f.write_str("KeyUsage")?;
        let names = NAMES.iter().filter(|(usage, _)| self.contains(*usage));
        f.debug_set().entries(names.map(|(_, name)| name)).finish()
    }
}
