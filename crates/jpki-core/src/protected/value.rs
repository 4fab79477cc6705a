use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::ProtectedItem;

/// One protected value. Wiped on drop; clones are wiped each for itself.
///
/// ```
/// use jpki_core::protected::{Protected, ProtectedItem};
///
/// let serial = Protected::new(vec![0x01, 0x32, 0xc4, 0xab], ProtectedItem::SerialNumber);
/// assert_eq!(format!("{serial:?}"), "Protected(serial number, 法56条1項・57条1項)");
/// assert_eq!(serial.expose_protected().len(), 4);
/// ```
///
/// It cannot be printed:
///
/// ```compile_fail,E0277
/// # // Requirement: PRIV-07
/// # use jpki_core::protected::{Protected, ProtectedItem};
/// let sex = Protected::new(String::from("1"), ProtectedItem::BasicFourInformation);
/// println!("{sex}");
/// ```
///
/// nor compared by `==`, which would take longer the more bytes agree:
///
/// ```compile_fail,E0369
/// # use jpki_core::protected::{Protected, ProtectedItem};
/// let one = Protected::new([1], ProtectedItem::SerialNumber);
/// let two = Protected::new([2], ProtectedItem::SerialNumber);
/// assert!(one == two);
/// ```
///
/// nor hold what cannot be wiped:
///
/// ```compile_fail,E0277
/// # use jpki_core::protected::{Protected, ProtectedItem};
/// Protected::new("a literal", ProtectedItem::SerialNumber);
/// ```
#[derive(Clone)]
// Requirement: PRIV-07
pub struct Protected<T: Zeroize> {
    value: T,
    item: ProtectedItem,
}

impl<T: Zeroize> Protected<T> {
    /// Wraps a value as this item.
    pub const fn new(value: T, item: ProtectedItem) -> Self {
        Self { value, item }
    }

    /// Returns the value. Each call is a use that an audit may ask about.
    pub const fn expose_protected(&self) -> &T {
        &self.value
    }

    /// Returns which item it is.
    pub const fn item(&self) -> ProtectedItem {
        self.item
    }

    /// Returns whether both hold the same bytes. The time taken depends on their lengths only.
    #[must_use]
    pub fn is_same<U>(&self, other: &Protected<U>) -> bool
    where
        T: AsRef<[u8]>,
        U: AsRef<[u8]> + Zeroize,
    {
        self.value.as_ref().ct_eq(other.value.as_ref()).into()
    }
}

// Requirement: PRIV-07
impl<T: Zeroize> Drop for Protected<T> {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

// Requirement: PRIV-07, ACC-4b
impl<T: Zeroize> fmt::Debug for Protected<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Protected({}, {})", self.item.name(), self.item.rule())
    }
}
