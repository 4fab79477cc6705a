use super::{AlgorithmError, AlgorithmIdentifier, DigestAlgorithm, oid};
use crate::der::{Decode, Reader, Tag};

/// `RSASSA-PSS-params` of RFC 4055 §3.1, each member with its default.
pub(super) struct PssParameters {
    digest: DigestAlgorithm,
    mask_digest: DigestAlgorithm,
    salt: u16,
}

/// What the parameters of an id-RSASSA-PSS key demand of its signatures (RFC 4055 §3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "what RFC 4055 lets the parameters of a key restrict"
)]
pub struct PssRestriction {
    /// The one digest, of the message and of MGF1.
    pub digest: DigestAlgorithm,
    /// The fewest bytes of salt.
    pub minimum_salt: u16,
}

impl PssParameters {
    pub(super) fn read(parameters: &[u8]) -> Result<Self, AlgorithmError> {
        let mut fields = Reader::new(parameters)?.read_all(Reader::sequence)?;
        let mut digest = DigestAlgorithm::Sha1;
        let mut mask_digest = DigestAlgorithm::Sha1;
        let mut salt = 20;
        if let Some(field) = fields.optional_nested(Tag::context_constructed(0))? {
            digest = digest_in(field)?;
        }
        if let Some(field) = fields.optional_nested(Tag::context_constructed(1))? {
            let mask = field.read_all(AlgorithmIdentifier::read)?;
            if mask.oid() != oid::MGF_1 {
                return Err(AlgorithmError::Parameters);
            }
            let parameters = mask.parameters().ok_or(AlgorithmError::Parameters)?;
            mask_digest = digest_in(Reader::new(parameters)?)?;
        }
        if let Some(field) = fields.optional_nested(Tag::context_constructed(2))? {
            let bytes = field.read_all(Reader::small_integer)?;
            salt = u16::try_from(bytes).map_err(|_| AlgorithmError::Parameters)?;
        }
        if let Some(field) = fields.optional_nested(Tag::context_constructed(3))?
            && field.read_all(Reader::small_integer)? != 1
        {
            return Err(AlgorithmError::Parameters);
        }
        fields.finish()?;
        Ok(Self { digest, mask_digest, salt })
    }

    /// Returns the digest of message and mask and the bytes of salt of a signature; one digest serves both.
    pub(super) fn signature(self) -> Result<(DigestAlgorithm, u16), AlgorithmError> {
        if self.digest != self.mask_digest {
            return Err(AlgorithmError::Parameters);
        }
        Ok((self.digest, self.salt))
    }

    /// What they demand as a key's. No scheme here fits a key with two digests, as if it were unknown.
    pub(super) fn restriction(self) -> Result<PssRestriction, AlgorithmError> {
        if self.digest != self.mask_digest {
            return Err(AlgorithmError::Unknown);
        }
        Ok(PssRestriction { digest: self.digest, minimum_salt: self.salt })
    }
}

fn digest_in(reader: Reader<'_>) -> Result<DigestAlgorithm, AlgorithmError> {
    let identifier = reader.read_all(AlgorithmIdentifier::read)?;
    DigestAlgorithm::from_identifier(&identifier)
}
