//! To and from the DER of `rustls-pki-types`: the same bytes, there neither wiped nor hidden.

use rustls_pki_types::CertificateDer;

use super::{Certificate, CertificateError};

impl TryFrom<&CertificateDer<'_>> for Certificate {
    type Error = CertificateError;

    /// # Errors
    /// As [`Certificate::from_der`].
    fn try_from(der: &CertificateDer<'_>) -> Result<Self, CertificateError> {
        Self::from_der(der)
    }
}

/// ```
/// use jpki_x509::certificate::Certificate;
/// use rustls_pki_types::CertificateDer;
///
/// let bytes = jpki_testkit::vectors::read_file("persons/hanako/sign.cer")?;
/// let certificate = Certificate::try_from(&CertificateDer::from(bytes))?;
/// let theirs = CertificateDer::from(&certificate);
/// assert_eq!(theirs.as_ref(), certificate.as_der());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<'a> From<&'a Certificate> for CertificateDer<'a> {
    fn from(certificate: &'a Certificate) -> Self {
        CertificateDer::from_slice(certificate.as_der())
    }
}
