//! To the type of `cms`, by DER.

use der::asn1::AnyRef;
use der::{Decode, Encode, Error, Tag};
use jpki_core::ber;
use jpki_core::limits::Limits;

use super::SignerInfo;
use crate::error::der_error;

impl SignerInfo {
    /// Reads the same signer as the type of `cms`, for attributes that these crates do not look at. Unstable while that
    /// crate is a pre-release.
    ///
    /// What it says is not verified, and what it encodes may differ from what was signed. The other way leads through
    /// DER, `SignerInfo::from_ber(&theirs.to_der()?)`.
    ///
    /// # Errors
    /// If it is refused: by `cms` also because of an attribute that it cannot read.
    pub fn to_cms(&self, limits: &Limits) -> Result<cms::signed_data::SignerInfo, Error> {
        let mut fields = self.bytes.as_ref().to_vec();
        if let Some(attributes) = &self.unsigned_attributes {
            let attributes = ber::normalise(attributes.as_ref(), limits).map_err(der_error)?;
            fields.extend_from_slice(&attributes);
        }
        let bytes = AnyRef::new(Tag::Sequence, &fields)?.to_der()?;
        cms::signed_data::SignerInfo::from_der(&bytes)
    }
}
