use alloc::vec::Vec;

use jpki_cms::content::SignedContent;
use jpki_cms::signed_data::SignedData;
use jpki_cms::signer::{SignerPolicy, VerifiedSigner as Signer};
use jpki_cms::signer_info::SignerInfo;
use jpki_core::report::{Assessed, Check, CheckId, Report, Subject};
use jpki_core::time::ValidationTime;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;

use crate::application::Application;
use crate::pending::Pending;
use crate::verified::VerifiedSignature;
use crate::verifier::{Judged, Verifier};

/// A CMS message, its content, and what came with both. Nothing is verified yet.
#[derive(Clone, Copy, Debug)]
pub struct SignedMessage<'a> {
    message: &'a SignedData,
    content: &'a SignedContent<'a>,
    given: &'a [Certificate],
    policy: SignerPolicy,
    application: Application<'a>,
}

impl<'a> SignedMessage<'a> {
    /// A message over this content, to be judged as a document is: [`SignerPolicy::document`].
    #[must_use]
    pub const fn new(message: &'a SignedData, content: &'a SignedContent<'a>) -> Self {
        let policy = SignerPolicy::document();
        Self { message, content, given: &[], policy, application: Application::new() }
    }

    /// The same with certificates that came beside it. Signers' own are sought among these, then in the
    /// message; none of them is ever an anchor.
    #[must_use]
    pub const fn with_certificates(self, given: &'a [Certificate]) -> Self {
        Self { given, ..self }
    }

    /// The same with another policy for signers.
    #[must_use]
    pub const fn with_policy(self, policy: SignerPolicy) -> Self {
        Self { policy, ..self }
    }

    /// The same, which must agree with this application.
    #[must_use]
    pub const fn in_application(self, application: Application<'a>) -> Self {
        Self { application, ..self }
    }
}

impl Verifier {
    /// Judges each signer of a message as of an instant.
    ///
    /// The signers are judged apart: a message is believed for what each signer's own verdict says.
    pub fn verify_message(
        &self,
        message: &SignedMessage<'_>,
        at: ValidationTime,
    ) -> Vec<Assessed<VerifiedSignature>> {
        self.begin_message(message, at).into_iter().map(Pending::settle).collect()
    }

    /// The local checks of [`Self::verify_message`], for who asks about revocation elsewhere.
    pub fn begin_message(
        &self,
        message: &SignedMessage<'_>,
        at: ValidationTime,
    ) -> Vec<Pending<VerifiedSignature>> {
        let signers = self.assess_signers(message);
        signers.map(|(assessed, _)| self.begin_signer(message, assessed, at)).collect()
    }

    /// Judges each signer of a message as of the instant at which a time-stamp proves that its signature
    /// existed, although its certificate may have expired or been revoked since (ETSI EN 319 102-1 §5.5).
    /// `at` is the present: as of it the time-stamps are judged.
    ///
    /// The standing of the signer's certificate at the proven instant must be at hand: the lists of that
    /// day. A responder is not asked. A signature without a time-stamp that stands is indeterminate.
    pub fn verify_time_stamped_message(
        &self,
        message: &SignedMessage<'_>,
        at: ValidationTime,
    ) -> Vec<Assessed<VerifiedSignature>> {
        let by_lists = self.without_responder();
        let signers = self.assess_signers(message);
        (0..)
            .zip(signers)
            .map(|(number, (assessed, info))| {
                by_lists.judge_time_stamped(message, Subject::Signer(number), assessed, info, at)
            })
            .collect()
    }

    /// Each signer's signature judged, with what the message says of the signer.
    fn assess_signers<'m>(
        &self,
        message: &SignedMessage<'m>,
    ) -> impl Iterator<Item = (Assessed<Signer>, Option<&'m SignerInfo>)> {
        let (content, given) = (message.content, message.given);
        let signed_data = message.message;
        signed_data
            .assess_signers(content, given, &message.policy, self.crypto())
            .into_iter()
            .zip(signed_data.signers())
    }

    fn judge_time_stamped(
        &self,
        message: &SignedMessage<'_>,
        subject: Subject,
        assessed: Assessed<Signer>,
        info: Option<&SignerInfo>,
        at: ValidationTime,
    ) -> Assessed<VerifiedSignature> {
        let (mut report, signer) = assessed.into_parts();
        let (check, proven) = match (&signer, info) {
            (Some(_), Some(info)) => self.prove_time(subject, info, message.given, at),
            _ => {
                let because = report.first_obstacle().unwrap_or(CheckId::SignatureValue);
                (Check::skipped(CheckId::TimeStamp, subject, because), None)
            }
        };
        report.push(check);
        let at = proven.map_or(at, |proven| proven.validation_time());
        self.begin_signer(message, Assessed::conclude(report, signer), at).settle()
    }

    fn begin_signer(
        &self,
        message: &SignedMessage<'_>,
        assessed: Assessed<Signer>,
        at: ValidationTime,
    ) -> Pending<VerifiedSignature> {
        let (mut report, signer) = assessed.into_parts();
        message
            .application
            .check_content(message.content, self.crypto())
            .into_iter()
            .for_each(|check| report.push(check));
        let verified = match &signer {
            None => {
                let because = report.first_obstacle().unwrap_or(CheckId::SignatureValue);
                report.push(Check::skipped(CheckId::Path, Subject::EndEntity, because));
                None
            }
            Some(signer) => {
                let (checks, verified) = self.judge_any(signer, at);
                checks.into_checks().into_iter().for_each(|check| report.push(check));
                verified.zip(Some(signer.scheme()))
            }
        };
        self.begin_application(&message.application, report, verified, at)
    }

    /// The signer's certificate, or another that fits the signature if that one cannot be believed:
    /// whoever made the message may have put forged ones beside it.
    fn judge_any(&self, signer: &Signer, at: ValidationTime) -> (Report, Option<Judged>) {
        let judge =
            |certificate| self.judge_certificate(certificate, CertificateKind::Signature, at);
        let first = judge(signer.certificate());
        if first.0.first_obstacle().is_none() {
            return first;
        }
        signer
            .alternatives()
            .iter()
            .map(judge)
            .find(|(report, _)| report.first_obstacle().is_none())
            .unwrap_or(first)
    }
}
