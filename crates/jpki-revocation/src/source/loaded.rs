use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::time::ValidationTime;
use jpki_x509::trust::TrustStore;

use super::StatusSource;
use super::readiness::{AnchorReadiness, readiness};
use crate::crl::{Crl, CrlError};
use crate::crl_issuer::CrlIssuer;
use crate::status::{RevocationAssessment, RevocationPolicy, RevocationTarget};
use crate::verified_crl::VerifiedCrl;

/// Revocation lists (失効リスト, CRL) and authority revocation lists (ARL) in memory, each verified with the
/// key of a trust anchor before it was added.
///
/// The two are held apart: what J-LIS's lists say of their own coverage is not public, and an ARL that
/// did not say that it is one would call every user's certificate good.
///
/// ```
/// use jpki_revocation::{LoadedCrls, RevocationPolicy};
/// use jpki_crypto::RustCrypto;
/// use jpki_testkit::jpki::{self, SyntheticJpki};
/// use jpki_x509::kind::{CertificateKind, Generation};
/// use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain, TrustStore};
///
/// let jpki = SyntheticJpki::of_vectors();
/// let authority = jpki.sign_ca(jpki::Generation::Third);
/// let root = authority.certificate();
/// let pins = PinTable::empty(TrustDomain::Synthetic).with(Pin {
///     certificate: Fingerprint::of(&root, &RustCrypto),
///     issues: CertificateKind::Signature,
///     generation: Generation::THIRD,
/// });
/// let trust = TrustStore::from_pinned(&pins, [root], &RustCrypto)?;
///
/// let mut crls = LoadedCrls::new(RevocationPolicy::daily());
/// crls.add_crl(jpki.crl(&authority).sign(authority.key()), &trust)?;
/// crls.add_arl(jpki.arl(&authority).sign(authority.key()), &trust)?;
///
/// // A CRL that a stranger signed is refused.
/// let stranger = jpki.sign_ca(jpki::Generation::First).key();
/// assert!(crls.add_crl(jpki.crl(&authority).sign(stranger), &trust).is_err());
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub struct LoadedCrls {
    policy: RevocationPolicy,
    user_lists: Vec<VerifiedCrl>,
    authority_lists: Vec<VerifiedCrl>,
}

/// Reason why a CRL was not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadCrlError {
    /// It cannot be read.
    #[error("revocation list: {0}")]
    Malformed(CrlError),
    /// No trust anchor has its issuer's name.
    #[error("no trust anchor has the name of the revocation list's issuer")]
    NoIssuer,
    /// Trust anchors have its issuer's name, and with the last of them it failed like this.
    #[error("revocation list: {0}")]
    Unverified(CrlError),
}

impl LoadedCrls {
    /// No list yet, to be judged by this policy.
    #[must_use]
    pub const fn new(policy: RevocationPolicy) -> Self {
        Self { policy, user_lists: Vec::new(), authority_lists: Vec::new() }
    }

    /// Adds a CRL of users' certificates in DER or PEM, if the key of an anchor signed it.
    ///
    /// # Errors
    /// [`LoadCrlError`]; the CRLs added before stay.
    pub fn add_crl(
        &mut self,
        bytes: impl Into<Vec<u8>>,
        trust: &TrustStore,
    ) -> Result<(), LoadCrlError> {
        self.user_lists.push(read(bytes.into(), trust)?);
        Ok(())
    }

    /// Adds a CRL of authorities' certificates in DER or PEM, if the key of an anchor signed it.
    ///
    /// # Errors
    /// [`LoadCrlError`]; the CRLs added before stay.
    pub fn add_arl(
        &mut self,
        bytes: impl Into<Vec<u8>>,
        trust: &TrustStore,
    ) -> Result<(), LoadCrlError> {
        self.authority_lists.push(read(bytes.into(), trust)?);
        Ok(())
    }

    /// Returns for each trust anchor whether the available CRLs are enough at this time, and until when.
    #[must_use]
    pub fn readiness(&self, trust: &TrustStore, at: ValidationTime) -> Vec<AnchorReadiness> {
        readiness(&self.policy, trust, &self.user_lists, &self.authority_lists, at)
    }
}

impl StatusSource for LoadedCrls {
    fn certificate_status(
        &self,
        target: &RevocationTarget<'_>,
        at: ValidationTime,
    ) -> RevocationAssessment {
        self.policy.judge(target, &self.user_lists, at)
    }

    fn anchor_status(
        &self,
        target: &RevocationTarget<'_>,
        at: ValidationTime,
    ) -> RevocationAssessment {
        self.policy.judge(target, &self.authority_lists, at)
    }
}

impl fmt::Debug for LoadedCrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (crls, arls) = (self.user_lists.len(), self.authority_lists.len());
        write!(f, "LoadedCrls({crls} CRL, {arls} ARL)")
    }
}

fn read(bytes: Vec<u8>, trust: &TrustStore) -> Result<VerifiedCrl, LoadCrlError> {
    let list = match core::str::from_utf8(&bytes) {
        Ok(text) if text.starts_with("-----") => Crl::from_pem(text),
        _ => Crl::from_der(bytes),
    };
    let list = list.map_err(LoadCrlError::Malformed)?;
    list.verify_by_one_of(&CrlIssuer::of_anchors(trust), &AlgorithmPolicy::current()).map_err(
        |error| match error {
            CrlError::IssuerMismatch => LoadCrlError::NoIssuer,
            error => LoadCrlError::Unverified(error),
        },
    )
}
