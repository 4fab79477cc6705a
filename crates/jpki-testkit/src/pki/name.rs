//! Distinguished names (RFC 5280 §4.1.2.4) in any string type.

use crate::asn1::{self, ObjectIdentifier};
use crate::oid;

/// String type of an attribute value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StringType {
    /// UTF8String.
    Utf8,
    /// NumericString.
    Numeric,
    /// PrintableString.
    Printable,
    /// TeletexString, also called T61String. Written as Latin-1, as is usual.
    Teletex,
    /// IA5String.
    Ia5,
    /// VisibleString.
    Visible,
    /// UniversalString: UTF-32 big-endian.
    Universal,
    /// BMPString: UTF-16 big-endian.
    Bmp,
}

impl StringType {
    /// The text as an element of this type. Characters that the type does not allow are written
    /// all the same, in UTF-8 for the types of one byte.
    pub fn element(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => asn1::element(0x0C, text.as_bytes()),
            Self::Numeric => asn1::element(0x12, text.as_bytes()),
            Self::Printable => asn1::element(0x13, text.as_bytes()),
            Self::Teletex => {
                let latin_1: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
                asn1::element(0x14, latin_1.as_deref().unwrap_or(text.as_bytes()))
            }
            Self::Ia5 => asn1::element(0x16, text.as_bytes()),
            Self::Visible => asn1::element(0x1A, text.as_bytes()),
            Self::Universal => {
                let bytes: Vec<u8> =
                    text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
                asn1::element(0x1C, &bytes)
            }
            Self::Bmp => {
                let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
                asn1::element(0x1E, &bytes)
            }
        }
    }
}

/// AttributeTypeAndValue.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attribute {
    /// Attribute type.
    pub oid: ObjectIdentifier,
    /// The value as a whole element.
    pub value: Vec<u8>,
}

impl Attribute {
    /// An attribute with a text.
    pub fn new(oid: ObjectIdentifier, string_type: StringType, text: &str) -> Self {
        Self { oid, value: string_type.element(text) }
    }

    fn to_der(&self) -> Vec<u8> {
        asn1::sequence([asn1::object_identifier(self.oid), self.value.clone()])
    }
}

/// A distinguished name: relative distinguished names in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DistinguishedName {
    relative_names: Vec<Vec<Attribute>>,
}

impl DistinguishedName {
    /// The empty name.
    pub fn new() -> Self {
        Self::default()
    }

    /// A name of one commonName as UTF8String.
    pub fn common_name(text: &str) -> Self {
        Self::new().utf8(oid::COMMON_NAME, text)
    }

    /// Adds a relative name of several attributes.
    #[must_use]
    pub fn relative_name(mut self, attributes: impl IntoIterator<Item = Attribute>) -> Self {
        self.relative_names.push(attributes.into_iter().collect());
        self
    }

    /// Adds a relative name of one attribute.
    #[must_use]
    pub fn attribute(self, oid: ObjectIdentifier, string_type: StringType, text: &str) -> Self {
        self.relative_name([Attribute::new(oid, string_type, text)])
    }

    /// Adds a relative name of one attribute as UTF8String.
    #[must_use]
    pub fn utf8(self, oid: ObjectIdentifier, text: &str) -> Self {
        self.attribute(oid, StringType::Utf8, text)
    }

    /// Adds a relative name of one attribute as PrintableString.
    #[must_use]
    pub fn printable(self, oid: ObjectIdentifier, text: &str) -> Self {
        self.attribute(oid, StringType::Printable, text)
    }

    /// The relative names, first one first.
    pub fn relative_names(&self) -> &[Vec<Attribute>] {
        &self.relative_names
    }

    /// Name in DER. Attributes inside a relative name are sorted, as DER has it for a SET OF.
    pub fn to_der(&self) -> Vec<u8> {
        asn1::sequence(self.relative_names.iter().map(|attributes| {
            let mut members: Vec<Vec<u8>> = attributes.iter().map(Attribute::to_der).collect();
            members.sort();
            asn1::set(members)
        }))
    }

    /// The last relative name as RelativeDistinguishedName in DER, for nameRelativeToCRLIssuer.
    pub fn last_relative_name(&self) -> Vec<u8> {
        let mut members: Vec<Vec<u8>> =
            self.relative_names.last().into_iter().flatten().map(Attribute::to_der).collect();
        members.sort();
        asn1::set(members)
    }
}
