//! To the trust anchor of `rustls-pki-types`.

use jpki_core::der::{DerError, Reader, Tag};
use rustls_pki_types::{Der, TrustAnchor as PkiTypesAnchor};

use super::TrustAnchor;
use crate::extension::oid;

/// The name and key, and the name constraints of the certificate if there is one, as webpki takes them: the content of
/// each SEQUENCE.
///
/// What is lost: the purpose and the trust domain of a pinned anchor. Keep anchors for signatures apart from those for
/// authentication.
///
/// ```
/// use jpki_crypto::RustCrypto;
/// use jpki_x509::certificate::Certificate;
/// use jpki_x509::path::TrustAnchor;
///
/// let bytes = jpki_testkit::vectors::read_file("trust/sign-ca-3.cer")?;
/// let anchor = TrustAnchor::from_certificate(Certificate::from_der(&bytes)?, &RustCrypto)?;
/// let theirs = rustls_pki_types::TrustAnchor::try_from(&anchor)?;
/// assert_eq!(theirs, webpki::anchor_from_trusted_cert(&bytes.clone().into())?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<'a> TryFrom<&'a TrustAnchor> for PkiTypesAnchor<'a> {
    type Error = DerError;

    /// # Errors
    /// If the certificate's name constraints are no SEQUENCE.
    fn try_from(anchor: &'a TrustAnchor) -> Result<Self, DerError> {
        let authority = anchor.authority();
        let constraints = anchor
            .certificate()
            .and_then(|certificate| certificate.extension(oid::NAME_CONSTRAINTS))
            .map(|extension| content(extension.value()))
            .transpose()?;
        Ok(Self {
            subject: content(authority.name().as_bytes())?,
            subject_public_key_info: content(authority.public_key_bytes())?,
            name_constraints: constraints,
        })
    }
}

/// The content of the one SEQUENCE that these bytes are.
fn content(bytes: &[u8]) -> Result<Der<'_>, DerError> {
    let element = Reader::new(bytes)?.read_all(|reader| reader.read(Tag::SEQUENCE))?;
    Ok(Der::from_slice(element.content.of(bytes)))
}
