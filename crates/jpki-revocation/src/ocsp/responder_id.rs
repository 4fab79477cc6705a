use core::fmt;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::der::{Decode, Reader, Span, Tag};
use jpki_core::name::Name;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;

use super::certificate_id::key_digest;
use super::error::OcspError;

/// Who says to have signed a response (`ResponderID`, RFC 6960 §4.2.1).
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "the CHOICE of RFC 6960 section 4.2.1")]
pub enum ResponderId<'a> {
    /// By name.
    Name(Name<'a>),
    /// By the SHA-1 digest of the key.
    Key(&'a [u8]),
}

impl ResponderId<'_> {
    /// Whether this names the authority.
    // RFC 6960 §4.2.1: KeyHash is the SHA-1 digest of the key.
    pub(super) fn names(&self, authority: &Authority, crypto: &dyn CryptoBackend) -> bool {
        match self {
            Self::Name(name) => is_same_name(name, &authority.name()),
            Self::Key(digest) => key_digest(authority, DigestAlgorithm::Sha1, crypto)
                .is_some_and(|key| key.as_bytes() == *digest),
        }
    }

    /// Whether this names the subject of the certificate.
    pub(super) fn names_subject(
        &self,
        certificate: &Certificate,
        crypto: &dyn CryptoBackend,
    ) -> bool {
        match self {
            Self::Name(name) => is_same_name(name, &certificate.subject()),
            Self::Key(digest) => certificate.public_key().is_ok_and(|key| {
                crypto.digest(DigestAlgorithm::Sha1, key.key()).as_bytes() == *digest
            }),
        }
    }
}

impl fmt::Debug for ResponderId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name(_) => "ResponderId(by name)",
            Self::Key(_) => "ResponderId(by key)",
        })
    }
}

/// Where a responder's name or key digest lies.
#[derive(Clone, Copy)]
pub(super) enum ResponderIdSpan {
    Name(Span),
    Key(Span),
}

impl ResponderIdSpan {
    pub(super) fn read(fields: &mut Reader<'_>) -> Result<Self, OcspError> {
        const BY_NAME: Tag = Tag::context_constructed(1);
        const BY_KEY: Tag = Tag::context_constructed(2);
        let choice = fields.any()?;
        fields.contents_of(choice).read_all(|inner| match choice.tag {
            BY_NAME => Ok(Self::Name(Name::spanned(inner)?.1)),
            BY_KEY => Ok(Self::Key(inner.read(Tag::OCTET_STRING)?.content)),
            _ => Err(OcspError::invalid("responder", choice.whole.start())),
        })
    }

    pub(super) fn of(self, owner: &[u8]) -> ResponderId<'_> {
        match self {
            Self::Name(span) => ResponderId::Name(Name::from_checked(span.of(owner))),
            Self::Key(span) => ResponderId::Key(span.of(owner)),
        }
    }
}

/// Whether both are one name. A response brings several certificates, and names are compared before any
/// signature: those that would cost more than any responder's do are taken for different.
pub(super) fn is_same_name(name: &Name<'_>, other: &Name<'_>) -> bool {
    // Two milliseconds; two respelt names of 300 bytes cost a third of it.
    const COSTLIEST: usize = 40_000;
    name.comparison_cost(other) <= COSTLIEST && name.matches(other)
}
