use jpki_core::algorithm::AlgorithmIdentifier;
use jpki_core::der::{DerError, DerErrorKind, Reader, Tag};

/// `CMSAlgorithmProtection` (RFC 6211 §2) of a signer.
pub(crate) struct AlgorithmProtection<'a> {
    digest: Protected<'a>,
    signature: Protected<'a>,
}

/// An algorithm with its parameters.
struct Protected<'a> {
    oid: &'a [u8],
    parameters: Option<&'a [u8]>,
}

impl<'a> AlgorithmProtection<'a> {
    /// Reads the next element. A `macAlgorithm` has no place with a signer.
    pub(crate) fn read(mut value: Reader<'a>) -> Result<Self, DerError> {
        let mut fields = value.enter(Tag::SEQUENCE)?;
        let digest = AlgorithmIdentifier::read(&mut fields)?;
        let element = fields.expect(Tag::context_constructed(1))?;
        fields.finish()?;
        let mut implicit = fields.inside(element);
        let oid = implicit.object_identifier()?;
        let parameters = match implicit.peek() {
            None if implicit.is_empty() => None,
            _ => {
                let parameters = implicit.any()?;
                Some(implicit.octets(parameters.whole))
            }
        };
        if !implicit.is_empty() {
            return Err(implicit.error(DerErrorKind::TrailingOctets));
        }
        Ok(Self {
            digest: Protected { oid: digest.oid(), parameters: digest.parameters() },
            signature: Protected { oid, parameters },
        })
    }

    /// Whether these are the algorithms that it protects. Absent and NULL parameters are the same
    /// (RFC 5754 §2, RFC 4055 §2.1).
    pub(crate) fn protects(
        &self,
        digest: &AlgorithmIdentifier<'_>,
        signature: &AlgorithmIdentifier<'_>,
    ) -> bool {
        self.digest.is_same(digest) && self.signature.is_same(signature)
    }
}

impl Protected<'_> {
    fn is_same(&self, stated: &AlgorithmIdentifier<'_>) -> bool {
        self.oid == stated.oid() && significant(self.parameters) == significant(stated.parameters())
    }
}

fn significant(parameters: Option<&[u8]>) -> Option<&[u8]> {
    parameters.filter(|parameters| *parameters != [0x05, 0x00])
}
