//! What surrounds a login in examples, tests and benches: people with cards, J-LIS's answers, and the
//! verifier. Everyone here is invented, and the keys are public.

use std::error::Error;
use std::sync::Arc;

use jpki_auth::binding::{
    Counterpart, LinkedCertificate, Predecessor, RenewalConsent, SerialInquiry,
};
use jpki_auth::blocking::SerialLinkage;
use jpki_auth::challenge::Challenge;
use jpki_auth::identifiers::{Purpose, SessionId, UserIdentifier};
use jpki_auth::login::{LoginAttempt, UserVerification};
use jpki_examples::Vectors;
use jpki_testkit::digest::HashAlgorithm;
pub use jpki_testkit::jpki::{Deviation, SyntheticJpki};
use jpki_testkit::jpki::{EndEntity, Generation, Person, Purpose as Use, SignatureScheme};
pub use jpki_testkit::pki::ReasonCode;
use jpki_verify::CryptoBackend;
use jpki_verify::keys::{KeyRing, KeyTextError};
use jpki_verify::revocation::{RevocationPolicy, Settled};
use jpki_verify::x509::kind::CertificateKind;
use jpki_verify::{
    Assessed, Certificate, LoadedCrls, SignedDocument, Timestamp, ValidationTime,
    VerifiedCertificate, VerifiedSignature, Verifier,
};

/// A card with its certificate, in the hands of whoever holds it.
#[derive(Clone)]
pub struct Card(EndEntity);

impl Card {
    /// The 利用者証明用電子証明書 that J-LIS issues to this person.
    #[must_use]
    pub fn for_login(person: &Person) -> Self {
        Self(jpki().auth_certificate(person).issue())
    }

    /// The 署名用電子証明書 that J-LIS issues to this person.
    #[must_use]
    pub fn for_signing(person: &Person) -> Self {
        Self(jpki().sign_certificate(person).issue())
    }

    /// A card with an unusual certificate.
    #[must_use]
    pub const fn with(end_entity: EndEntity) -> Self {
        Self(end_entity)
    }

    /// The next certificate of the person, with a number and a key of its own.
    #[must_use]
    pub fn renewed(person: &Person, generation: u8) -> Self {
        let serial = 0x0700_0000 + u64::from(generation);
        let key = jpki_testkit::key::Key::rsa_2048(usize::from(generation));
        Self(jpki().auth_certificate(person).serial(serial).key(key).issue())
    }

    /// The certificate, as a client sends it.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        self.0.certificate()
    }

    /// What the card does with the PIN: a signature with PKCS#1 v1.5 and SHA-256.
    #[must_use]
    pub fn sign(&self, content: &[u8]) -> Vec<u8> {
        self.0.sign(SignatureScheme::Pkcs1(HashAlgorithm::Sha256), content)
    }

    /// The bytes of its serial number.
    #[must_use]
    pub fn serial(&self) -> Vec<u8> {
        self.0.serial().as_bytes().to_vec()
    }

    /// A client's whole answer to a challenge.
    ///
    /// # Errors
    /// If the certificate cannot be read.
    pub fn answer(
        &self,
        challenge: &Challenge,
        user: &UserIdentifier,
        session: &SessionId,
        purpose: &Purpose,
    ) -> Result<LoginAttempt, Box<dyn Error>> {
        Ok(LoginAttempt {
            user: user.clone(),
            session: session.clone(),
            purpose: purpose.clone(),
            nonce: challenge.nonce().clone(),
            certificate: Certificate::from_der(self.certificate())?,
            signature: self.sign(challenge.message().as_bytes()),
            verification: UserVerification::Pin,
        })
    }
}

/// The verifier, with today's lists.
pub struct World {
    verifier: Verifier,
    at: ValidationTime,
}

impl World {
    /// The day of the test vectors, with these cards on the lists.
    ///
    /// # Errors
    /// If the vectors cannot be read.
    pub fn with_revoked(
        crypto: Arc<dyn CryptoBackend>,
        revoked: &[(&Card, ReasonCode)],
    ) -> Result<Self, Box<dyn Error>> {
        Self::with_lists(crypto, revoked, 0)
    }

    /// The same with this many certificates of others on each list.
    ///
    /// # Errors
    /// If the vectors cannot be read.
    pub fn with_lists(
        crypto: Arc<dyn CryptoBackend>,
        revoked: &[(&Card, ReasonCode)],
        others: u32,
    ) -> Result<Self, Box<dyn Error>> {
        let (jpki, vectors) = (jpki(), Vectors::open()?);
        let trust = vectors.trust_with(&*crypto)?;
        let mut lists = LoadedCrls::new(RevocationPolicy::daily());
        for purpose in [Use::Sign, Use::Auth] {
            let authority = jpki.authority(purpose, Generation::Third);
            let mut list = jpki.crl(&authority);
            for number in 0..others {
                let serial = 0x0100_0000 + u64::from(number);
                list = list.revoke(serial, jpki.lists_issued_at(), ReasonCode::Superseded);
            }
            for (card, reason) in revoked {
                if card.0.authority().purpose() == purpose {
                    list = list.revoke(card.0.serial(), jpki.lists_issued_at(), *reason);
                }
            }
            lists.add_crl(list.sign(authority.key()), &trust)?;
            lists.add_arl(jpki.arl(&authority).sign(authority.key()), &trust)?;
        }
        let verifier = Verifier::builder().trust(trust).revocation(lists).crypto(crypto).build()?;
        Ok(Self { verifier, at: ValidationTime::at(now()) })
    }

    /// The engine's answer about a certificate that came with a login.
    pub fn judge(&self, certificate: &Certificate) -> Assessed<VerifiedCertificate> {
        let purpose = CertificateKind::UserAuthentication;
        self.verifier.verify_certificate(certificate, purpose, self.at)
    }

    /// The engine's answer about a signed application.
    ///
    /// # Errors
    /// If the certificate cannot be read.
    pub fn judge_application(
        &self,
        card: &Card,
        application: &[u8],
    ) -> Result<Settled<VerifiedSignature>, Box<dyn Error>> {
        let certificate = Certificate::from_der(card.certificate())?;
        let signature = card.sign(application);
        let document = SignedDocument::raw(&certificate, &signature, application);
        Ok(self.verifier.begin_signature(&document, self.at).finish())
    }
}

/// J-LIS's answers about serial numbers, for the cards that it was told of.
#[derive(Default)]
pub struct Inquiries {
    counterparts: Vec<(Card, Card)>,
    predecessors: Vec<(Card, Card)>,
}

impl Inquiries {
    /// The holder of the card for signing also has the one for login.
    #[must_use]
    pub fn pair(mut self, signing: &Card, login: &Card) -> Self {
        self.counterparts.push((signing.clone(), login.clone()));
        self
    }

    /// The new card was issued in place of the old one.
    #[must_use]
    pub fn renewal(mut self, new: &Card, old: &Card) -> Self {
        self.predecessors.push((new.clone(), old.clone()));
        self
    }

    fn linked(pairs: &[(Card, Card)], inquiry: &SerialInquiry<'_>) -> Option<LinkedCertificate> {
        let asked = inquiry.serial_number().expose_protected();
        let (_, answer) = pairs.iter().find(|(card, _)| card.serial() == asked)?;
        let certificate = Certificate::from_der(answer.certificate()).ok()?;
        Some(LinkedCertificate::new(certificate.issuer(), certificate.serial_number()))
    }
}

impl SerialLinkage for Inquiries {
    type Error = std::convert::Infallible;

    fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, Self::Error> {
        Ok(match Self::linked(&self.counterparts, inquiry) {
            Some(linked) => Counterpart::Linked(linked),
            None => Counterpart::NoCounterpart,
        })
    }

    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        _consent: &RenewalConsent,
    ) -> Result<Predecessor, Self::Error> {
        Ok(match Self::linked(&self.predecessors, inquiry) {
            Some(linked) => Predecessor::Linked(linked),
            None => Predecessor::NoPredecessor,
        })
    }
}

/// The certificates and the day of the test vectors.
#[must_use]
pub fn jpki() -> SyntheticJpki {
    SyntheticJpki::of_vectors()
}

/// The keys of a service, which everyone knows.
///
/// # Errors
/// [`KeyTextError`], which does not happen.
pub fn synthetic_keys() -> Result<KeyRing, KeyTextError> {
    let period = "2026-01-01T00:00:00+09:00 2036-01-01T00:00:00+09:00";
    let mut text = "jpki-keys 1\n".to_owned();
    for (purpose, byte) in
        [("binding-reference", "5a"), ("audit-token", "6b"), ("log-signing", "7c")]
    {
        text.push_str(&format!("{purpose} 1 {period} {}\n", byte.repeat(32)));
    }
    KeyRing::from_text(&text)
}

/// The instant of the test vectors.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_unix_seconds(jpki().instant().unix_timestamp())
}
