use jpki_core::crypto::Digest;
use jpki_core::der::Oid;
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Reason, Subject};

use crate::content::SignedContent;
use crate::oid;
use crate::signer_info::{SignerInfo, begins_with_attribute};

/// What was signed.
pub(crate) enum Signed<'a> {
    /// The content of a message.
    Content {
        content: &'a SignedContent<'a>,
        content_type: Oid<'a>,
        /// Whether it is the content of this message.
        origin: Result<(), Reason>,
    },
    /// The signature of another signer, which has no type (RFC 5652 §11.4).
    Signature { content: &'a SignedContent<'a> },
}

impl<'a> Signed<'a> {
    pub(super) const fn content(&self) -> &'a SignedContent<'a> {
        match self {
            Self::Content { content, .. } | Self::Signature { content } => content,
        }
    }

    pub(super) const fn content_type(&self) -> Option<Oid<'a>> {
        match self {
            Self::Content { content_type, .. } => Some(*content_type),
            Self::Signature { .. } => None,
        }
    }

    /// The digest of the content by the signer's algorithm.
    pub(super) fn digest(&self, signer: &SignerInfo) -> Result<&'a Digest, Reason> {
        if let Self::Content { origin, .. } = self {
            (*origin)?;
        }
        let algorithm = signer.digest_algorithm()?;
        self.content().digest(algorithm).ok_or(Reason::DigestNotAnnounced)
    }

    pub(super) fn check(&self, subject: Subject, digest: Result<&Digest, Reason>) -> Check {
        let content_type =
            self.content_type().and_then(|oid| Fact::object_identifier(FactKey::ContentType, oid));
        let digest_facts = digest.ok().map(|digest| {
            let value = FactValue::Bytes(digest.as_bytes().into());
            [
                Fact::code(FactKey::DigestAlgorithm, digest.algorithm().name()),
                Fact { key: FactKey::ContentDigest, value },
            ]
        });
        Some(Fact::count(FactKey::ContentLength, self.content().length()))
            .into_iter()
            .chain(content_type)
            .chain(digest_facts.into_iter().flatten())
            .fold(Check::of(CheckId::SignerContent, subject, digest.map(drop)), Check::with)
    }

    /// Whether a signature over this may do without signed attributes.
    pub(super) fn admit_unattributed(&self) -> Result<(), Reason> {
        // RFC 5652 §5.3: only content of type id-data may do without
        if self.content_type().is_some_and(|content_type| content_type != oid::DATA) {
            return Err(Reason::SignedAttributesMissing);
        }
        // NOTE: The signed attributes of a signature are bytes like any other. Taken out and presented as
        // content, they would make a second valid signature over something that nobody signed as content.
        // Test: signed_attributes_passed_off_as_content_are_refused.
        if begins_with_attribute(self.content().beginning(), self.content().length()) {
            return Err(Reason::ContentIsSignedAttributes);
        }
        Ok(())
    }
}
