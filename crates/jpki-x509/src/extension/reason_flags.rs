use core::fmt;
use core::ops::{BitAnd, BitOr, Sub};

use jpki_core::der::{DerError, Element, Reader};

use super::named_bits;

/// A set of revocation reasons that a list covers (RFC 5280 §4.2.1.13, `ReasonFlags`).
///
/// The bits are not the numbers of `CRLReason`: bit 7 is privilegeWithdrawn here and no reason there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReasonFlags(u16);

impl ReasonFlags {
    /// No reason.
    pub const NONE: Self = Self(0);
    /// Bit 0, which no reason uses.
    pub const UNUSED: Self = Self(1 << 0);
    /// The subject's key is compromised.
    pub const KEY_COMPROMISE: Self = Self(1 << 1);
    /// The authority's key is compromised.
    pub const CA_COMPROMISE: Self = Self(1 << 2);
    /// Content of the certificate has changed.
    pub const AFFILIATION_CHANGED: Self = Self(1 << 3);
    /// Replaced by another certificate.
    pub const SUPERSEDED: Self = Self(1 << 4);
    /// No longer needed.
    pub const CESSATION_OF_OPERATION: Self = Self(1 << 5);
    /// On hold (一時保留).
    pub const CERTIFICATE_HOLD: Self = Self(1 << 6);
    /// A privilege in the certificate was withdrawn.
    pub const PRIVILEGE_WITHDRAWN: Self = Self(1 << 7);
    /// An attribute authority's key is compromised.
    pub const AA_COMPROMISE: Self = Self(1 << 8);
    /// Every reason: what a list covers that names none (RFC 5280 §6.3.3, `all-reasons`).
    pub const ALL: Self = Self(0x1fe);

    /// Reads the content of an element that stands for `ReasonFlags` under an implicit tag. Trailing zero
    /// bits are taken, although DER forbids them.
    ///
    /// # Errors
    /// If it is malformed or has bits beyond the nine that have a name.
    pub fn read_content(reader: &Reader<'_>, element: Element) -> Result<Self, DerError> {
        named_bits::read(reader, element, 9).map(Self)
    }

    /// Returns whether every reason of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns whether it holds no reason; bit 0 is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 & Self::ALL.0 == 0
    }
}

impl BitOr for ReasonFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for ReasonFlags {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Sub for ReasonFlags {
    type Output = Self;

    /// The reasons of this set that are not in the other.
    fn sub(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl fmt::Debug for ReasonFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReasonFlags({:#05x})", self.0)
    }
}
