use jpki_revocation::ocsp::OcspVerifier;
use jpki_revocation::policy::{Method, StatusPolicy};

/// A responder that may be asked about users' certificates.
pub(crate) struct Responder {
    pub(crate) verifier: OcspVerifier,
    pub(crate) policy: StatusPolicy,
}

impl Responder {
    pub(crate) const fn new(verifier: OcspVerifier, method: Method) -> Self {
        Self { verifier, policy: StatusPolicy::by(method) }
    }
}
