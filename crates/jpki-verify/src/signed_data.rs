use alloc::vec::Vec;

use jpki_cms::content::SignedContent;
use jpki_cms::signed_data::SignedData;
use jpki_cms::signer::{SignerPolicy, VerifiedSigner as Signer};
use jpki_core::report::{Assessed, Check, CheckId, Report, Subject};
use jpki_core::time::ValidationTime;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;

use crate::pending::Pending;
use crate::verified::{VerifiedCertificate, VerifiedSignature};
use crate::verifier::Verifier;

impl Verifier {
    /// Judges each signer of a CMS message over its content, as of an instant. The certificate of a
    /// signer is sought among `given`, then in the message; none of them is ever an anchor.
    ///
    /// The signers are judged apart: a message is believed for what each signer's own verdict says.
    pub fn verify_signed_data(
        &self,
        message: &SignedData,
        content: &SignedContent<'_>,
        given: &[Certificate],
        policy: &SignerPolicy,
        at: ValidationTime,
    ) -> Vec<Assessed<VerifiedSignature>> {
        self.begin_signed_data(message, content, given, policy, at)
            .into_iter()
            .map(|pending| pending.settle_with(|target| self.certificate_status(target, at)))
            .collect()
    }

    /// The local checks of [`Self::verify_signed_data`], for who asks about revocation elsewhere.
    pub fn begin_signed_data(
        &self,
        message: &SignedData,
        content: &SignedContent<'_>,
        given: &[Certificate],
        policy: &SignerPolicy,
        at: ValidationTime,
    ) -> Vec<Pending<VerifiedSignature>> {
        message
            .assess_signers(content, given, policy, self.crypto())
            .into_iter()
            .map(|assessed| self.begin_signer(assessed, at))
            .collect()
    }

    fn begin_signer(
        &self,
        assessed: Assessed<Signer>,
        at: ValidationTime,
    ) -> Pending<VerifiedSignature> {
        let (mut report, signer) = assessed.into_parts();
        let Some(signer) = signer else {
            let because = report.first_obstacle().unwrap_or(CheckId::SignatureValue);
            report.push(Check::skipped(CheckId::Path, Subject::EndEntity, because));
            return Pending::new(report, None);
        };
        let (checks, verified) = self.judge_any(&signer, at);
        checks.into_checks().into_iter().for_each(|check| report.push(check));
        let value = verified.and_then(|certificate| self.signature(certificate, signer.scheme()));
        Pending::new(report, value)
    }

    /// The signer's certificate, or another that fits the signature if that one cannot be believed:
    /// whoever made the message may have put forged ones beside it.
    fn judge_any(
        &self,
        signer: &Signer,
        at: ValidationTime,
    ) -> (Report, Option<VerifiedCertificate>) {
        let judge = |certificate| {
            let mut report = Report::default();
            let verified =
                self.judge_certificate(certificate, CertificateKind::Signature, at, &mut report);
            (report, verified)
        };
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
