use core::fmt;

use super::escape::write_hexadecimal;

/// Returns an object identifier, given by its content bytes, in dotted numbers: `2.5.4.3`.
///
/// Content that is none, or that has a number of 2¹²⁸ or more, is shown as `#` and its hexadecimal.
#[must_use]
pub const fn object_identifier(content: &[u8]) -> ObjectIdentifierText<'_> {
    ObjectIdentifierText(content)
}

/// What [`object_identifier`] gives.
#[derive(Clone, Copy)]
pub struct ObjectIdentifierText<'a>(&'a [u8]);

impl fmt::Display for ObjectIdentifierText<'_> {
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

/// The numbers of X.690 §8.19.2, seven bits an byte; `None` for one that is too large or unfinished.
fn numbers(content: &[u8]) -> impl Iterator<Item = Option<u128>> + Clone {
    content.split_inclusive(|byte| byte & 0x80 == 0).map(|bytes| {
        let is_finished = bytes.last().is_some_and(|last| last & 0x80 == 0);
        let start = if is_finished { Some(0_u128) } else { None };
        bytes.iter().fold(start, |number, byte| {
            number?.checked_mul(0x80)?.checked_add(u128::from(byte & 0x7f))
        })
    })
}
