use alloc::vec::Vec;

use jpki_core::algorithm::{AlgorithmIdentifier, DigestAlgorithm, SignatureScheme};
use jpki_core::der::{Decode, DerError, Reader, Tag};

/// `CMSAlgorithmProtection` (RFC 6211 §2) of a signer.
pub(crate) struct AlgorithmProtection<'a> {
    digest: AlgorithmIdentifier<'a>,
    /// The `AlgorithmIdentifier` under its own tag.
    signature: Vec<u8>,
}

impl<'a> AlgorithmProtection<'a> {
    /// Reads the next element. A `macAlgorithm` has no place with a signer.
    pub(crate) fn read(mut value: Reader<'a>) -> Result<Self, DerError> {
        let mut fields = value.sequence()?;
        let digest = AlgorithmIdentifier::read(&mut fields)?;
        let element = fields.read(Tag::context_constructed(1))?;
        fields.finish()?;
        let mut signature = fields.bytes(element.whole).to_vec();
        if let Some(tag) = signature.first_mut() {
            *tag = Tag::SEQUENCE.byte();
        }
        AlgorithmIdentifier::from_der(&signature)?;
        Ok(Self { digest, signature })
    }

    /// Whether these are the algorithms that it protects: the same, with parameters of the same values
    /// (RFC 6211 §3). A field that has its default value is as one that is absent.
    pub(crate) fn protects(
        &self,
        digest: &AlgorithmIdentifier<'_>,
        signature: &AlgorithmIdentifier<'_>,
    ) -> bool {
        let protected = AlgorithmIdentifier::from_der(&self.signature);
        is_same(&self.digest, digest, DigestAlgorithm::from_identifier)
            && protected.is_ok_and(|own| is_same(&own, signature, SignatureScheme::from_identifier))
    }
}

/// Whether both are one algorithm with parameters of the same values, as `read` reads them. What it cannot
/// read is the same if the bytes are; absent and NULL parameters are (RFC 5754 §2, RFC 4055 §2.1).
fn is_same<T: PartialEq, E>(
    one: &AlgorithmIdentifier<'_>,
    other: &AlgorithmIdentifier<'_>,
    read: impl Fn(&AlgorithmIdentifier<'_>) -> Result<T, E>,
) -> bool {
    one.oid() == other.oid()
        && match (read(one), read(other)) {
            (Ok(one), Ok(other)) => one == other,
            _ => significant(one.parameters()) == significant(other.parameters()),
        }
}

fn significant(parameters: Option<&[u8]>) -> Option<&[u8]> {
    parameters.filter(|parameters| *parameters != [0x05, 0x00])
}
