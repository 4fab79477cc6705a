use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::der::Oid;
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Report, Subject};
use jpki_core::time::{ClockAllowance, Timestamp, ValidationTime};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::ValidPath;

use crate::attribute::PathRestriction;

/// The certificates of which one is a signer's: their key made the signature. Only a judgement makes one.
///
/// Not proven: that any of them is genuine, in force, of the right kind, or whose it says it is. So it does
/// not tell what was signed; [`Self::verified_by`] a valid path does.
#[must_use]
#[derive(Clone)]
pub struct SignerIdentity {
    pub(super) certificate: Certificate,
    pub(super) alternatives: Vec<Certificate>,
    pub(super) path_restrictions: Vec<PathRestriction>,
    pub(super) facts: Arc<SignatureFacts>,
}

/// A signature value with what it was made over, and how.
pub(super) struct SignatureFacts {
    pub(super) scheme: SignatureScheme,
    pub(super) content_type: Option<Box<[u8]>>,
    pub(super) content_digest: Digest,
    pub(super) content_length: u64,
    pub(super) claimed_signing_time: Option<Timestamp>,
    pub(super) signature: Box<[u8]>,
}

impl SignerIdentity {
    /// Returns the signer's certificate, not validated.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Returns other certificates with the same key that fit the signature as well, also not validated. Whoever
    /// made the message may have put forged ones in; try these if [`Self::certificate`] has no valid path.
    #[must_use]
    pub fn alternatives(&self) -> &[Certificate] {
        &self.alternatives
    }

    /// Returns when the signer says it signed (RFC 5652 §11.3). A claim: nothing vouches for it.
    #[must_use]
    pub fn claimed_signing_time(&self) -> Option<Timestamp> {
        self.facts.claimed_signing_time
    }

    /// Checks whether the claimed signing time is plausible; `None` without one. It proves nothing, so an implausible one
    /// is only noted (RFC 5652 §11.3).
    #[must_use]
    pub fn check_claimed_time(&self, at: ValidationTime) -> Option<Check> {
        let (claimed, certificate) = (self.claimed_signing_time()?, &self.certificate);
        let is_plausible = claimed >= certificate.not_before()
            && claimed <= certificate.not_after()
            && ClockAllowance::DEFAULT.admits(claimed, at.instant());
        let outcome = match is_plausible {
            true => Outcome::Passed,
            false => Outcome::Warned(Reason::SigningTimeImplausible),
        };
        let check = Check::new(CheckId::SignerSigningTimeClaim, Subject::Document, outcome);
        Some(check.with(Fact::time(FactKey::SigningTime, claimed)))
    }

    /// Returns the signer that a valid path proves.
    ///
    /// The path must lead to [`Self::certificate`] or an alternative, and the signer must allow it: where a
    /// signing-certificate attribute names more certificates than the signer's own, they are the only ones
    /// that may lead from the anchor to it (RFC 5035 §3).
    ///
    /// # Errors
    /// [`Reason::PathNotAdmitted`], or [`Reason::LimitReached`] where the default [`Limits`] do not suffice
    /// to tell.
    pub fn verified_by(
        &self,
        path: &ValidPath,
        crypto: &dyn CryptoBackend,
    ) -> Result<ProvenSigner, Reason> {
        self.verified_by_within(path, crypto, &Budget::new(&Limits::DEFAULT))
    }

    /// As [`Self::verified_by`], within the budget of a larger answer.
    ///
    /// # Errors
    /// As [`Self::verified_by`]; [`Reason::LimitReached`] by this budget.
    pub fn verified_by_within(
        &self,
        path: &ValidPath,
        crypto: &dyn CryptoBackend,
        budget: &Budget,
    ) -> Result<ProvenSigner, Reason> {
        let certificate = path.end_entity();
        let mut own = core::iter::once(&self.certificate).chain(&self.alternatives);
        if !own.any(|own| own.as_der() == certificate.as_der()) {
            return Err(Reason::PathNotAdmitted);
        }
        for restriction in &self.path_restrictions {
            if !restriction.admits(path, crypto, budget)? {
                return Err(Reason::PathNotAdmitted);
            }
        }
        Ok(ProvenSigner { certificate: certificate.clone(), facts: self.facts.clone() })
    }

    /// Returns the signer by the first of its certificates that proves it: [`Self::certificate`], or an alternative if
    /// that one fails, since the maker of the message may have added forged ones. `judge` verifies a certificate within
    /// the budget, `path` gives the valid path of what was verified. The report is that of the certificate that proves
    /// the signer, or else of the first.
    #[must_use]
    pub fn verified_by_first<T>(
        &self,
        mut judge: impl FnMut(&Certificate) -> (Report, Option<T>),
        path: impl Fn(&T) -> &ValidPath,
        crypto: &dyn CryptoBackend,
        budget: &Budget,
    ) -> (Report, Option<(T, ProvenSigner)>) {
        let failed = |reason| Check::failed(CheckId::Path, Subject::EndEntity, reason);
        let mut first = None;
        for certificate in core::iter::once(&self.certificate).chain(&self.alternatives) {
            let (mut report, verified) = judge(certificate);
            let proven = verified.and_then(|verified| {
                match self.verified_by_within(path(&verified), crypto, budget) {
                    Ok(proven) => Some((verified, proven)),
                    Err(reason) => {
                        report.push(failed(reason));
                        None
                    }
                }
            });
            if report.first_obstacle().is_none() {
                return (report, proven);
            }
            if budget.is_exhausted() {
                // One of those that are left may be the right one.
                return (Report::new(Vec::from([failed(Reason::LimitReached)])), None);
            }
            first = first.or(Some((report, proven)));
        }
        first.unwrap_or_default()
    }

    pub(crate) fn path_restrictions(&self) -> &[PathRestriction] {
        &self.path_restrictions
    }
}

impl fmt::Debug for SignerIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others = self.alternatives.len();
        write!(f, "SignerIdentity({}, {others} alternatives)", self.facts.scheme)
    }
}

/// A signer whose certificate has a valid path that the signature allows: the certificate's key signed
/// this content. Only [`SignerIdentity::verified_by`] makes one.
///
/// Not proven: that the certificate is of the right kind or not revoked; that the signature was made at the
/// claimed time; that the signer saw what was signed.
#[must_use]
#[derive(Clone)]
pub struct ProvenSigner {
    certificate: Certificate,
    facts: Arc<SignatureFacts>,
}

impl ProvenSigner {
    /// Returns the signer's certificate: the one that the path leads to.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Returns how it was signed.
    #[must_use]
    pub fn scheme(&self) -> SignatureScheme {
        self.facts.scheme
    }

    /// Returns the type of the content; `None` for a countersigner, whose content is a signature value.
    #[must_use]
    pub fn content_type(&self) -> Option<Oid<'_>> {
        self.facts.content_type.as_deref().map(Oid::from_bytes)
    }

    /// Returns the digest of the content.
    #[must_use]
    pub fn content_digest(&self) -> &Digest {
        &self.facts.content_digest
    }

    /// Returns the length of the content in bytes.
    #[must_use]
    pub fn content_length(&self) -> u64 {
        self.facts.content_length
    }

    /// Returns when the signer says it signed (RFC 5652 §11.3). A claim: nothing vouches for it.
    #[must_use]
    pub fn claimed_signing_time(&self) -> Option<Timestamp> {
        self.facts.claimed_signing_time
    }

    /// Returns the signature value, which countersignatures and time-stamps cover.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.facts.signature
    }
}

impl fmt::Debug for ProvenSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProvenSigner({}, {} bytes)", self.facts.scheme, self.facts.content_length)
    }
}
