use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::limits::{Budget, Limits};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::ValidPath;

use crate::attribute::PathRestriction;

/// A signer whose signature stands: the key of its certificate signed this content. Only a judgement makes
/// one.
///
/// Not proven: that the certificate is genuine, in force, of the right kind, or whose it says it is; that
/// the signature was made at the claimed time; that the signer saw what was signed.
#[must_use]
#[derive(Clone)]
pub struct VerifiedSigner {
    pub(super) certificate: Certificate,
    pub(super) alternatives: Vec<Certificate>,
    pub(super) scheme: SignatureScheme,
    pub(super) content_type: Option<Box<[u8]>>,
    pub(super) content_digest: Digest,
    pub(super) content_length: u64,
    pub(super) claimed_signing_time: Option<Timestamp>,
    pub(super) path_restrictions: Vec<PathRestriction>,
    pub(super) signature: Box<[u8]>,
}

impl VerifiedSigner {
    /// The signer's certificate, not validated.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Other certificates with the same key that fit the signature as well, also not validated. Whoever
    /// made the message may have put forged ones in; try these if [`Self::certificate`] has no valid path.
    #[must_use]
    pub fn alternatives(&self) -> &[Certificate] {
        &self.alternatives
    }

    /// Whether this path is one of [`Self::certificate`] or an alternative that the signer allows: where a
    /// signing-certificate attribute names more certificates than the signer's own, they are the only ones
    /// that may lead from the anchor to it (RFC 5035 §3). To be asked of every path before it is believed.
    #[must_use]
    pub fn admits_path(&self, path: &ValidPath, crypto: &dyn CryptoBackend) -> bool {
        let is_own = path.certificates().first().is_some_and(|end_entity| {
            let mut own = core::iter::once(&self.certificate).chain(&self.alternatives);
            own.any(|certificate| certificate.as_der() == end_entity.as_der())
        });
        let budget = Budget::new(&Limits::DEFAULT);
        let admits = |restriction: &PathRestriction| {
            restriction.admits(path, crypto, &budget).unwrap_or(false)
        };
        is_own && self.path_restrictions.iter().all(admits)
    }

    pub(crate) fn path_restrictions(&self) -> &[PathRestriction] {
        &self.path_restrictions
    }

    /// How it was signed.
    #[must_use]
    pub const fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// Type of the content, content bytes of an object identifier; `None` for a countersigner, whose
    /// content is a signature value.
    #[must_use]
    pub fn content_type(&self) -> Option<&[u8]> {
        self.content_type.as_deref()
    }

    /// Digest of the content.
    #[must_use]
    pub const fn content_digest(&self) -> &Digest {
        &self.content_digest
    }

    /// Bytes of content.
    #[must_use]
    pub const fn content_length(&self) -> u64 {
        self.content_length
    }

    /// When the signer says it signed (RFC 5652 §11.3). A claim: nothing vouches for it.
    #[must_use]
    pub const fn claimed_signing_time(&self) -> Option<Timestamp> {
        self.claimed_signing_time
    }

    /// The signature value, which countersignatures and time-stamps cover.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }
}

impl fmt::Debug for VerifiedSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedSigner({}, {} bytes)", self.scheme, self.content_length)
    }
}
