use std::sync::Arc;

use jpki_application::Application;
use jpki_cms::content::Content as MessageContent;
use jpki_cms::raw::RawSignature;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::report::{Assessed, Report};
use jpki_core::time::ValidationTime;
use jpki_revocation::Settled;
use jpki_revocation::ocsp::{Nonce, TransportError};
use jpki_verify::{Certified, Pending, SignedDocument, SignedMessage, VerifiedSignature, Verifier};
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;

use super::error::JudgeError;
use super::lists::RecordedLists;
use super::policy::KnownPolicy;
use crate::bundle::{
    ApplicationRecord, Bundle, BundleError, BundleFault, Content, Judged, ShownIntent, Verified,
    digest_algorithm,
};

impl KnownPolicy {
    /// Judges what a bundle holds by this policy: one report for each verdict.
    pub(super) fn judge(
        &self,
        bundle: &Bundle<'_>,
        at: ValidationTime,
        crypto: &Arc<dyn CryptoBackend>,
    ) -> Result<Vec<Report>, JudgeError> {
        let verdicts = &bundle.statement().verdicts;
        let lists = recorded_lists(bundle, verdicts)?;
        let verifier = (self.verifier)(&lists)?;
        let again = Again { bundle, verifier, at, crypto: &**crypto };
        Ok(self.judge_with(&again, verdicts)?)
    }

    fn judge_with(
        &self,
        again: &Again<'_, '_>,
        verdicts: &[Judged],
    ) -> Result<Vec<Report>, BundleError> {
        let (bundle, at) = (again.bundle, again.at);
        let only = || match verdicts {
            [only] => Ok(only),
            _ => Err(BundleError::from(BundleFault::Statement)),
        };
        match &bundle.statement().verified {
            Verified::Certificate { certificate, purpose } => {
                let certificate = again.certificate(certificate)?;
                Ok(vec![again.judge_certificate(&certificate, purpose.kind(), only()?)?])
            }
            Verified::Signature { certificate, signature, scheme, content, application } => {
                let certificate = again.certificate(certificate)?;
                let (signature, scheme) = (bundle.file(signature)?, scheme.scheme()?);
                let record = Record::read(bundle, application.as_deref())?;
                let digest;
                let document = match content {
                    Content::Bytes(file) => {
                        SignedDocument::raw(&certificate, signature, bundle.file(file)?)
                    }
                    Content::Digest { algorithm, file } => {
                        digest = Digest::new(digest_algorithm(algorithm)?, bundle.file(file)?)
                            .ok_or(BundleFault::Signed)?;
                        SignedDocument::raw_digest(&certificate, signature, &digest)
                    }
                };
                let document = document.with_scheme(scheme).in_application(record.application()?);
                let pending = again.verifier.begin_signature(&document, at);
                Ok(vec![report_of(again.finish(pending, only()?)?.into_assessed())])
            }
            Verified::Login { certificate, signature, scheme, challenge } => {
                let certificate = again.certificate(certificate)?;
                let kind = CertificateKind::UserAuthentication;
                let mut report = again.judge_certificate(&certificate, kind, only()?)?;
                let (signature, challenge) = (bundle.file(signature)?, bundle.file(challenge)?);
                let signature = RawSignature::over_bytes(&certificate, signature, challenge)
                    .with_scheme(scheme.scheme()?);
                report.extend(signature.check(&self.login_algorithms, again.crypto));
                Ok(vec![report])
            }
            Verified::Message { message, content, certificates, time_stamped, application } => {
                let (message, record) =
                    (bundle.file(message)?, Record::read(bundle, application.as_deref())?);
                let read = SignedData::from_ber(message).map_err(|_| BundleFault::Signed)?;
                let ParsedSignedData { signed_data, content: inside } = read;
                let content = content.as_deref().map(|file| bundle.file(file)).transpose()?;
                let content = match (inside, content) {
                    (MessageContent::Attached(inside), None) => {
                        Some(signed_data.digest(&inside, again.crypto))
                    }
                    (MessageContent::Detached, Some(content)) => {
                        signed_data.digest_detached(content, again.crypto)
                    }
                    _ => None,
                };
                let content = content.ok_or(BundleFault::Signed)?;
                let given: Vec<Certificate> = certificates
                    .iter()
                    .map(|file| again.certificate(file))
                    .collect::<Result<_, _>>()?;
                let message = SignedMessage::new(&signed_data, &content)
                    .with_certificates(&given)
                    .with_policy(self.signers)
                    .in_application(record.application()?);
                let begin = match time_stamped {
                    true => Verifier::begin_time_stamped_message,
                    false => Verifier::begin_message,
                };
                again.finish_all(begin(&again.verifier, &message, at), verdicts)
            }
        }
    }
}

/// One judgement by one policy.
struct Again<'a, 'b> {
    bundle: &'a Bundle<'b>,
    verifier: Verifier,
    at: ValidationTime,
    crypto: &'a dyn CryptoBackend,
}

impl Again<'_, '_> {
    fn certificate(&self, file: &str) -> Result<Certificate, BundleError> {
        let bytes = self.bundle.file(file)?;
        Certificate::from_der(bytes).map_err(|_| BundleError::at(BundleFault::Signed, file))
    }

    fn judge_certificate(
        &self,
        certificate: &Certificate,
        purpose: CertificateKind,
        judged: &Judged,
    ) -> Result<Report, BundleError> {
        let pending = self.verifier.begin_certificate(certificate, purpose, self.at);
        Ok(report_of(self.finish(pending, judged)?.into_assessed()))
    }

    fn finish_all(
        &self,
        pending: Vec<Pending<VerifiedSignature>>,
        verdicts: &[Judged],
    ) -> Result<Vec<Report>, BundleError> {
        if pending.len() != verdicts.len() {
            return Err(BundleFault::Statement.into());
        }
        let finish =
            |(pending, judged)| Ok(report_of(self.finish(pending, judged)?.into_assessed()));
        pending.into_iter().zip(verdicts).map(finish).collect()
    }

    /// Finishes with the response that is recorded, if one is.
    fn finish<T: Certified>(
        &self,
        pending: Pending<T>,
        judged: &Judged,
    ) -> Result<Settled<T>, BundleError> {
        let response = judged.response_file().map(|file| self.bundle.file(file)).transpose()?;
        let nonce = judged.nonce_file().map(|file| self.bundle.file(file)).transpose()?;
        // RFC 9654 §2.1: the value of the extension is an OCTET STRING.
        let nonce = match nonce {
            None => [0; 32],
            Some([0x04, 0x20, value @ ..]) => {
                value.try_into().map_err(|_| BundleFault::Statement)?
            }
            Some(_) => return Err(BundleFault::Statement.into()),
        };
        Ok(pending.finish_with_ocsp_and_nonce(&Nonce::new(nonce), |_| {
            response.map(<[u8]>::to_vec).ok_or(TransportError::Unreachable)
        }))
    }
}

/// The application that was recorded.
struct Record {
    record: Option<ApplicationRecord>,
    shown: Option<ShownIntent>,
}

impl Record {
    fn read(bundle: &Bundle<'_>, file: Option<&str>) -> Result<Self, BundleError> {
        let Some(file) = file else { return Ok(Self { record: None, shown: None }) };
        let record = ApplicationRecord::from_json(bundle.file(file)?)?;
        let shown = record.shown()?;
        Ok(Self { record: Some(record), shown })
    }

    fn application(&self) -> Result<Application<'_>, BundleError> {
        match &self.record {
            Some(record) => record.application(self.shown.as_ref()),
            None => Ok(Application::new()),
        }
    }
}

fn recorded_lists<'b>(
    bundle: &'b Bundle<'_>,
    verdicts: &[Judged],
) -> Result<RecordedLists<'b>, BundleError> {
    let all = |of: fn(&Judged) -> &[String]| -> Result<Vec<&'b [u8]>, BundleError> {
        let mut names: Vec<&String> = verdicts.iter().flat_map(of).collect();
        names.sort();
        names.dedup();
        names.into_iter().map(|name| bundle.file(name)).collect()
    };
    Ok(RecordedLists {
        users: all(Judged::crl_files)?,
        authorities: all(Judged::anchor_crl_files)?,
        time_stamping: all(Judged::time_stamp_crl_files)?,
    })
}

/// A judgement's report without its value.
fn report_of<T>(assessed: Assessed<T>) -> Report {
    assessed.into_parts().0
}
