//! Trust anchors (RFC 5280 §6.1.1(d)).

use alloc::sync::Arc;
use core::fmt;

use jpki_core::crypto::CryptoBackend;
use jpki_core::der::Decode;
use jpki_core::name::Name;

use crate::authority::{Authority, AuthorityError};
use crate::certificate::Certificate;
use crate::extension::{KeyIdentifier, oid};

/// A name and a key that the relying party believes (トラストアンカー), its key made ready once.
///
/// Its certificate, if it comes as one, is not verified: the relying party vouches for it. What the
/// certificate says counts only where [`PathInputs`](super::PathInputs) asks for it.
#[derive(Clone)]
pub struct TrustAnchor {
    inner: Arc<Inner>,
}

struct Inner {
    authority: Authority,
    certificate: Option<Certificate>,
}

impl TrustAnchor {
    /// The subject and key of a certificate, self-signed or not.
    ///
    /// # Errors
    /// [`AuthorityError`] if the key cannot be used.
    pub fn from_certificate(
        certificate: Certificate,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, AuthorityError> {
        let authority =
            Authority::new(certificate.subject(), certificate.public_key_bytes(), crypto)?;
        Ok(Self { inner: Arc::new(Inner { authority, certificate: Some(certificate) }) })
    }

    /// Takes a name and a `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    /// [`AuthorityError`] if the key cannot be used.
    pub fn from_name_and_key(
        name: Name<'_>,
        public_key: &[u8],
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, AuthorityError> {
        let authority = Authority::new(name, public_key, crypto)?;
        Ok(Self { inner: Arc::new(Inner { authority, certificate: None }) })
    }

    /// Returns its name and key.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.inner.authority
    }

    /// Returns the certificate that it came as.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.inner.certificate.as_ref()
    }

    /// Returns the key identifier in its certificate.
    #[must_use]
    pub fn key_identifier(&self) -> Option<KeyIdentifier<'_>> {
        let extension = self.certificate()?.extension(oid::SUBJECT_KEY_IDENTIFIER)?;
        KeyIdentifier::from_der(extension.value()).ok()
    }
}

impl fmt::Debug for TrustAnchor {
    /// The kind of key only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrustAnchor({:?})", self.inner.authority.key_kind())
    }
}
