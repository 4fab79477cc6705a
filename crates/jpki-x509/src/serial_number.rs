use alloc::vec::Vec;
use core::fmt;

use jpki_core::der::{Decode, DerError, Integer, Reader};
use jpki_core::event::{EventSubject, SubjectKind};
use jpki_core::localized::{Locale, Localized};
use jpki_core::name::Name;
use jpki_core::protected::{Protected, ProtectedItem};

/// A certificate's serial number (発行番号), as the two's complement bytes of its INTEGER.
///
/// They are always the shortest ones that DER allows, so that one number has one form: a number that was
/// padded somewhere would be found in no list, and so be taken for good. Zero, negative numbers and
/// those of more than 20 bytes, which RFC 5280 §4.1.2.2 forbids, are numbers all the same, since
/// certificates may hold them; see [`is_conforming`](Self::is_conforming).
///
/// Protected data (guideline 001 table 4-1; 法56条1項, 57条1項): it must not serve as an identifier of the
/// person in other business, nor be given outside. `Debug` is redacted; there is no `Display`, no
/// `Hash`, no `Serialize`.
#[derive(Clone, Copy)]
pub struct SerialNumber<'a> {
    bytes: &'a [u8],
}

impl<'a> SerialNumber<'a> {
    /// Takes the content bytes of an INTEGER in DER, sign byte included.
    ///
    /// # Errors
    /// [`SerialNumberError`] if there are none or they are not the shortest form (X.690 §8.3.2).
    pub const fn from_der_content(bytes: &'a [u8]) -> Result<Self, SerialNumberError> {
        match Integer::from_bytes(bytes) {
            Some(_) => Ok(Self { bytes }),
            None if bytes.is_empty() => Err(SerialNumberError::Empty),
            None => Err(SerialNumberError::Padded),
        }
    }

    /// Returns the number that these big-endian bytes without sign are, as databases and JSON hold it:
    /// of any fixed width, leading zeros or none.
    ///
    /// ```
    /// use jpki_x509::certificate::SerialNumber;
    ///
    /// let number = SerialNumber::from_magnitude(&[0x00, 0x00, 0x82, 0x01])?;
    /// assert_eq!(number.as_serial_number().expose_protected(), [0x00, 0x82, 0x01]);
    /// # Ok::<(), jpki_x509::certificate::SerialNumberError>(())
    /// ```
    ///
    /// # Errors
    /// [`SerialNumberError`] if there are no bytes or all are zero, as where a number is missing.
    pub fn from_magnitude(magnitude: &[u8]) -> Result<OwnedSerialNumber, SerialNumberError> {
        if magnitude.is_empty() {
            return Err(SerialNumberError::Empty);
        }
        let leading_zeros = magnitude.iter().take_while(|byte| **byte == 0).count();
        let significant = magnitude.get(leading_zeros..).unwrap_or_default();
        let sign: &[u8] = match significant {
            [] => return Err(SerialNumberError::Zero),
            [0x80..=0xff, ..] => &[0],
            _ => &[],
        };
        let mut bytes = Vec::with_capacity(significant.len().saturating_add(1));
        bytes.extend_from_slice(sign);
        bytes.extend_from_slice(significant);
        Ok(OwnedSerialNumber::new(bytes))
    }

    /// The number in bytes which a walk found to be the content of an INTEGER in DER.
    pub(crate) const fn from_checked(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Returns the bytes, for looking up a list or asking a responder.
    #[must_use]
    pub const fn expose_protected(self) -> &'a [u8] {
        self.bytes
    }

    /// Returns whether both are the same number.
    #[must_use]
    pub fn matches(self, other: SerialNumber<'_>) -> bool {
        self.bytes == other.bytes
    }

    /// Returns the certificate that has this number below the authority of this name, as an operation log is told of it.
    /// The log keeps a keyed digest of it. All writings of the name ([`Name::matches`]) give the same.
    #[must_use]
    pub fn as_event_subject(self, issuer: Name<'_>) -> EventSubject {
        let issuer = issuer.canonical();
        let length = u64::try_from(issuer.as_bytes().len()).unwrap_or(u64::MAX);
        let identity = [&length.to_be_bytes(), issuer.as_bytes(), self.bytes].concat();
        let identity = Protected::new(identity, ProtectedItem::SerialNumber);
        EventSubject::new(SubjectKind::Certificate, identity.expose_protected())
    }

    /// Returns whether it is positive and at most 20 bytes long (RFC 5280 §4.1.2.2).
    #[must_use]
    pub const fn is_conforming(self) -> bool {
        match self.bytes {
            [] | [0x80..=0xff, ..] | [0x00] => false,
            _ => self.bytes.len() <= 20,
        }
    }
}

impl<'a> From<Integer<'a>> for SerialNumber<'a> {
    #[inline]
    fn from(number: Integer<'a>) -> Self {
        Self { bytes: number.as_bytes() }
    }
}

impl<'a> Decode<'a> for SerialNumber<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        reader.integer().map(Self::from)
    }
}

// Requirement: LINK-03, LINK-08
impl fmt::Debug for SerialNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SerialNumber(protected)")
    }
}

/// A serial number that owns its bytes, each clone wiped for itself. Protected data, as [`SerialNumber`].
#[derive(Clone, Debug)]
pub struct OwnedSerialNumber {
    bytes: Protected<Vec<u8>>,
}

impl OwnedSerialNumber {
    const fn new(bytes: Vec<u8>) -> Self {
        Self { bytes: Protected::new(bytes, ProtectedItem::SerialNumber) }
    }

    /// Returns the number, to look it up or compare it.
    #[must_use]
    pub fn as_serial_number(&self) -> SerialNumber<'_> {
        SerialNumber::from_checked(self.bytes.expose_protected())
    }
}

impl From<SerialNumber<'_>> for OwnedSerialNumber {
    fn from(number: SerialNumber<'_>) -> Self {
        Self::new(number.bytes.to_vec())
    }
}

/// Reason why bytes are refused as a serial number. Holds none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SerialNumberError {
    /// No bytes.
    #[error("a serial number has at least one byte")]
    Empty,
    /// DER with bytes in front that say nothing.
    #[error("a serial number in DER is not padded")]
    Padded,
    /// Zero, where a positive number belongs.
    #[error("a serial number is not zero")]
    Zero,
}

impl Localized for SerialNumberError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "serial-number.empty",
            Self::Padded => "serial-number.padded",
            Self::Zero => "serial-number.zero",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Empty, Locale::Ja) => "発行番号が空です",
            (Self::Empty, Locale::En) => "the serial number is empty",
            (Self::Padded, Locale::Ja) => "発行番号がDERの最短形式ではありません",
            (Self::Padded, Locale::En) => "the serial number is not in the shortest form of DER",
            (Self::Zero, Locale::Ja) => "発行番号がゼロです",
            (Self::Zero, Locale::En) => "the serial number is zero",
        }
    }
}
