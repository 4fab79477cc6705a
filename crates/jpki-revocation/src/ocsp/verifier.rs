use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::{AlgorithmPolicy, SignatureScheme};
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;
use jpki_core::report::Reason;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::Extension;

use super::response::BasicResponse;
use super::verified::Signer;
use super::{
    Delegate, Nonce, NonceMode, OcspError, OcspPolicy, OcspRequest, OcspResponse, TransportFault,
    VerifiedResponse, oid,
};
use crate::status::Target;

/// What came back for a request: octets, or why there are none.
pub type Received<'a> = Result<&'a [u8], TransportFault>;

/// Makes requests and judges what comes back. A value without state: one serves any number of threads.
#[derive(Clone)]
pub struct OcspVerifier {
    policy: OcspPolicy,
    algorithms: AlgorithmPolicy,
    limits: Limits,
    pub(super) crypto: Arc<dyn CryptoBackend>,
    named: Vec<NamedResponder>,
    known: Vec<Delegate>,
}

#[derive(Clone)]
struct NamedResponder {
    responder: Authority,
    issuer: Authority,
}

impl OcspVerifier {
    /// A verifier that believes issuers and those whom they certified.
    #[must_use]
    pub fn new(policy: OcspPolicy, crypto: Arc<dyn CryptoBackend>) -> Self {
        Self {
            policy,
            algorithms: AlgorithmPolicy::current(),
            limits: Limits::DEFAULT,
            crypto,
            named: Vec::new(),
            known: Vec::new(),
        }
    }

    /// With these signature algorithms.
    #[must_use]
    pub fn with_algorithms(self, algorithms: AlgorithmPolicy) -> Self {
        Self { algorithms, ..self }
    }

    /// Within these limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Believes this responder too about certificates of this issuer (RFC 6960 §4.2.2.2, local
    /// configuration): another generation of the authority, say.
    #[must_use]
    pub fn naming(mut self, responder: Authority, issuer: Authority) -> Self {
        self.named.push(NamedResponder { responder, issuer });
        self
    }

    /// Knows this delegate: its certificate is not verified again.
    #[must_use]
    pub fn knowing(mut self, delegate: Delegate) -> Self {
        self.known.push(delegate);
        self
    }

    /// The policy.
    #[must_use]
    pub const fn policy(&self) -> &OcspPolicy {
        &self.policy
    }

    /// A request about these certificates. The nonce is left out if the policy sends none.
    ///
    /// # Errors
    /// As [`OcspRequest::for_certificates`].
    pub fn request<'t>(
        &self,
        targets: impl IntoIterator<Item = &'t Target<'t>>,
        nonce: &Nonce,
    ) -> Result<OcspRequest, OcspError> {
        let certificates =
            targets.into_iter().map(|target| (target.certificate(), target.issuer()));
        let nonce = match self.policy.nonce {
            NonceMode::Required | NonceMode::AbsenceAccepted => Some(nonce),
            NonceMode::Off => None,
        };
        OcspRequest::for_certificates(
            certificates,
            self.policy.certificate_id,
            nonce,
            &*self.crypto,
        )
    }

    /// Reads a response within the limits.
    ///
    /// # Errors
    /// [`OcspError`] if it is refused.
    pub fn read(&self, octets: &[u8]) -> Result<OcspResponse, OcspError> {
        OcspResponse::from_der_within(octets, &self.limits)
    }

    /// Verifies that a response was signed by one who may answer for the issuer.
    ///
    /// # Errors
    /// Why it says nothing: its status, a critical extension, or its signer.
    pub fn verify(
        &self,
        response: &OcspResponse,
        issuer: &Authority,
    ) -> Result<VerifiedResponse, Reason> {
        if let Some(reason) = response.status().reason() {
            return Err(reason);
        }
        let basic = response.basic().ok_or(Reason::ResponseMalformed)?;
        if basic.extensions().any(|extension| is_beyond(&extension)) {
            return Err(Reason::ResponseUnknownCriticalExtension);
        }
        let (signer, scheme) = self.find_signer(&basic, issuer)?;
        Ok(VerifiedResponse::new(response.clone(), issuer.clone(), signer, scheme))
    }

    // RFC 6960 §4.2.2.2
    fn find_signer(
        &self,
        basic: &BasicResponse<'_>,
        issuer: &Authority,
    ) -> Result<(Signer, SignatureScheme), Reason> {
        let id = basic.responder();
        let mut refusal = Reason::ResponderNotAuthorized;
        let named = self.named.iter().filter(|named| named.issuer.is_same(issuer));
        let authorities = core::iter::once((Signer::Issuer, issuer))
            .chain(named.map(|named| (Signer::Named, &named.responder)))
            .chain(self.known_delegates(issuer));
        for (signer, authority) in authorities {
            if id.names(authority, &*self.crypto) {
                match self.check_signature(basic, authority) {
                    Ok(scheme) => return Ok((signer, scheme)),
                    Err(reason) => refusal = reason,
                }
            }
        }
        for octets in basic.certificates() {
            let Ok(certificate) = Certificate::from_der_within(octets, &self.limits) else {
                continue;
            };
            if !id.names_subject(&certificate, &*self.crypto)
                || self.has_been_tried(&certificate, issuer)
            {
                continue;
            }
            let crypto = &*self.crypto;
            let outcome = Delegate::certified(certificate, issuer, &self.algorithms, crypto)
                .and_then(|delegate| {
                    let scheme = self.check_signature(basic, delegate.authority())?;
                    Ok((Signer::Delegate(delegate), scheme))
                });
            match outcome {
                Ok(found) => return Ok(found),
                Err(Reason::ResponderNotAuthorized) => {}
                Err(reason) => refusal = reason,
            }
        }
        Err(refusal)
    }

    fn known_delegates<'a>(
        &'a self,
        issuer: &'a Authority,
    ) -> impl Iterator<Item = (Signer, &'a Authority)> {
        self.known
            .iter()
            .filter(|delegate| delegate.issuer().is_same(issuer))
            .map(|delegate| (Signer::Delegate(delegate.clone()), delegate.authority()))
    }

    /// Whether the key is one of those that were tried without a certificate.
    fn has_been_tried(&self, certificate: &Certificate, issuer: &Authority) -> bool {
        let key = certificate.public_key_octets();
        key == issuer.public_key_octets()
            || self.known_delegates(issuer).any(|(_, known)| known.public_key_octets() == key)
    }

    fn check_signature(
        &self,
        basic: &BasicResponse<'_>,
        authority: &Authority,
    ) -> Result<SignatureScheme, Reason> {
        let algorithm = basic.signature_algorithm().map_err(|_| Reason::ResponseMalformed)?;
        authority
            .verify(&algorithm, &self.algorithms, basic.signed_octets(), basic.signature())
            .map_err(|reason| match reason {
                Reason::SignatureMismatch => Reason::ResponseSignatureMismatch,
                _ => Reason::ResponseAlgorithmNotAllowed,
            })
    }
}

/// Whether an extension is critical and means something that these crates do not know (RFC 6960 §4.4).
pub(super) fn is_beyond(extension: &Extension<'_>) -> bool {
    use jpki_x509::extension::oid::{HOLD_INSTRUCTION_CODE, INVALIDITY_DATE, REASON_CODE};
    let is_understood = matches!(
        extension.oid(),
        oid::NONCE
            | oid::CRL_REFERENCES
            | oid::ARCHIVE_CUTOFF
            | oid::EXTENDED_REVOKE
            | REASON_CODE
            | INVALIDITY_DATE
            | HOLD_INSTRUCTION_CODE
    );
    extension.is_critical() && !is_understood
}

impl fmt::Debug for OcspVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OcspVerifier({:?}, {:?})", self.policy, self.crypto)
    }
}
