use std::fmt;
use std::sync::Arc;

use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput};
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Reason, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;

use super::{FaceApproval, LoginAttempt, LoginDomain};
use crate::challenge::{
    ChallengeCheck, ChallengeContext, ChallengePolicy, SignedForm, SignedMessage, TakeOutcome,
};
use crate::identifiers::{Purpose, RelyingParty, SessionId};

/// What one relying party demands of a login.
#[derive(Clone)]
pub struct LoginRules {
    relying_party: RelyingParty,
    challenge: ChallengePolicy,
    scheme: SignatureScheme,
    algorithms: AlgorithmPolicy,
    face: FaceApproval,
    domain: LoginDomain,
    crypto: Arc<dyn CryptoBackend>,
}

impl LoginRules {
    /// Suits clients that sign [`SignedForm::RelyingPartyAndNonce`] with RSASSA-PKCS1-v1_5 and SHA-256, as
    /// cards do; no approval for faces, and no certificate of the test domain of J-LIS.
    #[must_use]
    pub const fn new(relying_party: RelyingParty, crypto: Arc<dyn CryptoBackend>) -> Self {
        Self {
            relying_party,
            challenge: ChallengePolicy::new(SignedForm::RelyingPartyAndNonce),
            scheme: SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256),
            algorithms: AlgorithmPolicy::current(),
            face: FaceApproval::NotApproved,
            domain: LoginDomain::Production,
            crypto,
        }
    }

    /// Sets how challenges are issued and accepted.
    #[must_use]
    pub fn with_challenge(self, challenge: ChallengePolicy) -> Self {
        Self { challenge, ..self }
    }

    /// Sets the scheme that the clients are known to sign with. It is never found out by trying.
    #[must_use]
    pub fn with_scheme(self, scheme: SignatureScheme) -> Self {
        Self { scheme, ..self }
    }

    /// Sets which schemes and keys are believed.
    #[must_use]
    pub fn with_algorithms(self, algorithms: AlgorithmPolicy) -> Self {
        Self { algorithms, ..self }
    }

    /// Sets whether faces may confirm a person.
    #[must_use]
    pub fn with_face_approval(self, face: FaceApproval) -> Self {
        Self { face, ..self }
    }

    /// Sets the world whose certificates log in.
    #[must_use]
    pub fn with_domain(self, domain: LoginDomain) -> Self {
        Self { domain, ..self }
    }

    /// Returns the relying party.
    #[must_use]
    pub const fn relying_party(&self) -> &RelyingParty {
        &self.relying_party
    }

    pub(crate) const fn challenge_policy(&self) -> &ChallengePolicy {
        &self.challenge
    }

    pub(super) const fn face(&self) -> FaceApproval {
        self.face
    }

    pub(super) const fn domain(&self) -> LoginDomain {
        self.domain
    }

    pub(crate) fn redeem(
        &self,
        attempt: &LoginAttempt,
        taken: &TakeOutcome,
        now: Timestamp,
    ) -> ChallengeCheck {
        let context = self.context(&attempt.session, &attempt.purpose);
        ChallengeCheck::judge(taken, &attempt.nonce, &context, &self.challenge, now)
    }

    /// Whether the certificate's key signed the message: algorithm and value, two checks.
    // Requirement: AUTH-04
    pub(super) fn signature_checks(
        &self,
        certificate: &Certificate,
        message: &SignedMessage,
        signature: &[u8],
    ) -> [Check; 2] {
        let value = |outcome| Check::of(CheckId::LoginSignature, Subject::Challenge, outcome);
        let algorithm = |outcome| {
            Check::of(CheckId::SignatureAlgorithm, Subject::Challenge, outcome)
                .with(Fact { key: FactKey::Scheme, value: FactValue::Scheme(self.scheme) })
        };
        let refused = |reason| {
            let because = CheckId::SignatureAlgorithm;
            let value = Check::skipped(CheckId::LoginSignature, Subject::Challenge, because);
            [algorithm(Err(reason)), value]
        };
        let Ok(key) = certificate.public_key() else {
            return refused(Reason::AlgorithmUnsupported);
        };
        if let Err(refusal) = self.algorithms.admit(self.scheme, key.kind()) {
            return refused(refusal.into());
        }
        let message = SignedInput::Bytes(message.as_bytes());
        let verified = self.crypto.verify(&key, self.scheme, message, signature);
        [algorithm(Ok(())), value(verified.map_err(Reason::from))]
    }

    pub(crate) fn context(&self, session: &SessionId, purpose: &Purpose) -> ChallengeContext {
        ChallengeContext::new(session.clone(), self.relying_party.clone(), purpose.clone())
    }
}

impl fmt::Debug for LoginRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginRules")
            .field("relying_party", &self.relying_party)
            .field("challenge", &self.challenge)
            .field("scheme", &self.scheme)
            .field("face", &self.face)
            .field("domain", &self.domain)
            .finish_non_exhaustive()
    }
}
