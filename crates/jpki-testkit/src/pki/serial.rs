//! Serial numbers as content bytes, so that wrong ones can be written too.

use crate::asn1;

/// Serial number: the content bytes of its INTEGER.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SerialNumber(Vec<u8>);

impl SerialNumber {
    /// The serial number with these content bytes, whatever they are.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The content bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// INTEGER in DER.
    pub fn to_der(&self) -> Vec<u8> {
        asn1::integer(&self.0)
    }
}

impl From<u64> for SerialNumber {
    fn from(value: u64) -> Self {
        Self(asn1::unsigned_bytes(value))
    }
}
