//! Time-stamp tokens (RFC 3161, RFC 5816) over signatures, as CAdES-T has them (RFC 5126 §6.1).

mod info;

use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::der::DerError;
use jpki_core::limits::Limits;
use jpki_core::report::{Assessed, Check, CheckId, Fact, FactKey, Reason, Report, Subject};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::{ExtendedKeyUsage, oid as extension_oid};
use jpki_x509::path::ValidPath;

pub use info::{Accuracy, TimeStampInfo};

use crate::attribute::PathRestriction;
use crate::content::{Content, SignedContent};
use crate::error::CmsError;
use crate::oid;
use crate::signed_data::SignedData;
use crate::signer::{Judge, Signed, SignerPolicy, SigningCertificate, VerifiedSigner};

/// A time-stamp token: what it says, not verified.
#[derive(Clone)]
pub struct TimeStampToken {
    signed_data: SignedData,
    content: Vec<u8>,
    info: TimeStampInfo,
}

impl TimeStampToken {
    /// Reads a token in BER or DER.
    ///
    /// # Errors
    /// [`CmsError`] if it is not `SignedData`, or its content not a [`TimeStampInfo`].
    pub fn from_ber(token: &[u8], limits: &Limits) -> Result<Self, CmsError> {
        let (signed_data, content) = SignedData::from_ber_within(token, limits)?;
        let Content::Attached(content) = content else { return Err(CmsError::NotTimeStamp) };
        if signed_data.content_type() != oid::TIME_STAMP_INFO {
            return Err(CmsError::NotTimeStamp);
        }
        let content = content.to_vec();
        let info =
            TimeStampInfo::from_der(&content).map_err(|_: DerError| CmsError::NotTimeStamp)?;
        Ok(Self { signed_data, content, info })
    }

    /// What it says, not verified.
    #[must_use]
    pub const fn unverified_info(&self) -> &TimeStampInfo {
        &self.info
    }

    /// The certificates that came with it, not verified: candidates for the path of its authority.
    pub fn unverified_certificates(&self) -> impl Iterator<Item = Certificate> {
        self.signed_data.unverified_certificates()
    }

    /// Judges whether the key of a certificate for time-stamping signed that these octets existed then.
    ///
    /// The token must have one signer, who names its certificate in a signing-certificate attribute
    /// (RFC 3161 §2.4.2, RFC 5816 §2.2.1), is allowed time-stamping alone by a critical extendedKeyUsage
    /// (RFC 3161 §2.3), and the token must cover the digest of `stamped`.
    ///
    /// What [`VerifiedTimeStamp`] says is not proven, is not judged.
    pub fn assess(
        &self,
        subject: Subject,
        stamped: &[u8],
        given: &[Certificate],
        algorithms: &AlgorithmPolicy,
        crypto: &dyn CryptoBackend,
    ) -> Assessed<VerifiedTimeStamp> {
        let (mut report, signer) = self.judge_signer(subject, given, algorithms, crypto);
        report.push(
            Check::of(CheckId::TimeStampImprint, subject, self.covers(stamped, algorithms, crypto))
                .with(Fact::time(FactKey::StampedAt, self.info.time())),
        );
        let certificates: Vec<Certificate> = signer
            .iter()
            .flat_map(|signer| {
                core::iter::once(signer.certificate()).chain(signer.alternatives()).cloned()
            })
            .filter(is_for_time_stamping_alone)
            .collect();
        report.push(match (&signer, certificates.is_empty()) {
            (None, _) => {
                Check::skipped(CheckId::TimeStampPurpose, subject, CheckId::SignatureValue)
            }
            (Some(_), true) => {
                let reason = Reason::TimeStampPurposeMissing;
                Check::failed(CheckId::TimeStampPurpose, subject, reason)
            }
            (Some(_), false) => Check::passed(CheckId::TimeStampPurpose, subject),
        });
        let stamp = signer.map(|signer| VerifiedTimeStamp {
            certificates,
            path_restrictions: signer.path_restrictions().to_vec(),
            info: self.info.clone(),
        });
        Assessed::conclude(report, stamp)
    }

    fn judge_signer(
        &self,
        subject: Subject,
        given: &[Certificate],
        algorithms: &AlgorithmPolicy,
        crypto: &dyn CryptoBackend,
    ) -> (Report, Option<VerifiedSigner>) {
        let mut signers = self.signed_data.signers();
        let (Some(signer), None) = (signers.next(), signers.next()) else {
            let check = Check::failed(CheckId::TimeStampForm, subject, Reason::TimeStampSigners);
            return (Report::new(Vec::from([check])), None);
        };
        let policy = SignerPolicy::general()
            .with_algorithms(*algorithms)
            .with_signing_certificate(SigningCertificate::Required);
        let certificates = self.signed_data.candidates(given);
        let judge = Judge::new(&certificates, &policy, crypto, self.signed_data.limits());
        let announced = self.signed_data.digest_algorithms();
        let content = SignedContent::of(&self.content, announced, crypto);
        let content_type = self.signed_data.content_type();
        let signed = Signed::Content { content: &content, content_type };
        let (signer_report, signer) = judge.judge(subject, signer, &signed).into_parts();
        let mut report = Report::new(Vec::from([Check::passed(CheckId::TimeStampForm, subject)]));
        signer_report.checks().iter().cloned().for_each(|check| report.push(check));
        (report, signer)
    }

    fn covers(
        &self,
        stamped: &[u8],
        algorithms: &AlgorithmPolicy,
        crypto: &dyn CryptoBackend,
    ) -> Result<(), Reason> {
        let imprint = self.info.imprint().ok_or(Reason::AlgorithmUnsupported)?;
        algorithms.admit_digest(imprint.algorithm())?;
        if crypto.digest(imprint.algorithm(), stamped) == *imprint {
            Ok(())
        } else {
            Err(Reason::TimeStampImprintMismatch)
        }
    }
}

impl fmt::Debug for TimeStampToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TimeStampToken({:?})", self.info.time())
    }
}

// RFC 3161 §2.3
fn is_for_time_stamping_alone(certificate: &Certificate) -> bool {
    let extension = certificate.extension(extension_oid::EXTENDED_KEY_USAGE);
    extension.is_some_and(|extension| {
        extension.is_critical()
            && ExtendedKeyUsage::from_der(extension.value())
                .is_ok_and(|usage| usage.names_only(ExtendedKeyUsage::TIME_STAMPING))
    })
}

/// A time-stamp whose signature stands. Only a judgement makes one.
///
/// Not proven: that the authority is to be believed. A valid path of its certificate makes of this a
/// [`ProvenTime`].
#[must_use]
#[derive(Clone)]
pub struct VerifiedTimeStamp {
    certificates: Vec<Certificate>,
    path_restrictions: Vec<PathRestriction>,
    info: TimeStampInfo,
}

impl VerifiedTimeStamp {
    /// Certificates of the time-stamping authority (時刻認証局), not validated: all with the key that
    /// signed, the likeliest first.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// What the token says.
    #[must_use]
    pub const fn info(&self) -> &TimeStampInfo {
        &self.info
    }

    /// The proof that a valid path of the authority's certificate gives; `None` if the path is another
    /// certificate's, leads over certificates that the token does not allow (RFC 5035 §3), or is judged
    /// for an instant before the time-stamp.
    ///
    /// The instant of the path is the caller's choice: the present, or a past time for which something
    /// else than this token proves that the token existed. Judging the path at the token's own time would
    /// believe an authority whose key is known by now. Revocation of the authority is the caller's to
    /// settle, too.
    #[must_use]
    pub fn proven_by(&self, path: &ValidPath, crypto: &dyn CryptoBackend) -> Option<ProvenTime> {
        let end_entity = path.certificates().first()?;
        let is_same = |own: &Certificate| own.der() == end_entity.der();
        let is_own = self.certificates.iter().any(is_same);
        let is_admitted =
            self.path_restrictions.iter().all(|restriction| restriction.admits(path, crypto));
        (is_own && is_admitted && path.time().instant() >= self.info.time())
            .then(|| ProvenTime { latest: self.info.latest_time() })
    }
}

impl fmt::Debug for VerifiedTimeStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedTimeStamp({:?})", self.info.time())
    }
}

/// An instant at which something existed, proven by a time-stamp and a valid path of its authority.
///
/// A signature stamped so may be judged as of this instant although its certificate has since expired or
/// been revoked (ETSI EN 319 102-1 §5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProvenTime {
    latest: Timestamp,
}

impl ProvenTime {
    /// The latest instant that the time-stamp can mean, its accuracy taken against the signer.
    #[must_use]
    pub const fn validation_time(&self) -> ValidationTime {
        ValidationTime::at(self.latest)
    }
}
