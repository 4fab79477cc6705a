use core::fmt;

/// A certificate's serial number (発行番号), as the two's complement octets of its INTEGER.
///
/// Protected data (guideline 001 table 4-1; 法56条1項, 57条1項): it must not serve as an identifier of the
/// person in other business, nor be given outside. `Debug` is redacted; there is no `Display`, no
/// `Hash`, no `Serialize`.
#[derive(Clone, Copy)]
pub struct SerialNumber<'a> {
    octets: &'a [u8],
}

impl<'a> SerialNumber<'a> {
    /// A serial number from the content octets of its INTEGER.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self { octets }
    }

    /// The octets, for looking up a list or asking a responder.
    #[must_use]
    pub const fn expose_protected(self) -> &'a [u8] {
        self.octets
    }

    /// Whether both are the same number.
    #[must_use]
    pub fn matches(self, other: SerialNumber<'_>) -> bool {
        self.octets == other.octets
    }

    /// Whether it is positive and at most 20 octets long (RFC 5280 §4.1.2.2).
    #[must_use]
    pub const fn is_conforming(self) -> bool {
        match self.octets {
            [] | [0x80..=0xff, ..] | [0x00] => false,
            _ => self.octets.len() <= 20,
        }
    }
}

impl fmt::Debug for SerialNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SerialNumber(protected)")
    }
}
