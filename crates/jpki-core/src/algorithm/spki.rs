//! To the types of `spki`.
//!
//! The other way leads through DER, `PublicKeyInfo::from_der(&info.to_der()?)`, because our types are views over bytes.
//! What `spki` writes may differ from the bytes that it read: hash and compare the bytes of a certificate, not these.

use spki::der::{Decode, Error};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use super::{AlgorithmIdentifier, PublicKeyInfo};

/// ```
/// use jpki_core::algorithm::PublicKeyInfo;
/// use spki::SubjectPublicKeyInfoRef;
/// use spki::der::Encode;
///
/// # let bytes = &[&[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00][..], &[7; 32]].concat();
/// let info = PublicKeyInfo::from_der(bytes)?;
/// let theirs = SubjectPublicKeyInfoRef::try_from(&info)?;
/// assert_eq!(theirs.algorithm.oid.to_string(), "1.3.101.112"); // Ed25519
/// let der = theirs.to_der()?;
/// assert_eq!(PublicKeyInfo::from_der(&der)?, info);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<'a> TryFrom<&PublicKeyInfo<'a>> for SubjectPublicKeyInfoRef<'a> {
    type Error = Error;

    /// # Errors
    /// If `der` refuses what our reader accepts.
    fn try_from(info: &PublicKeyInfo<'a>) -> Result<Self, Error> {
        Self::from_der(info.as_bytes())
    }
}

impl<'a> TryFrom<&AlgorithmIdentifier<'a>> for AlgorithmIdentifierRef<'a> {
    type Error = Error;

    /// # Errors
    /// If `der` refuses what our reader accepts, such as an object identifier with an arc of more than 32 bits.
    fn try_from(identifier: &AlgorithmIdentifier<'a>) -> Result<Self, Error> {
        Self::from_der(identifier.as_bytes())
    }
}
