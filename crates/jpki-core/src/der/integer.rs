use core::fmt;

/// An INTEGER of any length by its content bytes: two's complement, in the shortest form (X.690 §8.3.2).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Integer<'a>(&'a [u8]);

impl<'a> Integer<'a> {
    /// Creates the number with these content bytes; `None` if there are none or they are padded.
    #[must_use]
    #[inline]
    pub const fn from_bytes(content: &'a [u8]) -> Option<Self> {
        match content {
            [] | [0x00, 0x00..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => None,
            _ => Some(Self(content)),
        }
    }

    /// Returns the content bytes.
    #[must_use]
    #[inline]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// Returns the bytes without sign and leading zeros, none for zero; `None` for a negative number.
    #[must_use]
    #[inline]
    pub const fn magnitude(self) -> Option<&'a [u8]> {
        match self.0 {
            [0x80..=0xff, ..] => None,
            [0x00, magnitude @ ..] | magnitude => Some(magnitude),
        }
    }

    /// Returns the number if it is from 0 to 2³² − 1.
    #[must_use]
    #[inline]
    pub fn to_u32(self) -> Option<u32> {
        let bytes = match *self.magnitude()? {
            [] => [0; 4],
            [a] => [0, 0, 0, a],
            [a, b] => [0, 0, a, b],
            [a, b, c] => [0, a, b, c],
            [a, b, c, d] => [a, b, c, d],
            _ => return None,
        };
        Some(u32::from_be_bytes(bytes))
    }

    /// Returns the number if it is from 0 to 2⁶⁴ − 1.
    #[must_use]
    pub fn to_u64(self) -> Option<u64> {
        let magnitude = self.magnitude().filter(|magnitude| magnitude.len() <= 8)?;
        Some(magnitude.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }
}

impl fmt::Debug for Integer<'_> {
    /// The length only: serial numbers and keys are protected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Integer({} bytes)", self.0.len())
    }
}
