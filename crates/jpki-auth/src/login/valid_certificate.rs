use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::{CertificateKind, Medium};
use jpki_x509::trust::TrustDomain;

use crate::vouched::Vouched;

/// A certificate that an engine found valid: path to an anchor of its purpose, validity, revocation.
///
/// Implemented by the verifier's own value alone: the trait is sealed.
pub trait ValidCertificate: Vouched {
    /// The certificate.
    fn certificate(&self) -> &Certificate;

    /// Its kind, as the path to its CA proved it.
    fn kind(&self) -> CertificateKind;

    /// Where its key lives.
    fn medium(&self) -> Medium;

    /// The world of the anchor that its path leads to.
    fn domain(&self) -> TrustDomain;

    /// The instant as of which all of this was found.
    fn judged_at(&self) -> Timestamp;
}
