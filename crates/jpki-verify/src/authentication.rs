//! What the verifier found valid, as logins and account bindings take it.

use jpki_auth::binding::AuthenticatedSigner;
use jpki_auth::login::ValidCertificate;
use jpki_auth::vouched::Vouched;
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::{CertificateKind, Medium};
use jpki_x509::trust::TrustDomain;

use crate::{VerifiedCertificate, VerifiedSignature};

impl Vouched for VerifiedCertificate {}

impl Vouched for VerifiedSignature {}

impl ValidCertificate for VerifiedCertificate {
    fn certificate(&self) -> &Certificate {
        Self::certificate(self)
    }

    fn kind(&self) -> CertificateKind {
        self.class().kind()
    }

    fn medium(&self) -> Medium {
        self.class().medium()
    }

    fn domain(&self) -> TrustDomain {
        self.class().domain()
    }

    fn judged_at(&self) -> Timestamp {
        self.time().instant()
    }
}

impl AuthenticatedSigner for VerifiedSignature {
    fn certificate(&self) -> &Certificate {
        self.signer().certificate().certificate()
    }

    fn kind(&self) -> CertificateKind {
        self.signer().certificate().class().kind()
    }

    fn judged_at(&self) -> Timestamp {
        self.time().instant()
    }
}
