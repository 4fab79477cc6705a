//! To and from `SignedData` of `cms`, by DER.

use alloc::vec::Vec;

use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use const_oid::db::rfc5911::ID_SIGNED_DATA;
use der::asn1::Any;
use der::{Decode, Encode, Error, ErrorKind};
use jpki_core::ber;
use jpki_core::limits::Limits;

use crate::error::der_error;

/// Reads a message in BER or DER as the type of `cms`. Unstable while that crate is a pre-release.
///
/// That type keeps values, not bytes, and sorts each SET OF: what it encodes may differ from what was signed. Verify what
/// [`SignedData::from_ber`](super::SignedData::from_ber) gives. It also shows, and does not wipe, what our types hide.
///
/// # Errors
/// If it is refused: by `cms` also because of one certificate or CRL that it cannot read.
///
/// ```
/// use jpki_cms::signed_data::{self, SignedData};
/// use jpki_core::limits::Limits;
/// # use jpki_testkit::cms::{SignedDataBuilder, SignerBuilder};
/// # use jpki_testkit::jpki::{Person, SyntheticJpki};
/// # let hanako = SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue();
/// # let signer = SignerBuilder::new(hanako.certificate(), hanako.key());
/// # let message = SignedDataBuilder::new(b"a form").signer(signer).build();
/// let theirs = signed_data::to_cms(&message, &Limits::DEFAULT)?;
/// assert_eq!(theirs.signer_infos.0.len(), 1);
/// let again = signed_data::from_cms(&theirs)?;
/// assert_eq!(SignedData::from_ber(&again)?.signed_data.signer_count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn to_cms(message: &[u8], limits: &Limits) -> Result<SignedData, Error> {
    let message = ber::normalise(message, limits).map_err(der_error)?;
    let info = ContentInfo::from_der(&message)?;
    if info.content_type != ID_SIGNED_DATA {
        return Err(ErrorKind::OidUnknown { oid: info.content_type }.into());
    }
    info.content.decode_as()
}

/// Writes the message that this `SignedData` of `cms` is, in DER, to be read by
/// [`SignedData::from_ber`](super::SignedData::from_ber). Unstable while that crate is a pre-release.
///
/// # Errors
/// If it cannot be encoded.
pub fn from_cms(signed_data: &SignedData) -> Result<Vec<u8>, Error> {
    let content = Any::encode_from(signed_data)?;
    ContentInfo { content_type: ID_SIGNED_DATA, content }.to_der()
}
