use super::{AlgorithmError, AlgorithmIdentifier, DigestAlgorithm, oid};
use crate::der::{DerErrorKind, Reader, Tag};

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
        let mut reader = Reader::new(parameters)?;
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let mut digest = DigestAlgorithm::Sha1;
        let mut mask_digest = DigestAlgorithm::Sha1;
        let mut salt = 20;
        if let Some(field) = fields.optional(Tag::context_constructed(0))? {
            digest = digest_in(fields.inside(field))?;
        }
        if let Some(field) = fields.optional(Tag::context_constructed(1))? {
            let mut inner = fields.inside(field);
            let mask = AlgorithmIdentifier::read(&mut inner)?;
            inner.finish()?;
            if mask.oid() != oid::MGF_1 {
                return Err(AlgorithmError::Parameters);
            }
            let parameters = mask.parameters().ok_or(AlgorithmError::Parameters)?;
            mask_digest = digest_in(Reader::new(parameters)?)?;
        }
        if let Some(field) = fields.optional(Tag::context_constructed(2))? {
            let mut inner = fields.inside(field);
            let bytes = inner.small_integer()?;
            inner.finish()?;
            salt = u16::try_from(bytes).map_err(|_| AlgorithmError::Parameters)?;
        }
        if let Some(field) = fields.optional(Tag::context_constructed(3))? {
            let mut inner = fields.inside(field);
            let trailer = inner.small_integer()?;
            inner.finish()?;
            if trailer != 1 {
                return Err(AlgorithmError::Parameters);
            }
        }
        if !fields.is_empty() {
            return Err(fields.error(DerErrorKind::TrailingBytes).into());
        }
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

fn digest_in(mut reader: Reader<'_>) -> Result<DigestAlgorithm, AlgorithmError> {
    let identifier = AlgorithmIdentifier::read(&mut reader)?;
    reader.finish()?;
    DigestAlgorithm::from_identifier(&identifier)
}
