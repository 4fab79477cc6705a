use core::fmt;

/// Identifier byte of an element with a low tag number (0 to 30), class and form included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u8);

impl Tag {
    /// BOOLEAN
    pub const BOOLEAN: Self = Self(0x01);
    /// INTEGER
    pub const INTEGER: Self = Self(0x02);
    /// BIT STRING
    pub const BIT_STRING: Self = Self(0x03);
    /// OCTET STRING
    pub const OCTET_STRING: Self = Self(0x04);
    /// NULL
    pub const NULL: Self = Self(0x05);
    /// OBJECT IDENTIFIER
    pub const OBJECT_IDENTIFIER: Self = Self(0x06);
    /// ENUMERATED
    pub const ENUMERATED: Self = Self(0x0a);
    /// UTF8String
    pub const UTF8_STRING: Self = Self(0x0c);
    /// SEQUENCE and SEQUENCE OF
    pub const SEQUENCE: Self = Self(0x30);
    /// SET and SET OF
    pub const SET: Self = Self(0x31);
    /// NumericString
    pub const NUMERIC_STRING: Self = Self(0x12);
    /// PrintableString
    pub const PRINTABLE_STRING: Self = Self(0x13);
    /// TeletexString, also called T61String
    pub const TELETEX_STRING: Self = Self(0x14);
    /// IA5String
    pub const IA5_STRING: Self = Self(0x16);
    /// UTCTime
    pub const UTC_TIME: Self = Self(0x17);
    /// GeneralizedTime
    pub const GENERALIZED_TIME: Self = Self(0x18);
    /// VisibleString
    pub const VISIBLE_STRING: Self = Self(0x1a);
    /// UniversalString
    pub const UNIVERSAL_STRING: Self = Self(0x1c);
    /// BMPString
    pub const BMP_STRING: Self = Self(0x1e);

    const CONTEXT: u8 = 0x80;
    const CONSTRUCTED: u8 = 0x20;
    const NUMBER: u8 = 0x1f;

    /// The tag with this identifier byte; `None` for the high-tag-number form.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        if byte & Self::NUMBER == Self::NUMBER { None } else { Some(Self(byte)) }
    }

    /// `[number]` IMPLICIT over a primitive type. Numbers above 30 do not occur in X.509.
    #[must_use]
    pub const fn context(number: u8) -> Self {
        Self(Self::CONTEXT | (number & Self::NUMBER))
    }

    /// `[number]` EXPLICIT, or IMPLICIT over a constructed type.
    #[must_use]
    pub const fn context_constructed(number: u8) -> Self {
        Self(Self::CONTEXT | Self::CONSTRUCTED | (number & Self::NUMBER))
    }

    /// Returns the identifier byte.
    #[must_use]
    pub const fn byte(self) -> u8 {
        self.0
    }

    /// Returns whether the content is itself a series of elements.
    #[must_use]
    pub const fn is_constructed(self) -> bool {
        self.0 & Self::CONSTRUCTED != 0
    }

    /// Returns the number of a context-specific tag, of either form.
    #[must_use]
    pub const fn context_number(self) -> Option<u8> {
        if self.0 & 0xc0 == Self::CONTEXT { Some(self.0 & Self::NUMBER) } else { None }
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({:#04x})", self.0)
    }
}
