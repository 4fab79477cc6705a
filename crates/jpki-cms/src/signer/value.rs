use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use jpki_core::algorithm::{AlgorithmPolicy, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{Digest, SignedInput};
use jpki_core::protected::ProtectedBytes;
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Reason, Report, Subject};
use jpki_x509::certificate::Certificate;

use super::certificate::Candidates;
use crate::content::SignedContent;
use crate::matching::Matching;
use crate::signer_info::SignerInfo;

/// The value of a signature, and what it may be over.
pub(super) struct SignatureValue<'j, 'a> {
    pub(super) signer: &'j SignerInfo,
    pub(super) content: &'j SignedContent<'j>,
    pub(super) digest: Option<&'j Digest>,
    pub(super) algorithms: &'j AlgorithmPolicy,
    pub(super) matching: &'j Matching<'a>,
}

/// Why a key did not make a signature.
#[derive(Clone, Copy)]
enum Refusal {
    Algorithm(Reason),
    Value(Reason),
}

impl<'a> SignatureValue<'_, 'a> {
    /// The candidates whose key made the signature, and how.
    pub(super) fn made_by(
        &self,
        candidates: Candidates<'a>,
        subject: Subject,
        report: &mut Report,
    ) -> Option<(SignatureScheme, Vec<&'a Certificate>)> {
        let skipped = |id, because| Check::skipped(id, subject, because);
        let scheme = match self.signer.scheme() {
            Ok(scheme) => scheme,
            Err(reason) => {
                report.push(Check::failed(CheckId::SignatureAlgorithm, subject, reason));
                report.push(skipped(CheckId::SignatureValue, CheckId::SignatureAlgorithm));
                return None;
            }
        };
        let candidates = match candidates.into_left() {
            Ok(candidates) => candidates,
            Err(because) => {
                report.push(skipped(CheckId::SignatureAlgorithm, because));
                report.push(skipped(CheckId::SignatureValue, CheckId::SignerCertificate));
                return None;
            }
        };
        let outcomes = self.verify(&candidates, scheme);
        // Where no key made the signature, the one that came furthest tells why.
        let outcome = match outcomes.values().copied().min_by_key(rank) {
            Some(outcome) => outcome,
            None => Err(Refusal::Algorithm(Reason::NothingChecked)),
        };
        let (algorithm, value) = match outcome {
            Ok(()) => (Ok(()), Check::passed(CheckId::SignatureValue, subject)),
            Err(Refusal::Value(reason)) => {
                (Ok(()), Check::failed(CheckId::SignatureValue, subject, reason))
            }
            Err(Refusal::Algorithm(reason)) => {
                (Err(reason), skipped(CheckId::SignatureValue, CheckId::SignatureAlgorithm))
            }
        };
        let fact = Fact { key: FactKey::Scheme, value: FactValue::Scheme(scheme) };
        report.push(Check::of(CheckId::SignatureAlgorithm, subject, algorithm).with(fact));
        report.push(value);
        let made_it = |certificate: &&Certificate| {
            outcomes.get(certificate.public_key_bytes()).is_some_and(Result::is_ok)
        };
        outcome.ok().map(|()| (scheme, candidates.into_iter().filter(made_it).collect()))
    }

    /// Whether each of the candidates' keys made the signature. All that the policy admits are tried, or
    /// none: which of them the budget would have reached first must not matter.
    // Requirement: SIG-02, SIG-03
    fn verify(
        &self,
        candidates: &[&'a Certificate],
        scheme: SignatureScheme,
    ) -> BTreeMap<&'a [u8], Result<(), Refusal>> {
        let mut keys = BTreeMap::new();
        for certificate in candidates {
            keys.entry(certificate.public_key_bytes())
                .or_insert_with(|| self.admitted_key(certificate, scheme));
        }
        let tried = keys.values().filter(|key| key.is_ok()).count();
        let Matching { crypto, budget, .. } = self.matching;
        let afforded = budget.check_signatures(keys.values().flatten().map(PublicKeyInfo::kind));
        let attributes = self.signer.signed_attributes_bytes();
        let attributes = attributes.as_ref().map(ProtectedBytes::as_ref);
        let digest = self.digest.map(SignedInput::Digest);
        let (message, hashed) = match (attributes, scheme.digest(), self.content.as_bytes()) {
            (Some(attributes), ..) => (Some(SignedInput::Bytes(attributes)), attributes.len()),
            (None, Some(_), _) => (digest, 0),
            (None, None, Some(content)) => (Some(SignedInput::Bytes(content)), content.len()),
            (None, None, None) => (digest, 0),
        };
        // The first hash of the content itself is not counted.
        let times = if attributes.is_some() { tried } else { tried.saturating_sub(1) };
        let afforded = afforded.and_then(|()| budget.hash(hashed.saturating_mul(times)));
        let check = |key: Result<PublicKeyInfo<'_>, Refusal>| {
            let key = key?;
            afforded.map_err(Refusal::Value)?;
            let message = message.ok_or(Refusal::Value(Reason::DigestNotAnnounced))?;
            crypto
                .verify(&key, scheme, message, self.signer.signature())
                .map_err(|error| Refusal::Value(error.into()))
        };
        keys.into_iter().map(|(bytes, key)| (bytes, check(key))).collect()
    }

    fn admitted_key(
        &self,
        certificate: &'a Certificate,
        scheme: SignatureScheme,
    ) -> Result<PublicKeyInfo<'a>, Refusal> {
        let key = certificate
            .public_key()
            .map_err(|_| Refusal::Algorithm(Reason::AlgorithmUnsupported))?;
        self.algorithms
            .admit(scheme, key.kind())
            .map_err(|refusal| Refusal::Algorithm(refusal.into()))?;
        Ok(key)
    }
}

const fn rank(outcome: &Result<(), Refusal>) -> u8 {
    match outcome {
        Ok(()) => 0,
        Err(Refusal::Value(Reason::LimitReached)) => 1,
        Err(Refusal::Value(_)) => 2,
        Err(Refusal::Algorithm(_)) => 3,
    }
}
