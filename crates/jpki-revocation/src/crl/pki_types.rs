//! To and from the DER of `rustls-pki-types`: the same bytes, there neither wiped nor hidden.

use rustls_pki_types::CertificateRevocationListDer;

use super::{Crl, CrlError};

impl TryFrom<&CertificateRevocationListDer<'_>> for Crl {
    type Error = CrlError;

    /// Copies the bytes.
    ///
    /// # Errors
    /// As [`Crl::from_der`].
    fn try_from(der: &CertificateRevocationListDer<'_>) -> Result<Self, CrlError> {
        Self::from_der(der.as_ref())
    }
}

/// ```
/// use jpki_revocation::Crl;
/// use rustls_pki_types::CertificateRevocationListDer;
///
/// let bytes = jpki_testkit::vectors::read_file("lists/auth-ca-3.crl")?;
/// let crl = Crl::try_from(&CertificateRevocationListDer::from(bytes.as_slice()))?;
/// let theirs = CertificateRevocationListDer::from(&crl);
/// assert_eq!(theirs.as_ref(), crl.as_der());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<'a> From<&'a Crl> for CertificateRevocationListDer<'a> {
    fn from(crl: &'a Crl) -> Self {
        CertificateRevocationListDer::from(crl.as_der())
    }
}
