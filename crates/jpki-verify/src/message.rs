use alloc::vec::Vec;
use core::cell::RefCell;

use jpki_application::Application;
use jpki_cms::content::SignedContent;
use jpki_cms::signed_data::SignedData;
use jpki_cms::signer::{SignerIdentity, SignerPolicy};
use jpki_cms::signer_info::SignerInfo;
use jpki_cms::time_stamp::{ProvenTime, TimeStampTrust};
use jpki_core::report::{Assessed, AssessedSigners, Check, CheckId, Subject};
use jpki_core::time::ValidationTime;
use jpki_revocation::{RevocationTarget, RevocationValues};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::ValidPath;

use crate::call::Call;
use crate::local::LocallyVerified;
use crate::pending::Pending;
use crate::verified::VerifiedSignature;
use crate::verifier::Verifier;

/// A CMS message, its content, and the certificates beside it. Nothing is verified yet.
#[derive(Clone, Copy, Debug)]
pub struct SignedMessage<'a> {
    message: &'a SignedData,
    content: &'a SignedContent<'a>,
    given: &'a [Certificate],
    policy: SignerPolicy,
    application: Application<'a>,
}

impl<'a> SignedMessage<'a> {
    /// Takes a message over this content, to be verified as a document is: [`SignerPolicy::document`]. Content
    /// inside the message must be the message's own, as [`SignedData::digest`] or a stream gives it; with other
    /// content the verdict is indeterminate.
    #[must_use]
    pub const fn new(message: &'a SignedData, content: &'a SignedContent<'a>) -> Self {
        let policy = SignerPolicy::document();
        Self { message, content, given: &[], policy, application: Application::new() }
    }

    /// Adds certificates that came beside the message. The signers' certificates are sought among these, then in the
    /// message; none of them is ever an anchor.
    #[must_use]
    pub const fn with_certificates(self, given: &'a [Certificate]) -> Self {
        Self { given, ..self }
    }

    /// Sets another policy for signers.
    #[must_use]
    pub const fn with_policy(self, policy: SignerPolicy) -> Self {
        Self { policy, ..self }
    }

    /// Requires agreement with this application.
    #[must_use]
    pub const fn in_application(self, application: Application<'a>) -> Self {
        Self { application, ..self }
    }

    /// Checks that the content is what the user was shown and has substance, independent of the signer.
    fn check_content(&self, verifier: &Verifier) -> Vec<Check> {
        let (content, crypto) = (self.content, verifier.crypto());
        let digest = |algorithm| content.digest_now(algorithm, crypto);
        self.application.check_content(digest, content.beginning(), content.length(), crypto)
    }
}

impl Verifier {
    /// Verifies each signer of a message as of an instant.
    ///
    /// Each signer gets a verdict of its own; [`AssessedSigners::verdict`] is the worst of them.
    ///
    /// ```
    /// # let (verifier, certificate, case) = jpki_examples::valid_signature()?;
    /// use jpki_verify::cms::content::Content;
    /// use jpki_verify::cms::signed_data::{ParsedSignedData, SignedData};
    /// use jpki_verify::crypto::RustCrypto;
    /// use jpki_verify::{SignedMessage, Verdict};
    ///
    /// # use jpki_testkit::cms::SignedDataBuilder;
    /// # let bytes = SignedDataBuilder::new(b"a form").build();
    /// // A message that nobody signed is read, and believed by nobody.
    /// let ParsedSignedData { signed_data: message, content } = SignedData::from_ber(&bytes)?;
    /// let Content::Attached(content) = content else { return Err("detached".into()) };
    /// let content = message.digest(&content, &RustCrypto);
    /// let assessed = verifier.verify_message(&SignedMessage::new(&message, &content), case.at);
    /// assert_eq!(assessed.verdict(), Verdict::Indeterminate);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify_message(
        &self,
        message: &SignedMessage<'_>,
        at: ValidationTime,
    ) -> AssessedSigners<VerifiedSignature> {
        self.begin_message(message, at)
            .into_iter()
            .map(|signer| signer.finish().into_assessed())
            .collect()
    }

    /// Runs the local checks of [`Self::verify_message`], for callers that find out about revocation themselves.
    /// Collect what they finish to into [`AssessedSigners`], which is indeterminate without signers.
    pub fn begin_message(
        &self,
        message: &SignedMessage<'_>,
        at: ValidationTime,
    ) -> Vec<Pending<VerifiedSignature>> {
        let call = Call::new(message.message.limits(), message.given);
        let content = message.check_content(self);
        let signers = self.assess_signers(message, &call);
        signers
            .map(|(assessed, _)| self.begin_signer(message, &call, &content, assessed, at))
            .collect()
    }

    /// Verifies each signer of a message as of the instant at which a time-stamp proves that its signature
    /// existed, although its certificate may have expired or been revoked since (ETSI EN 319 102-1 §5.5).
    /// The time-stamps themselves are verified as of `at`, the present.
    ///
    /// The verifier's source must know the status of the signer's certificate at the proven instant: by the CRLs of
    /// that day, or by later ones, whose entries carry dates, as long as they were issued before the certificate
    /// expired. All available CRLs count, and the worst of what they say. A responder is not asked. A signature
    /// without a valid time-stamp is indeterminate.
    pub fn verify_time_stamped_message(
        &self,
        message: &SignedMessage<'_>,
        at: ValidationTime,
    ) -> AssessedSigners<VerifiedSignature> {
        self.begin_time_stamped_message(message, at)
            .into_iter()
            .map(|signer| signer.finish().into_assessed())
            .collect()
    }

    /// Runs the local checks of [`Self::verify_time_stamped_message`], for callers that keep the evidence: each has the
    /// verifier's own source to finish with, and no responder.
    pub fn begin_time_stamped_message(
        &self,
        message: &SignedMessage<'_>,
        at: ValidationTime,
    ) -> Vec<Pending<VerifiedSignature>> {
        let by_lists = Self { responder: None, ..self.clone() };
        let call = Call::new(message.message.limits(), message.given)
            .with_stamps(message.message.unverified_certificates());
        let content = message.check_content(self);
        let signers = self.assess_signers(message, &call);
        (0..)
            .map(Subject::Signer)
            .zip(signers)
            .map(|(subject, (assessed, info))| {
                let values = RefCell::new(RevocationValues::default());
                let (assessed, time) =
                    self.date_signer(&call, subject, assessed, info, at, &values);
                let pending = by_lists.begin_signer(message, &call, &content, assessed, time);
                Pending { time_stamp_values: values.into_inner(), ..pending }
            })
            .collect()
    }

    /// Assesses each signer's signature; gives the signer's information beside it.
    fn assess_signers<'m>(
        &self,
        message: &SignedMessage<'m>,
        call: &Call<'_>,
    ) -> impl Iterator<Item = (Assessed<SignerIdentity>, Option<&'m SignerInfo>)> {
        let (signed_data, content) = (message.message, message.content);
        let (given, policy, budget) = (&call.given, &message.policy, &call.budget);
        signed_data
            .assess_signers_within(content, given, policy, self.crypto(), budget)
            .into_iter()
            .zip(signed_data.signers())
    }

    /// Verifies the signer's time-stamps and returns the instant as of which to continue.
    fn date_signer(
        &self,
        call: &Call<'_>,
        subject: Subject,
        assessed: Assessed<SignerIdentity>,
        info: Option<&SignerInfo>,
        at: ValidationTime,
        values: &RefCell<RevocationValues>,
    ) -> (Assessed<SignerIdentity>, ValidationTime) {
        let (mut report, signer) = assessed.into_parts();
        let (check, proven) = match (&signer, info) {
            (Some(_), Some(info)) => self.prove_time(subject, info, call, at, values),
            _ => {
                let because = report.first_obstacle().unwrap_or(CheckId::SignatureValue);
                (Check::skipped(CheckId::TimeStamp, subject, because), None)
            }
        };
        report.push(check);
        let at = proven.map_or(at, |proven| at.looking_back_to(proven.validation_time().instant()));
        (Assessed::new(report, signer), at)
    }

    /// Returns the earliest instant for which a time-stamp proves that a signer's signature existed; adds what the status
    /// of its certificates rests on.
    fn prove_time(
        &self,
        subject: Subject,
        signer: &SignerInfo,
        call: &Call<'_>,
        at: ValidationTime,
        values: &RefCell<RevocationValues>,
    ) -> (Check, Option<ProvenTime>) {
        let config = &self.config;
        let trusted = config.time_stamping.as_ref();
        // RFC 5280 §6.3: each certificate of the path.
        let status = |path: &ValidPath| -> Vec<Check> {
            let known = trusted.map(|trusted| &trusted.status);
            let ask =
                |target: RevocationTarget<'_>| Some(known?(&target, at).for_question(&target, at));
            RevocationTarget::links_of(path)
                .filter_map(ask)
                .map(|answer| {
                    let (check, of_answer) = answer.into_check_and_values();
                    values.borrow_mut().add(of_answer);
                    check
                })
                .collect()
        };
        let trust = TimeStampTrust {
            anchors: trusted.map_or(&[], |trusted| &trusted.anchors),
            paths: &config.paths,
            status: &status,
            algorithms: &config.algorithms,
            crypto: &*config.crypto,
        };
        let (given, limits, budget) = (&call.of_stamps, call.limits, &call.budget);
        signer.prove_time_within(subject, &trust, given, limits, budget, at)
    }

    fn begin_signer(
        &self,
        message: &SignedMessage<'_>,
        call: &Call<'_>,
        content: &[Check],
        assessed: Assessed<SignerIdentity>,
        at: ValidationTime,
    ) -> Pending<VerifiedSignature> {
        let (mut report, signer) = assessed.into_parts();
        report.extend(content.iter().cloned());
        let verified = match &signer {
            None => {
                let because = report.first_obstacle().unwrap_or(CheckId::SignatureValue);
                report.push(Check::skipped(CheckId::Path, Subject::EndEntity, because));
                None
            }
            Some(signer) => {
                report.extend(signer.check_claimed_time(at));
                let judge = |certificate: &_| call.judge(&self.config, certificate, at);
                let path = LocallyVerified::path;
                let (checks, verified) =
                    signer.verified_by_first(judge, path, self.crypto(), &call.budget);
                report.extend(checks.into_checks());
                verified.map(|(certificate, signer)| {
                    (certificate, (signer.scheme(), *signer.content_digest()))
                })
            }
        };
        self.begin_application(&message.application, None, report, verified, at)
    }
}
