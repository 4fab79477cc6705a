use alloc::sync::Arc;

use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm};
use jpki_core::crypto::CryptoBackend;
use jpki_core::name::Name;
use jpki_core::report::{Outcome, Reason, Subject};

use super::{AnchorError, Fingerprint, Pin, PinTable, TrustDomain, production};
use crate::authority::{Authority, AuthorityError};
use crate::certificate::Certificate;
use crate::extension::KeyIdentifier;
use crate::kind::{CertificateKind, Generation};
use crate::path::TrustAnchor;
use crate::profile::Profile;

/// An authority that is believed because the operator pinned its certificate.
///
/// What is known: the certificate is the pinned one, fits the profile of an authority, and is signed by
/// its own key. Not known: whether it is within its validity period and not on the list of revoked
/// authorities (ARL); both are asked at each verification.
#[derive(Clone, Debug)]
pub struct PinnedAnchor {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    certificate: Certificate,
    anchor: TrustAnchor,
    issues: CertificateKind,
    generation: Generation,
    domain: TrustDomain,
}

impl PinnedAnchor {
    /// The anchor in this certificate.
    ///
    /// # Errors
    /// [`AnchorError`] if it is not pinned or does not deserve its pin.
    // Requirement: PATH-02, PATH-06
    pub(super) fn new(
        certificate: Certificate,
        pins: &PinTable,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, AnchorError> {
        let fingerprint = Fingerprint::of(certificate.as_der(), crypto);
        let pin = pins.pin(&fingerprint).ok_or(AnchorError::NotPinned)?;
        check_domain(pins.domain(), pin, &certificate)?;
        check_profile(&certificate)?;
        if !certificate.is_self_issued() {
            return Err(AnchorError::NotSelfIssued);
        }
        check_key_identifier(&certificate, crypto)?;
        let anchor = TrustAnchor::from_certificate(certificate.clone(), crypto)?;
        check_own_signature(&certificate, anchor.authority())
            .map_err(AnchorError::NotSelfSigned)?;
        let inner = Inner {
            certificate,
            anchor,
            issues: pin.issues,
            generation: pin.generation,
            domain: pins.domain(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Returns the anchor as path validation takes it.
    #[must_use]
    pub fn as_anchor(&self) -> &TrustAnchor {
        &self.inner.anchor
    }

    /// Name and key.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        self.inner.anchor.authority()
    }

    /// Returns the self-signed certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.inner.certificate
    }

    /// Returns the kind of certificates that it issues.
    #[must_use]
    pub fn issues(&self) -> CertificateKind {
        self.inner.issues
    }

    /// Returns which of the authority's keys it is.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.inner.generation
    }

    /// Returns the domain of the store that it came from.
    #[must_use]
    pub fn domain(&self) -> TrustDomain {
        self.inner.domain
    }

    /// Identifier of its key; there is one, since the profile demands it.
    #[must_use]
    pub fn key_identifier(&self) -> Option<KeyIdentifier<'_>> {
        self.certificate().subject_key_identifier().ok().flatten()
    }

    /// Returns whether both are the same certificate.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.certificate().as_der() == other.certificate().as_der()
    }
}

// docs/architecture.md, "Anchors are chosen by key": domains never mix, even by a wrong pin.
// Requirement: PATH-08
fn check_domain(
    domain: TrustDomain,
    pin: &Pin,
    certificate: &Certificate,
) -> Result<(), AnchorError> {
    match domain {
        TrustDomain::Production => {
            let expected = Name::from_checked(production::authority_name(pin.issues));
            if certificate.subject().matches(&expected) {
                Ok(())
            } else {
                Err(AnchorError::OtherAuthority)
            }
        }
        TrustDomain::JlisTest | TrustDomain::Synthetic => {
            match PinTable::production().pin(&pin.certificate) {
                None => Ok(()),
                Some(_) => Err(AnchorError::ProductionRoot),
            }
        }
    }
}

fn check_profile(certificate: &Certificate) -> Result<(), AnchorError> {
    match Profile::Authority.check(certificate, Subject::TrustAnchor).outcome() {
        Outcome::Failed(reason) => Err(AnchorError::Profile(reason)),
        _ => Ok(()),
    }
}

// jpki-profile §1.3 ext 5: SHA-1 of the key (RFC 5280 §4.2.1.2 (1)); a later generation may use the
// first 160 bits of a longer digest (RFC 7093 §2). Anchors are found by it.
fn check_key_identifier(
    certificate: &Certificate,
    crypto: &dyn CryptoBackend,
) -> Result<(), AnchorError> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    let key = certificate.public_key().map_err(AuthorityError::PublicKey)?.key();
    let identifier = certificate.subject_key_identifier().ok().flatten();
    let is_digest_of_key = |identifier: KeyIdentifier<'_>| {
        [Sha1, Sha256, Sha384, Sha512].into_iter().any(|algorithm| {
            crypto.digest(algorithm, key).as_bytes().get(..20) == Some(identifier.as_bytes())
        })
    };
    if identifier.is_some_and(is_digest_of_key) { Ok(()) } else { Err(AnchorError::KeyIdentifier) }
}

fn check_own_signature(certificate: &Certificate, authority: &Authority) -> Result<(), Reason> {
    let algorithm = certificate.signature_algorithm().map_err(|_| Reason::AlgorithmUnsupported)?;
    if !certificate.signature_algorithms_agree() {
        return Err(Reason::AlgorithmMismatch);
    }
    authority
        .verify(
            &algorithm,
            &AlgorithmPolicy::current(),
            certificate.signed_bytes(),
            certificate.signature(),
        )
        .map(|_| ())
}
