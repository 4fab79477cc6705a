//! `SignerInfo` of CMS (RFC 5652 §5.3) as a view: what one signer states, without a judgement.

mod attributes;
#[cfg(feature = "cms")]
mod cms;
mod identifier;

use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::{AlgorithmIdentifier, DigestAlgorithm, SignatureScheme};
use jpki_core::ber;
use jpki_core::der::{Decode, DerError, DerErrorKind, Element, Oid, Reader, Tag};
use jpki_core::limits::Limits;
use jpki_core::protected::ProtectedBytes;
use jpki_core::report::Reason;

pub use identifier::SignerIdentifier;

pub(crate) use attributes::{Attributes, AttributesError, begins_with_attribute};

use crate::error::CmsError;
use crate::oid;
use crate::shell::{Cursor, Stop};

/// What one signer states.
///
/// Lengths and strings are brought to DER when read, because the digest is over DER (RFC 5652 §5.4); the
/// order of attributes is kept. Unsigned attributes keep the bytes they came in: what is in them is
/// signed elsewhere.
#[derive(Clone)]
pub struct SignerInfo {
    /// The fields up to the signature, one after the other, in DER lengths.
    bytes: ProtectedBytes,
    identifier: Element,
    digest_algorithm: Element,
    signed_attributes: Option<Element>,
    signature_algorithm: Element,
    signature: Element,
    /// `[1]` as it came.
    unsigned_attributes: Option<ProtectedBytes>,
}

impl SignerInfo {
    /// Reads one in BER or DER, within the default [`Limits`].
    ///
    /// # Errors
    /// [`CmsError::Malformed`] if it is none.
    pub fn from_ber(bytes: &[u8]) -> Result<Self, CmsError> {
        Self::from_ber_with(bytes, &Limits::DEFAULT)
    }

    /// As [`Self::from_ber`], within these limits.
    ///
    /// # Errors
    /// As [`Self::from_ber`].
    pub fn from_ber_with(bytes: &[u8], limits: &Limits) -> Result<Self, CmsError> {
        let mut cursor = Cursor::new(bytes, limits);
        let (fields, unsigned_attributes) =
            split(&mut cursor, bytes.len(), limits).map_err(|stop| match stop {
                Stop::Malformed(error) => CmsError::from(error),
                Stop::Incomplete => CmsError::truncated(cursor.position()),
            })?;
        Ok(Self::read(fields, unsigned_attributes)?)
    }

    // RFC 5652 §5.3
    fn read(
        owner: ProtectedBytes,
        unsigned_attributes: Option<ProtectedBytes>,
    ) -> Result<Self, DerError> {
        let bytes = owner.as_ref();
        let mut fields = Reader::new(bytes)?;
        fields.small_integer()?;
        let identifier = fields.any()?;
        SignerIdentifier::at(bytes, identifier)?;
        let digest_algorithm = algorithm(&mut fields)?;
        let signed_attributes = fields.optional(Tag::context_constructed(0))?;
        let signature_algorithm = algorithm(&mut fields)?;
        let signature = fields.read(Tag::OCTET_STRING)?;
        fields.finish()?;
        Ok(Self {
            identifier,
            digest_algorithm,
            signed_attributes,
            signature_algorithm,
            signature,
            bytes: owner,
            unsigned_attributes,
        })
    }

    /// Returns which certificate the signer says is its own.
    #[must_use]
    pub fn identifier(&self) -> Option<SignerIdentifier<'_>> {
        SignerIdentifier::at(self.bytes.as_ref(), self.identifier).ok()
    }

    /// Returns the digest over the content.
    ///
    /// # Errors
    /// [`Reason::AlgorithmUnsupported`] if it is not known here.
    pub fn digest_algorithm(&self) -> Result<DigestAlgorithm, Reason> {
        AlgorithmIdentifier::at(self.bytes.as_ref(), self.digest_algorithm.whole)
            .ok()
            .and_then(|identifier| DigestAlgorithm::from_identifier(&identifier).ok())
            .ok_or(Reason::AlgorithmUnsupported)
    }

    /// Returns the signature scheme that digest and signature algorithm name together.
    ///
    /// `rsaEncryption` stands for RSASSA-PKCS1-v1_5 with the digest algorithm (RFC 3370 §3.2), as OpenSSL
    /// and cards' clients write it. Every other algorithm names its own digest, which must be the same
    /// (RFC 8933 §3); for Ed25519 that is SHA-512 (RFC 8419 §3.1).
    ///
    /// # Errors
    /// [`Reason::AlgorithmUnsupported`], or [`Reason::DigestAlgorithmMismatch`].
    pub fn scheme(&self) -> Result<SignatureScheme, Reason> {
        let digest = self.digest_algorithm()?;
        let identifier =
            AlgorithmIdentifier::at(self.bytes.as_ref(), self.signature_algorithm.whole)
                .map_err(|_| Reason::AlgorithmUnsupported)?;
        if identifier.oid() == oid::RSA_ENCRYPTION {
            return match identifier.parameters() {
                None | Some([0x05, 0x00]) => Ok(SignatureScheme::RsaPkcs1(digest)),
                Some(_) => Err(Reason::AlgorithmUnsupported),
            };
        }
        let scheme = SignatureScheme::from_identifier(&identifier)
            .map_err(|_| Reason::AlgorithmUnsupported)?;
        match scheme {
            SignatureScheme::Ed25519 if digest == DigestAlgorithm::Sha512 => Ok(scheme),
            _ if scheme.digest() == Some(digest) => Ok(scheme),
            _ => Err(Reason::DigestAlgorithmMismatch),
        }
    }

    /// Returns the signature value.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.signature.content.of(self.bytes.as_ref())
    }

    /// Time-stamp tokens over the signature (RFC 5126 §6.1.1), each in the bytes it came in.
    ///
    /// # Errors
    /// [`CmsError`] if the unsigned attributes cannot be read or exceed the limits.
    pub fn time_stamp_bytes(&self, limits: &Limits) -> Result<Vec<&[u8]>, CmsError> {
        self.unsigned_values(oid::SIGNATURE_TIME_STAMP, limits)
    }

    /// Those who signed this signature (RFC 5652 §11.4), not verified; `None` for one that cannot be read.
    ///
    /// # Errors
    /// [`CmsError`] if the unsigned attributes cannot be read or exceed the limits.
    pub fn countersigners(&self, limits: &Limits) -> Result<Vec<Option<Self>>, CmsError> {
        let values = self.unsigned_values(oid::COUNTERSIGNATURE, limits)?;
        Ok(values.into_iter().map(|value| Self::from_ber_with(value, limits).ok()).collect())
    }

    /// The elements of `signedAttrs`, or nothing if there are none.
    pub(crate) fn signed_attributes(
        &self,
        limits: &Limits,
    ) -> Option<Result<Attributes<'_>, AttributesError>> {
        let element = self.signed_attributes?;
        Some(Attributes::read(self.bytes.as_ref(), element, limits))
    }

    /// What is signed if there are signed attributes: their DER under the tag of a SET.
    // RFC 5652 §5.4
    pub(crate) fn signed_attributes_bytes(&self) -> Option<ProtectedBytes> {
        let mut bytes = self.signed_attributes?.whole.of(self.bytes.as_ref()).to_vec();
        *bytes.first_mut()? = Tag::SET.byte();
        Some(bytes.into())
    }

    pub(crate) fn digest_algorithm_identifier(&self) -> Option<AlgorithmIdentifier<'_>> {
        AlgorithmIdentifier::at(self.bytes.as_ref(), self.digest_algorithm.whole).ok()
    }

    pub(crate) fn signature_algorithm_identifier(&self) -> Option<AlgorithmIdentifier<'_>> {
        AlgorithmIdentifier::at(self.bytes.as_ref(), self.signature_algorithm.whole).ok()
    }

    fn unsigned_values(&self, kind: Oid<'_>, limits: &Limits) -> Result<Vec<&[u8]>, CmsError> {
        match &self.unsigned_attributes {
            None => Ok(Vec::new()),
            Some(bytes) => attributes::values_in_ber(bytes.as_ref(), kind, limits),
        }
    }
}

impl fmt::Debug for SignerInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerInfo({:?})", self.identifier())
    }
}

/// The fields up to the signature in DER lengths, and the unsigned attributes as they came.
fn split(
    cursor: &mut Cursor<'_>,
    bytes: usize,
    limits: &Limits,
) -> Result<(ProtectedBytes, Option<ProtectedBytes>), Stop> {
    cursor.enter(Tag::SEQUENCE)?;
    // Room for all of it, so that no copy is left behind where it would have grown.
    let mut fields = Vec::with_capacity(bytes.saturating_add(1024));
    let mut unsigned_attributes = None;
    let mut number: usize = 0;
    while cursor.has_more()? {
        let (tag, whole) = cursor.element()?;
        let bytes = cursor.bytes(whole);
        if unsigned_attributes.is_some() {
            return Err(cursor.malformed(DerErrorKind::TrailingBytes));
        } else if tag == Tag::context_constructed(1) {
            unsigned_attributes = Some(ProtectedBytes::from(bytes));
        } else if number == IDENTIFIER && tag == Tag::context_constructed(0) {
            fields.extend_from_slice(joined_identifier(bytes, limits)?.as_ref());
        } else {
            let normal = ber::normalise(bytes, limits).map_err(Stop::Malformed)?;
            fields.extend_from_slice(&normal);
        }
        number = number.saturating_add(1);
    }
    cursor.leave()?;
    if cursor.has_more()? {
        return Err(cursor.malformed(DerErrorKind::TrailingBytes));
    }
    Ok((fields.into(), unsigned_attributes))
}

/// The place of `sid` among the fields.
const IDENTIFIER: usize = 1;

/// A subjectKeyIdentifier in pieces (X.690 §8.7.3, §8.14.3) as one string: `[0] IMPLICIT OCTET STRING` is
/// the only string under a context tag on the way of a signature.
fn joined_identifier(bytes: &[u8], limits: &Limits) -> Result<ProtectedBytes, Stop> {
    let retagged = |bytes: &[u8], tag: u8| {
        let mut bytes = bytes.to_vec();
        if let Some(first) = bytes.first_mut() {
            *first = tag;
        }
        ProtectedBytes::from(bytes)
    };
    let string = retagged(bytes, 0x24);
    let joined = ber::normalise(string.as_ref(), limits).map_err(Stop::Malformed)?;
    Ok(retagged(&joined, Tag::context(0).byte()))
}

fn algorithm(fields: &mut Reader<'_>) -> Result<Element, DerError> {
    let mut ahead = *fields;
    AlgorithmIdentifier::read(&mut ahead)?;
    fields.any()
}
