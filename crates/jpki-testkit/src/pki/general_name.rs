//! GeneralName (RFC 5280 §4.2.1.6).

use super::name::{DistinguishedName, StringType};
use crate::asn1::{self, ObjectIdentifier};

/// A GeneralName of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GeneralName {
    /// otherName: type and the value as a whole element.
    Other(ObjectIdentifier, Vec<u8>),
    /// rfc822Name.
    Rfc822(String),
    /// dNSName.
    Dns(String),
    /// directoryName.
    Directory(DistinguishedName),
    /// uniformResourceIdentifier.
    Uri(String),
    /// iPAddress: 4 or 16 bytes, twice as many in name constraints.
    IpAddress(Vec<u8>),
    /// registeredID.
    RegisteredId(ObjectIdentifier),
    /// Any element, as it is.
    Raw(Vec<u8>),
}

impl GeneralName {
    /// An otherName with a text.
    pub fn other(oid: ObjectIdentifier, string_type: StringType, text: &str) -> Self {
        Self::Other(oid, string_type.element(text))
    }

    /// GeneralName in DER.
    pub fn to_der(&self) -> Vec<u8> {
        match self {
            Self::Other(oid, value) => {
                let members = [asn1::object_identifier(*oid), asn1::explicit(0, value)];
                asn1::implicit(0, asn1::sequence(members))
            }
            Self::Rfc822(text) => asn1::implicit(1, StringType::Ia5.element(text)),
            Self::Dns(text) => asn1::implicit(2, StringType::Ia5.element(text)),
            // A Name is a CHOICE, so its tag is explicit (X.680 §31.2.7).
            Self::Directory(name) => asn1::explicit(4, name.to_der()),
            Self::Uri(text) => asn1::implicit(6, StringType::Ia5.element(text)),
            Self::IpAddress(bytes) => asn1::implicit(7, asn1::octet_string(bytes)),
            Self::RegisteredId(oid) => asn1::implicit(8, asn1::object_identifier(*oid)),
            Self::Raw(der) => der.clone(),
        }
    }
}

/// GeneralNames in DER.
pub(super) fn general_names(names: &[GeneralName]) -> Vec<u8> {
    asn1::sequence(names.iter().map(GeneralName::to_der))
}
