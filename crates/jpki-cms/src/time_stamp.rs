//! Time-stamp tokens (RFC 3161, RFC 5816) over signatures, as CAdES-T has them (RFC 5126 §6.1).

mod info;
mod proof;
mod request;

use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::der::{Decode, DerError, SequenceOf};
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::{
    Assessed, Check, CheckId, Fact, FactKey, Outcome, Reason, Report, Subject,
};
use jpki_core::time::{ClockAllowance, Timestamp, ValidationTime};
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::extension::{ExtendedKeyUsage, oid as extension_oid};
use jpki_x509::path::ValidPath;

pub use info::{Accuracy, TimeStampInfo};
pub use proof::TimeStampTrust;
pub use request::{TimeStampRequest, TimeStampResponseError};

use crate::attribute::PathRestriction;
use crate::content::{Content, SignedContent};
use crate::error::CmsError;
use crate::oid;
use crate::signed_data::{ParsedSignedData, SignedData};
use crate::signer::{
    GivenCertificates, Judge, Signed, SignerIdentity, SignerPolicy, SigningCertificate,
};

/// A time-stamp token: what it says, not verified.
#[derive(Clone)]
pub struct TimeStampToken {
    signed_data: SignedData,
    content: Vec<u8>,
    info: TimeStampInfo,
}

impl TimeStampToken {
    /// Reads a token in BER or DER, within the default [`Limits`].
    ///
    /// # Errors
    /// [`CmsError`] if it is not `SignedData`, or its content not a [`TimeStampInfo`].
    pub fn from_ber(token: &[u8]) -> Result<Self, CmsError> {
        Self::from_ber_with(token, &Limits::DEFAULT)
    }

    /// As [`Self::from_ber`], within these limits.
    ///
    /// # Errors
    /// As [`Self::from_ber`].
    pub fn from_ber_with(token: &[u8], limits: &Limits) -> Result<Self, CmsError> {
        let ParsedSignedData { signed_data, content } = SignedData::from_ber_with(token, limits)?;
        let Content::Attached(content) = content else { return Err(CmsError::NotTimeStamp) };
        if signed_data.content_type() != oid::TIME_STAMP_INFO {
            return Err(CmsError::NotTimeStamp);
        }
        let content = content.to_vec();
        let info =
            TimeStampInfo::from_der(&content).map_err(|_: DerError| CmsError::NotTimeStamp)?;
        Ok(Self { signed_data, content, info })
    }

    /// Returns what it says, not verified.
    #[must_use]
    pub const fn unverified_info(&self) -> &TimeStampInfo {
        &self.info
    }

    /// Returns the certificates that came with it, not verified: candidates for the path of its authority.
    pub fn unverified_certificates(&self) -> impl Iterator<Item = Certificate> {
        self.signed_data.unverified_certificates()
    }

    /// Judges whether the key of a certificate for time-stamping signed that these bytes existed then.
    ///
    /// The token must have one signer, who names its certificate in a signing-certificate attribute
    /// (RFC 3161 §2.4.2, RFC 5816 §2.2.1), is allowed time-stamping alone by a critical extendedKeyUsage
    /// (RFC 3161 §2.3), and the token must cover the digest of `stamped`. If it names its authority, that
    /// must be a subject name of the certificate (RFC 3161 §2.4.2).
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
        let given = GivenCertificates::new(given.iter().cloned());
        let budget = Budget::new(self.signed_data.limits());
        self.assess_within(subject, stamped, &given, algorithms, crypto, &budget)
    }

    /// As [`Self::assess`], within the budget of a larger answer.
    pub fn assess_within(
        &self,
        subject: Subject,
        stamped: &[u8],
        given: &GivenCertificates,
        algorithms: &AlgorithmPolicy,
        crypto: &dyn CryptoBackend,
        budget: &Budget,
    ) -> Assessed<VerifiedTimeStamp> {
        let (mut report, signer) = self.judge_signer(subject, given, algorithms, crypto, budget);
        let covers = self.covers(stamped, algorithms, crypto, budget);
        report.push(
            Check::of(CheckId::TimeStampImprint, subject, covers)
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
        let (check, certificates) = self.named_authority(subject, certificates, budget);
        report.push(check);
        let stamp = signer.map(|signer| VerifiedTimeStamp {
            certificates,
            path_restrictions: signer.path_restrictions().to_vec(),
            info: self.info.clone(),
        });
        Assessed::new(report, stamp)
    }

    /// The certificates whose subject is the authority that the token names, if it names one.
    fn named_authority(
        &self,
        subject: Subject,
        certificates: Vec<Certificate>,
        budget: &Budget,
    ) -> (Check, Vec<Certificate>) {
        let id = CheckId::TimeStampAuthority;
        let Some(name) = self.info.authority() else {
            return (Check::new(id, subject, Outcome::NotApplicable), certificates);
        };
        if certificates.is_empty() {
            return (Check::skipped(id, subject, CheckId::TimeStampPurpose), certificates);
        }
        let tested = certificates.into_iter().map(|certificate| {
            is_subject_of(&name, &certificate, budget).map(|is_own| is_own.then_some(certificate))
        });
        match tested.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>() {
            Err(reason) => (Check::failed(id, subject, reason), Vec::new()),
            Ok(named) if named.is_empty() => {
                (Check::failed(id, subject, Reason::TimeStampAuthorityMismatch), named)
            }
            Ok(named) => (Check::passed(id, subject), named),
        }
    }

    fn judge_signer(
        &self,
        subject: Subject,
        given: &GivenCertificates,
        algorithms: &AlgorithmPolicy,
        crypto: &dyn CryptoBackend,
        budget: &Budget,
    ) -> (Report, Option<SignerIdentity>) {
        let form = |reason| {
            Report::new(Vec::from([Check::failed(CheckId::TimeStampForm, subject, reason)]))
        };
        let mut signers = self.signed_data.signers();
        let (Some(signer), None) = (signers.next(), signers.next()) else {
            return (form(Reason::TimeStampSigners), None);
        };
        let policy = SignerPolicy::general()
            .with_algorithms(*algorithms)
            .with_signing_certificate(SigningCertificate::Required);
        let announced = self.signed_data.digest_algorithms();
        if let Err(reason) = budget.hash(self.content.len().saturating_mul(announced.len())) {
            return (form(reason), None);
        }
        let content = SignedContent::of(&self.content, announced, crypto);
        let own = self.signed_data.own_certificates(given);
        let judge = Judge::new([given, &own], &policy, self.signed_data.limits(), crypto, budget);
        let content_type = self.signed_data.content_type();
        let signed = Signed::Content { content: &content, content_type, origin: Ok(()) };
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
        budget: &Budget,
    ) -> Result<(), Reason> {
        let imprint = self.info.imprint().ok_or(Reason::AlgorithmUnsupported)?;
        algorithms.admit_digest(imprint.algorithm())?;
        budget.hash(stamped.len())?;
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

// RFC 3161 §2.4.2: tsa "MUST correspond to one of the subject names included in the certificate"
fn is_subject_of(
    name: &GeneralName<'_>,
    certificate: &Certificate,
    budget: &Budget,
) -> Result<bool, Reason> {
    if let GeneralName::DirectoryName(name) = name
        && budget.same_name(name, &certificate.subject())?
    {
        return Ok(true);
    }
    let alternatives = certificate
        .extension(extension_oid::SUBJECT_ALTERNATIVE_NAME)
        .and_then(|extension| SequenceOf::from_der(extension.value()).ok());
    for alternative in alternatives.into_iter().flatten() {
        budget.compare(1)?;
        let is_same = match (name, &alternative) {
            (GeneralName::DirectoryName(name), GeneralName::DirectoryName(other)) => {
                budget.same_name(name, other)?
            }
            (GeneralName::Rfc822Name(name), GeneralName::Rfc822Name(other))
            | (GeneralName::DnsName(name), GeneralName::DnsName(other)) => {
                name.eq_ignore_ascii_case(other)
            }
            (
                GeneralName::UniformResourceIdentifier(name),
                GeneralName::UniformResourceIdentifier(other),
            )
            | (GeneralName::IpAddress(name), GeneralName::IpAddress(other))
            | (GeneralName::X400Address(name), GeneralName::X400Address(other))
            | (GeneralName::EdiPartyName(name), GeneralName::EdiPartyName(other)) => name == other,
            (GeneralName::RegisteredId(name), GeneralName::RegisteredId(other)) => name == other,
            (
                GeneralName::OtherName { type_id, value },
                GeneralName::OtherName { type_id: other_type, value: other },
            ) => type_id == other_type && value == other,
            _ => false,
        };
        if is_same {
            return Ok(true);
        }
    }
    Ok(false)
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

    /// Returns what the token says.
    #[must_use]
    pub const fn info(&self) -> &TimeStampInfo {
        &self.info
    }

    /// Judges what a valid path of the authority's certificate makes of the time-stamp: the path must be
    /// one of [`Self::certificates`], over certificates that the token allows (RFC 5035 §3); the time must
    /// lie within the validity period of each of them, its accuracy taken against the authority, and not
    /// later than the instant of the path by more than [`ClockAllowance::DEFAULT`].
    ///
    /// The instant of the path is the caller's choice: the present, or a past time for which something
    /// else than this token proves that the token existed. Judging the path at the token's own time would
    /// believe an authority whose key is known by now. Revocation of the authority is the caller's to
    /// finish, too.
    pub fn assess_path(
        &self,
        subject: Subject,
        path: &ValidPath,
        crypto: &dyn CryptoBackend,
        budget: &Budget,
    ) -> Assessed<ProvenTime> {
        let (restriction, time) = (self.admits(path, crypto, budget), self.lies_within(path));
        let checks = [
            Check::of(CheckId::TimeStampPathRestriction, subject, restriction),
            Check::of(CheckId::TimeStampTime, subject, time)
                .with(Fact::time(FactKey::StampedAt, self.info.time()))
                .with(Fact::time(FactKey::ValidationTime, path.time().instant())),
        ];
        // Whatever the accuracy, what exists at an instant existed by then.
        let latest = self.info.latest_time().min(path.time().instant());
        Assessed::new(Report::new(Vec::from(checks)), Some(ProvenTime { latest }))
    }

    /// Returns the proof that a valid path of the authority's certificate gives, if [`Self::assess_path`] finds it
    /// valid.
    #[must_use]
    pub fn proven_by(&self, path: &ValidPath, crypto: &dyn CryptoBackend) -> Option<ProvenTime> {
        let budget = Budget::new(&Limits::DEFAULT);
        self.assess_path(Subject::TimeStamp(0), path, crypto, &budget).value().copied()
    }

    fn admits(
        &self,
        path: &ValidPath,
        crypto: &dyn CryptoBackend,
        budget: &Budget,
    ) -> Result<(), Reason> {
        let end_entity = path.certificates().first().ok_or(Reason::PathEmpty)?;
        let is_same = |own: &Certificate| own.as_der() == end_entity.as_der();
        let mut is_admitted = self.certificates.iter().any(is_same);
        for restriction in &self.path_restrictions {
            is_admitted = is_admitted && restriction.admits(path, crypto, budget)?;
        }
        if is_admitted { Ok(()) } else { Err(Reason::PathNotAdmitted) }
    }

    // RFC 5280 §4.1.2.5: outside the period nobody says that the key was the authority's. A clock that is ahead
    // of ours may have passed its end before we do.
    fn lies_within(&self, path: &ValidPath) -> Result<(), Reason> {
        let earliest = self.info.earliest_time();
        if !ClockAllowance::DEFAULT.admits(self.info.time(), path.time().instant()) {
            Err(Reason::TimeStampFromFuture)
        } else if path.certificates().iter().any(|one| earliest < one.not_before()) {
            Err(Reason::TimeStampBeforeCertificate)
        } else if path.certificates().iter().any(|one| self.info.time() > one.not_after()) {
            Err(Reason::TimeStampAfterCertificate)
        } else {
            Ok(())
        }
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
    /// Returns the latest instant that the time-stamp can mean, its accuracy taken against the signer, but not later
    /// than the instant at which it was judged.
    #[must_use]
    pub const fn validation_time(&self) -> ValidationTime {
        ValidationTime::at(self.latest)
    }
}
