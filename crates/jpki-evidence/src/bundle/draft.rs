use jpki_audit::proof::EntryProof;
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{CryptoBackend, Digest, SignedInput};
use jpki_core::event::{Action, ActionResult, EventSubject, Operation};
use jpki_core::localized::Localized as _;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_revocation::{Evidence, Settled};
use jpki_x509::certificate::Certificate;

use super::error::{BundleError, BundleFault};
use super::exhibit::{Exhibit, Verified};
use super::files::{DOCUMENT, Files};
use super::manifest;
use super::proof::ProofKind;
use super::recipe;
use super::sealed::Bundle;
use super::statement::{self, Judged, Statement};
use super::zip::Member;

/// A bundle that nothing proves yet to have existed.
///
/// Make and protect it when the verdict is made: what is protected years later proves nothing about the day of the
/// verdict.
#[must_use = "a draft is no bundle"]
pub struct Draft<'a> {
    statement: Statement,
    members: Vec<Member<'a>>,
}

/// A bundle that waits for the time-stamp (タイムスタンプ, RFC 3161) over its manifest.
#[must_use = "not protected yet"]
pub struct Unstamped<'a>(Sealing<'a>);

/// A bundle that waits until an operation log (操作ログ) has the digest of its manifest.
#[must_use = "not protected yet"]
pub struct Unlogged<'a>(Sealing<'a>);

/// All members but the proof, and the manifest over them.
struct Sealing<'a> {
    statement: Statement,
    members: Vec<Member<'a>>,
    manifest: Member<'a>,
}

impl<'a> Draft<'a> {
    /// Collects what was verified, and each verdict on it with its evidence: one for a certificate, signature or login,
    /// one for each signer of a message in the order of the message.
    ///
    /// # Errors
    /// [`BundleFault::OtherVerdict`] if a verdict is about something else, [`BundleFault::TooLarge`] for 4 GiB or 1,000
    /// files and more.
    // Requirement: H06-09
    pub fn new<T: 'a>(
        exhibit: &Exhibit<'a>,
        verdicts: impl IntoIterator<Item = &'a Settled<T>>,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, BundleError> {
        let mut files = Files::default();
        let verified = files.exhibit(exhibit)?;
        let mut judged = Vec::new();
        let mut first = None;
        for settled in verdicts {
            let evidence = settled.evidence();
            if !is_about(exhibit, &files, evidence, crypto) {
                return Err(BundleFault::OtherVerdict.into());
            }
            let (time, policy) = first.get_or_insert((evidence.time(), evidence.policy()));
            if (time.present(), *policy) != (evidence.time().present(), evidence.policy()) {
                return Err(BundleFault::OtherVerdict.into());
            }
            judged.push(record(&mut files, settled, judged.len(), crypto)?);
        }
        let is_alone = !matches!(exhibit.verified, Verified::Message { .. });
        let Some((time, policy)) = first.filter(|_| !is_alone || judged.len() == 1) else {
            return Err(BundleFault::OtherVerdict.into());
        };
        let is_stamped = matches!(exhibit.verified, Verified::Message { time_stamped: true, .. });
        let time = if is_stamped { ValidationTime::at(time.present()) } else { time };
        let statement = Statement::new(time, policy, verified, judged);
        Ok(Self { statement, members: files.into_members() })
    }

    /// Continues to a bundle with a time-stamp.
    ///
    /// # Errors
    /// [`BundleFault::TooLarge`].
    pub fn for_time_stamp(self) -> Result<Unstamped<'a>, BundleError> {
        Ok(Unstamped(self.sealing(ProofKind::TimeStamp)?))
    }

    /// Continues to a bundle with the proof of a log.
    ///
    /// # Errors
    /// [`BundleFault::TooLarge`].
    pub fn for_log(self) -> Result<Unlogged<'a>, BundleError> {
        Ok(Unlogged(self.sealing(ProofKind::Log)?))
    }

    /// Makes a bundle that nothing protects: whoever has it can make another of it. A judge refuses it unless told
    /// otherwise.
    ///
    /// # Errors
    /// [`BundleFault::TooLarge`].
    pub fn unprotected(self) -> Result<Bundle<'a>, BundleError> {
        self.sealing(ProofKind::Unprotected)?.seal(None)
    }

    fn sealing(self, protection: ProofKind) -> Result<Sealing<'a>, BundleError> {
        let Self { mut statement, mut members } = self;
        statement.protection = protection;
        members.push(Member::new(statement::NAME, statement.to_json())?);
        let readme = recipe::text(&statement, &members);
        members.push(Member::new(recipe::NAME, readme.into_bytes())?);
        let manifest = manifest::text(&members, protection).into_bytes();
        let manifest = Member::new(manifest::NAME, manifest)?;
        Ok(Sealing { statement, members, manifest })
    }
}

impl<'a> Unstamped<'a> {
    /// Returns the manifest, which is to be stamped.
    #[must_use]
    pub fn manifest(&self) -> &[u8] {
        self.0.manifest.bytes()
    }

    /// Returns the SHA-256 of the manifest, for which to ask a time-stamping authority (時刻認証局).
    #[must_use]
    pub fn manifest_sha_256(&self) -> [u8; 32] {
        self.0.manifest_sha_256()
    }

    /// Adds the token, DER or BER. Whether its authority is to be believed is for the judge to find out.
    ///
    /// # Errors
    /// [`BundleFault::Proof`] if it is no token, [`BundleFault::OtherManifest`] if it is over something else.
    pub fn stamped(self, token: &[u8]) -> Result<Bundle<'a>, BundleError> {
        self.0.seal(Some((ProofKind::TIME_STAMP, token.to_vec())))
    }
}

impl<'a> Unlogged<'a> {
    /// Returns what the log is to be told: that evidence was exported, named by the SHA-256 of the manifest.
    pub fn operation(&self, now: Timestamp) -> Operation {
        Operation::new(Action::EvidenceExport, ActionResult::Done, now)
            .about(EventSubject::bundle(self.0.manifest_sha_256()))
    }

    /// Adds the log's proof that it holds the event, from `jpki_audit::Log::prove_entry`. Whether the log is to be believed
    /// is for the judge to find out.
    ///
    /// # Errors
    /// [`BundleFault::OtherManifest`] if it is of another event.
    pub fn logged(self, proof: &EntryProof) -> Result<Bundle<'a>, BundleError> {
        self.0.seal(Some((ProofKind::LOG, proof.to_text().into_bytes())))
    }
}

impl<'a> Sealing<'a> {
    const fn manifest_sha_256(&self) -> [u8; 32] {
        *self.manifest.sha_256()
    }

    fn seal(self, proof: Option<(&'static str, Vec<u8>)>) -> Result<Bundle<'a>, BundleError> {
        let Self { statement, members, manifest } = self;
        let proof = proof.map(|(name, bytes)| Member::new(name, bytes)).transpose()?;
        Bundle::new(statement, members, manifest, proof)
    }
}

fn record<'a, T>(
    files: &mut Files<'a>,
    settled: &'a Settled<T>,
    number: usize,
    crypto: &dyn CryptoBackend,
) -> Result<Judged, BundleError> {
    let (assessed, evidence) = (settled.assessed(), settled.evidence());
    let report = settled.validation_report(crypto);
    let report = serde_json::to_vec_pretty(&report).unwrap_or_default();
    let name = format!("evidence/report-{}.json", number.saturating_add(1));
    Ok(Judged {
        verdict: assessed.verdict().code().to_owned(),
        as_of: evidence.time().instant().to_string(),
        report: files.add(&name, report)?,
        path: files.path(evidence)?,
        anchor: files.anchor(evidence)?,
        anchor_crls: files.anchor_crls(evidence)?,
        crls: files.user_crls(evidence)?,
        response: files.response(evidence)?,
        time_stamp_crls: files.time_stamp_crls(evidence)?,
    })
}

/// Whether evidence is of a verdict about this certificate and, where the verdict got that far, this content.
fn is_about(
    exhibit: &Exhibit<'_>,
    files: &Files<'_>,
    evidence: &Evidence,
    crypto: &dyn CryptoBackend,
) -> bool {
    let (certificate, content) = match &exhibit.verified {
        Verified::Certificate { certificate, .. } | Verified::Login { certificate, .. } => {
            (certificate, None)
        }
        Verified::Signature { certificate, content, .. } => (certificate, Some(content)),
        Verified::Message { .. } => return true,
    };
    let is_same = |of: &Certificate| of.as_der() == certificate.as_der();
    let is_signed = |known: &Digest| match content {
        Some(SignedInput::Bytes(bytes)) => match known.algorithm() {
            DigestAlgorithm::Sha256 => {
                files.sha_256(DOCUMENT).is_some_and(|it| it == known.as_bytes())
            }
            algorithm => crypto.digest(algorithm, bytes) == *known,
        },
        Some(SignedInput::Digest(digest)) => *digest == known,
        None => false,
    };
    evidence.certificate().is_some_and(is_same) && evidence.content_digest().is_none_or(is_signed)
}
