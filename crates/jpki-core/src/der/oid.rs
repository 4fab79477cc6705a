use core::fmt;

use const_oid::ObjectIdentifier;

use crate::text::write_hexadecimal;

/// An OBJECT IDENTIFIER by its content bytes (X.690 §8.19).
///
/// Two are compared by their bytes, not by their numbers: DER has one form for each. Any number of arcs of
/// any size is kept, such as those below 2.25, which are 128 bits long.
///
/// ```
/// use jpki_core::der::{Oid, Reader};
///
/// const COMMON_NAME: Oid<'_> = Oid::of(&const_oid::db::rfc4519::COMMON_NAME);
///
/// let mut reader = Reader::new(&[0x06, 3, 0x55, 0x04, 0x03])?;
/// assert_eq!(reader.object_identifier()?, COMMON_NAME);
/// assert_eq!(COMMON_NAME.to_string(), "2.5.4.3");
/// # Ok::<_, jpki_core::der::DerError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid<'a>(&'a [u8]);

impl<'a> Oid<'a> {
    /// Returns the same identifier as a view.
    #[must_use]
    pub const fn of(oid: &'a ObjectIdentifier) -> Self {
        Self(oid.as_bytes())
    }

    /// Creates the identifier with these content bytes, unchecked. [`Reader::object_identifier`] checks them.
    ///
    /// [`Reader::object_identifier`]: super::Reader::object_identifier
    #[must_use]
    pub const fn from_bytes(content: &'a [u8]) -> Self {
        Self(content)
    }

    /// Returns the content bytes.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }
}

impl<'a> From<&'a ObjectIdentifier> for Oid<'a> {
    fn from(oid: &'a ObjectIdentifier) -> Self {
        Self::of(oid)
    }
}

impl fmt::Display for Oid<'_> {
    /// Dotted numbers, as `2.5.4.3`. Content that is no identifier, or that has a number of 2¹²⁸ or more, is shown
    /// as `#` and its hexadecimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut numbers = numbers(self.0);
        let first = match numbers.next() {
            Some(Some(first)) if numbers.clone().all(|number| number.is_some()) => first,
            _ => return write_hexadecimal(f, self.0),
        };
        // X.690 §8.19.4: the first two arcs are one number, 40 × first + second.
        let arc = (first / 40).min(2);
        write!(f, "{arc}.{}", first.saturating_sub(arc.saturating_mul(40)))?;
        numbers.flatten().try_for_each(|number| write!(f, ".{number}"))
    }
}

impl fmt::Debug for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

/// The numbers of X.690 §8.19.2, seven bits a byte; `None` for one that is too large or unfinished.
fn numbers(content: &[u8]) -> impl Iterator<Item = Option<u128>> + Clone {
    content.split_inclusive(|byte| byte & 0x80 == 0).map(|bytes| {
        let is_finished = bytes.last().is_some_and(|last| last & 0x80 == 0);
        let start = if is_finished { Some(0_u128) } else { None };
        bytes.iter().fold(start, |number, byte| {
            number?.checked_mul(0x80)?.checked_add(u128::from(byte & 0x7f))
        })
    })
}
