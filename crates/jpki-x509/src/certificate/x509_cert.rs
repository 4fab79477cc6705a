//! To the type of `x509-cert`.

use x509_cert::der::{Decode, Error};

use super::Certificate;

impl Certificate {
    /// Reads the same bytes as the type of `x509-cert`.
    ///
    /// That type keeps values, not bytes: what it encodes may differ from what was signed. Verify over
    /// [`Self::signed_bytes`] only. It also shows, and does not wipe, what this type hides. The other way leads through
    /// DER, `Certificate::from_der(&theirs.to_der()?)`, and gives the certificate only if that encodes the same bytes
    /// again.
    ///
    /// # Errors
    /// If `x509-cert` refuses what this type accepts: among others times before 1970, object identifiers with arcs of
    /// more than 32 bits, and serial numbers of more than 21 bytes.
    ///
    /// ```
    /// use jpki_x509::certificate::Certificate;
    ///
    /// let bytes = jpki_testkit::vectors::read_file("persons/hanako/sign.cer")?;
    /// let certificate = Certificate::from_der(&bytes)?;
    /// let theirs = certificate.to_x509_cert()?;
    /// assert!(theirs.tbs_certificate().issuer().to_string().ends_with("C=JP"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_x509_cert(&self) -> Result<x509_cert::Certificate, Error> {
        x509_cert::Certificate::from_der(self.as_der())
    }
}
