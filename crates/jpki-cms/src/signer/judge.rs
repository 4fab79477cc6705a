use alloc::sync::Arc;
use alloc::vec::Vec;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::{Assessed, Check, CheckId, Fact, FactKey, Reason, Report, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;

use super::attributes::SignedAttributes;
use super::certificate::{Bindings, Candidates};
use super::content::Signed;
use super::identity::{SignatureFacts, SignerIdentity};
use super::policy::SignerPolicy;
use super::value::SignatureValue;
use crate::attribute::CertificateBinding;
use crate::matching::{GivenCertificates, Matching};
use crate::signer_info::SignerInfo;

/// Judges signers against one set of certificates, within one budget.
pub(crate) struct Judge<'a> {
    /// Those that were given, then those of the message.
    certificates: [&'a GivenCertificates; 2],
    policy: &'a SignerPolicy,
    limits: &'a Limits,
    matching: Matching<'a>,
}

impl<'a> Judge<'a> {
    pub(crate) const fn new(
        certificates: [&'a GivenCertificates; 2],
        policy: &'a SignerPolicy,
        limits: &'a Limits,
        crypto: &'a dyn CryptoBackend,
        budget: &'a Budget,
    ) -> Self {
        Self { certificates, policy, limits, matching: Matching::new(crypto, budget) }
    }

    /// Judges one signer; `None` is one that cannot be read.
    pub(crate) fn judge(
        &self,
        subject: Subject,
        signer: Option<&'a SignerInfo>,
        signed: &Signed<'_>,
    ) -> Assessed<SignerIdentity> {
        let Some(signer) = signer else {
            let check = Check::failed(CheckId::SignerForm, subject, Reason::SignerMalformed);
            return Assessed::new(Report::new(Vec::from([check])), None);
        };
        let (policy, matching) = (self.policy, &self.matching);
        let check = |id, outcome| Check::new(id, subject, outcome);
        let digest = signed.digest(signer);
        let attributes = SignedAttributes::of(signer, signed, policy.unattributed, self.limits);
        let (signing_time, time_outcome) = attributes.signing_time();
        let time_fact = signing_time.map(|time| Fact::time(FactKey::SigningTime, time));
        let mut report = Report::new(Vec::from([
            Check::passed(CheckId::SignerForm, subject),
            signed.check(subject, digest),
            Check::of(CheckId::SignerAttributes, subject, attributes.form()),
            check(CheckId::SignerContentType, attributes.content_type(signed)),
            check(CheckId::SignerMessageDigest, attributes.message_digest(digest)),
            time_fact
                .into_iter()
                .fold(check(CheckId::SignerSigningTime, time_outcome), Check::with),
            check(CheckId::SignerAlgorithmProtection, attributes.algorithm_protection(signer)),
        ]));
        let bindings = Bindings::of(&attributes);
        let given = self.certificates.into_iter().flat_map(GivenCertificates::as_slice);
        let candidates = Candidates::new(subject, given)
            .named_by(signer, matching, &mut report)
            .bound_by(&bindings, policy.signing_certificate, matching, &mut report)
            .usable_for(policy.key_usage, &mut report);
        let (content, algorithms) = (signed.content(), &policy.algorithms);
        let value = SignatureValue { signer, content, digest: digest.ok(), algorithms, matching };
        let made = value.made_by(candidates, subject, &mut report);
        let identity = match (digest, made, bindings) {
            (Ok(digest), Some((scheme, certificates)), Bindings::Found(bindings)) => {
                let facts = facts(signer, signed, scheme, *digest, signing_time);
                identity(&certificates, bindings, facts)
            }
            _ => None,
        };
        Assessed::new(report, identity)
    }
}

fn facts(
    signer: &SignerInfo,
    signed: &Signed<'_>,
    scheme: SignatureScheme,
    content_digest: Digest,
    claimed_signing_time: Option<Timestamp>,
) -> SignatureFacts {
    SignatureFacts {
        scheme,
        content_type: signed.content_type().map(|oid| oid.as_bytes().into()),
        content_digest,
        content_length: signed.content().length(),
        claimed_signing_time,
        signature: signer.signature().into(),
    }
}

fn identity(
    certificates: &[&Certificate],
    bindings: Vec<CertificateBinding<'_>>,
    facts: SignatureFacts,
) -> Option<SignerIdentity> {
    let (first, others) = certificates.split_first()?;
    Some(SignerIdentity {
        certificate: (*first).clone(),
        alternatives: others.iter().copied().cloned().collect(),
        path_restrictions: bindings
            .into_iter()
            .filter_map(CertificateBinding::into_restriction)
            .collect(),
        facts: Arc::new(facts),
    })
}
