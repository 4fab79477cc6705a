use alloc::vec::Vec;
use core::cell::Cell;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::crypto::{CryptoBackend, Digest, Message};
use jpki_core::der::Tag;
use jpki_core::limits::Limits;
use jpki_core::report::{Assessed, Check, CheckId, Fact, FactKey, FactValue};
use jpki_core::report::{Outcome, Reason, Report, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::KeyUsage;

use super::policy::{SignerKeyUsage, SignerPolicy, SigningCertificate, UnattributedSignatures};
use super::verified::VerifiedSigner;
use crate::attribute::{AlgorithmProtection, CertificateBinding, EssVersion};
use crate::content::SignedContent;
use crate::oid;
use crate::signer_info::{Attributes, SignerInfo, begins_with_attribute};

/// Judges signers against one set of certificates.
pub(crate) struct Judge<'a> {
    certificates: &'a [Certificate],
    policy: &'a SignerPolicy,
    crypto: &'a dyn CryptoBackend,
    limits: &'a Limits,
    signature_checks_left: Cell<usize>,
}

/// What was signed.
pub(crate) enum Signed<'a> {
    /// The content of a message.
    Content { content: &'a SignedContent<'a>, content_type: &'a [u8] },
    /// The signature of another signer, which has no type (RFC 5652 §11.4).
    Signature { content: &'a SignedContent<'a> },
}

impl<'a> Signed<'a> {
    const fn content(&self) -> &'a SignedContent<'a> {
        match self {
            Self::Content { content, .. } | Self::Signature { content } => content,
        }
    }

    const fn content_type(&self) -> Option<&'a [u8]> {
        match self {
            Self::Content { content_type, .. } => Some(content_type),
            Self::Signature { .. } => None,
        }
    }
}

impl<'a> Judge<'a> {
    pub(crate) const fn new(
        certificates: &'a [Certificate],
        policy: &'a SignerPolicy,
        crypto: &'a dyn CryptoBackend,
        limits: &'a Limits,
    ) -> Self {
        let signature_checks_left = Cell::new(limits.signature_checks());
        Self { certificates, policy, crypto, limits, signature_checks_left }
    }

    pub(crate) fn judge(
        &self,
        subject: Subject,
        signer: Option<&SignerInfo>,
        signed: &Signed<'_>,
    ) -> Assessed<VerifiedSigner> {
        match signer {
            Some(signer) => One { judge: self, signer, signed, subject }.judge(),
            None => {
                let check = Check::failed(CheckId::SignerForm, subject, Reason::SignerMalformed);
                Assessed::conclude(Report::new(Vec::from([check])), None)
            }
        }
    }
}

/// One signer under judgement.
struct One<'a> {
    judge: &'a Judge<'a>,
    signer: &'a SignerInfo,
    signed: &'a Signed<'a>,
    subject: Subject,
}

impl One<'_> {
    fn judge(&self) -> Assessed<VerifiedSigner> {
        let mut report = Report::new(Vec::from([self.passed(CheckId::SignerForm)]));
        let digest = self.content_digest();
        report.push(self.content_check(digest));
        let attributes = self.attributes();
        report.push(Check::of(
            CheckId::SignerAttributes,
            self.subject,
            attributes.as_ref().map(|_| ()).map_err(|reason| *reason),
        ));
        let attributes = attributes.as_ref().map(Option::as_ref);
        report.push(self.attribute_check(CheckId::SignerContentType, attributes, |attributes| {
            self.content_type(attributes)
        }));
        report.push(self.message_digest_check(attributes, digest));
        let (signing_time, check) = self.signing_time_check(attributes);
        report.push(check);
        report.push(self.attribute_check(
            CheckId::SignerAlgorithmProtection,
            attributes,
            |attributes| self.algorithm_protection(attributes),
        ));
        let candidates = self.named_certificates(&mut report);
        let bindings = attributes.map(|attributes| self.certificate_bindings(attributes));
        let candidates = self.bound_certificates(candidates, &bindings, &mut report);
        let candidates = self.usable_certificates(candidates, &mut report);
        let signature = self.signature(candidates, digest.ok(), &mut report);
        let value = match (digest, signature, bindings) {
            (Ok(digest), Some((scheme, certificates)), Ok(Ok(bindings))) => {
                self.verified(*digest, scheme, &certificates, signing_time, bindings)
            }
            _ => None,
        };
        Assessed::conclude(report, value)
    }

    fn verified(
        &self,
        content_digest: Digest,
        scheme: SignatureScheme,
        certificates: &[&Certificate],
        claimed_signing_time: Option<Timestamp>,
        bindings: Vec<CertificateBinding<'_>>,
    ) -> Option<VerifiedSigner> {
        let (first, others) = certificates.split_first()?;
        Some(VerifiedSigner {
            certificate: (*first).clone(),
            alternatives: others.iter().copied().cloned().collect(),
            scheme,
            content_type: self.signed.content_type().map(Into::into),
            content_digest,
            content_length: self.signed.content().length(),
            claimed_signing_time,
            path_restrictions: bindings
                .into_iter()
                .filter_map(CertificateBinding::into_restriction)
                .collect(),
            signature: self.signer.signature().into(),
        })
    }

    fn content_digest(&self) -> Result<&Digest, Reason> {
        let algorithm = self.signer.digest_algorithm()?;
        self.signed.content().digest(algorithm).ok_or(Reason::DigestNotAnnounced)
    }

    fn content_check(&self, digest: Result<&Digest, Reason>) -> Check {
        let check = Check::of(CheckId::SignerContent, self.subject, digest.map(|_| ()));
        let mut check =
            check.with(Fact::count(FactKey::ContentLength, self.signed.content().length()));
        let content_type = self.signed.content_type();
        if let Some(fact) =
            content_type.and_then(|oid| Fact::object_identifier(FactKey::ContentType, oid))
        {
            check = check.with(fact);
        }
        if let Ok(digest) = digest {
            let value = FactValue::Octets(digest.octets().into());
            check = check
                .with(Fact::code(FactKey::DigestAlgorithm, digest.algorithm().name()))
                .with(Fact { key: FactKey::ContentDigest, value });
        }
        check
    }

    /// The signed attributes, or nothing where a signature may do without.
    fn attributes(&self) -> Result<Option<Attributes<'_>>, Reason> {
        match self.signer.signed_attributes(self.judge.limits) {
            Some(attributes) => {
                let attributes = attributes?;
                // RFC 5652 §11.4: a countersignature is an unsigned attribute
                match attributes.find(oid::COUNTERSIGNATURE) {
                    Some(_) => Err(Reason::AttributeForbidden),
                    None => Ok(Some(attributes)),
                }
            }
            None => self.unattributed().map(|()| None),
        }
    }

    fn unattributed(&self) -> Result<(), Reason> {
        // RFC 5652 §5.3: only content of type id-data may do without
        let may_do_without = match self.signed {
            Signed::Content { content_type, .. } => *content_type == oid::DATA,
            Signed::Signature { .. } => true,
        };
        if self.judge.policy.unattributed == UnattributedSignatures::Refused || !may_do_without {
            return Err(Reason::SignedAttributesMissing);
        }
        // NOTE: The signed attributes of a signature are octets like any other. Taken out and presented as
        // content, they would make a second valid signature over something that nobody signed as content.
        // Test: signed_attributes_passed_off_as_content_are_refused.
        let content = self.signed.content();
        if begins_with_attribute(content.beginning(), content.length()) {
            return Err(Reason::ContentIsSignedAttributes);
        }
        Ok(())
    }

    /// A check on the signed attributes: skipped where they are bad, not applicable where there are none.
    fn attribute_check(
        &self,
        id: CheckId,
        attributes: Result<Option<&Attributes<'_>>, &Reason>,
        rule: impl FnOnce(&Attributes<'_>) -> Result<Outcome, Reason>,
    ) -> Check {
        let outcome = match attributes {
            Err(_) => Outcome::Skipped(CheckId::SignerAttributes),
            Ok(None) => Outcome::NotApplicable,
            Ok(Some(attributes)) => rule(attributes).unwrap_or_else(Outcome::Failed),
        };
        Check::new(id, self.subject, outcome)
    }

    // RFC 5652 §5.6, §11.1
    fn content_type(&self, attributes: &Attributes<'_>) -> Result<Outcome, Reason> {
        match (attributes.find(oid::CONTENT_TYPE), self.signed.content_type()) {
            (Some(attribute), Some(content_type)) => {
                let stated = attribute.value()?.object_identifier();
                match stated.map_err(|_| Reason::AttributeMalformed)? == content_type {
                    true => Ok(Outcome::Passed),
                    false => Err(Reason::ContentTypeMismatch),
                }
            }
            (None, Some(_)) => Err(Reason::ContentTypeMissing),
            // RFC 5652 §11.4: a countersignature must not have it
            (Some(_), None) => Err(Reason::AttributeForbidden),
            (None, None) => Ok(Outcome::NotApplicable),
        }
    }

    fn message_digest_check(
        &self,
        attributes: Result<Option<&Attributes<'_>>, &Reason>,
        digest: Result<&Digest, Reason>,
    ) -> Check {
        self.attribute_check(CheckId::SignerMessageDigest, attributes, |attributes| {
            // RFC 5652 §5.6, §11.2
            let attribute =
                attributes.find(oid::MESSAGE_DIGEST).ok_or(Reason::MessageDigestMissing)?;
            let mut value = attribute.value()?;
            let stated = value.expect(Tag::OCTET_STRING).map_err(|_| Reason::AttributeMalformed)?;
            match digest {
                Err(_) => Ok(Outcome::Skipped(CheckId::SignerContent)),
                Ok(digest) if value.octets(stated.content) == digest.octets() => {
                    Ok(Outcome::Passed)
                }
                Ok(_) => Err(Reason::MessageDigestMismatch),
            }
        })
    }

    /// The claimed time of signing, if there is one that can be read.
    fn signing_time_check(
        &self,
        attributes: Result<Option<&Attributes<'_>>, &Reason>,
    ) -> (Option<Timestamp>, Check) {
        let mut claimed = None;
        let check = self.attribute_check(CheckId::SignerSigningTime, attributes, |attributes| {
            let Some(attribute) = attributes.find(oid::SIGNING_TIME) else {
                return Ok(Outcome::NotApplicable);
            };
            // RFC 5652 §11.3
            let time = attribute.value()?.time().map_err(|_| Reason::AttributeMalformed)?;
            claimed = Some(time);
            Ok(Outcome::Passed)
        });
        match claimed {
            Some(time) => (claimed, check.with(Fact::time(FactKey::SigningTime, time))),
            None => (claimed, check),
        }
    }

    // RFC 6211 §2
    fn algorithm_protection(&self, attributes: &Attributes<'_>) -> Result<Outcome, Reason> {
        let Some(attribute) = attributes.find(oid::ALGORITHM_PROTECTION) else {
            return Ok(Outcome::NotApplicable);
        };
        let protection = AlgorithmProtection::read(attribute.value()?)
            .map_err(|_| Reason::AttributeMalformed)?;
        let digest = self.signer.digest_algorithm_identifier();
        let signature = self.signer.signature_algorithm_identifier();
        match (digest, signature) {
            (Some(digest), Some(signature)) if protection.protects(&digest, &signature) => {
                Ok(Outcome::Passed)
            }
            _ => Err(Reason::AlgorithmProtectionMismatch),
        }
    }

    /// The certificates that the signer names.
    fn named_certificates(&self, report: &mut Report) -> Result<Vec<&Certificate>, CheckId> {
        let id = CheckId::SignerCertificate;
        let identifier = self.signer.identifier();
        let named = self.judge.certificates.iter().filter(|certificate| {
            identifier.is_some_and(|identifier| identifier.names(certificate))
        });
        let named: Vec<&Certificate> = named.collect();
        self.remaining(id, named, Reason::SignerCertificateMissing, report)
    }

    /// Those of them that the signing-certificate attributes identify.
    fn bound_certificates<'b>(
        &'b self,
        candidates: Result<Vec<&'b Certificate>, CheckId>,
        bindings: &Result<Result<Vec<CertificateBinding<'_>>, Reason>, &Reason>,
        report: &mut Report,
    ) -> Result<Vec<&'b Certificate>, CheckId> {
        let id = CheckId::SignerCertificateBinding;
        let bindings = match bindings {
            Ok(Ok(bindings)) => bindings,
            Ok(Err(reason)) => {
                report.push(Check::failed(id, self.subject, *reason));
                return Err(id);
            }
            Err(_) => {
                report.push(Check::skipped(id, self.subject, CheckId::SignerAttributes));
                return candidates;
            }
        };
        if bindings.is_empty() {
            report.push(match self.judge.policy.signing_certificate {
                SigningCertificate::Optional => {
                    Check::new(id, self.subject, Outcome::NotApplicable)
                }
                SigningCertificate::Required => {
                    Check::failed(id, self.subject, Reason::SigningCertificateMissing)
                }
            });
            return candidates;
        }
        let candidates = self.or_skip(id, candidates, report)?;
        let bound = candidates.into_iter().filter(|certificate| {
            let crypto = self.judge.crypto;
            bindings.iter().all(|binding| binding.identifies(certificate, crypto))
        });
        self.remaining(id, bound.collect(), Reason::SigningCertificateMismatch, report)
    }

    // RFC 5035 §3: where both attributes are there, both must identify the certificate
    fn certificate_bindings<'b>(
        &self,
        attributes: Option<&Attributes<'b>>,
    ) -> Result<Vec<CertificateBinding<'b>>, Reason> {
        let kinds = [
            (oid::SIGNING_CERTIFICATE, EssVersion::One),
            (oid::SIGNING_CERTIFICATE_V2, EssVersion::Two),
        ];
        let found = kinds.into_iter().filter_map(|(kind, version)| {
            let attribute = attributes?.find(kind)?;
            Some(attribute.value().and_then(|value| CertificateBinding::read(value, version)))
        });
        found.collect()
    }

    /// Those whose keyUsage allows it.
    fn usable_certificates<'b>(
        &self,
        candidates: Result<Vec<&'b Certificate>, CheckId>,
        report: &mut Report,
    ) -> Result<Vec<&'b Certificate>, CheckId> {
        let id = CheckId::SignerKeyUsage;
        let candidates = self.or_skip(id, candidates, report)?;
        let usable = candidates.into_iter().filter(|certificate| {
            match (certificate.key_usage(), self.judge.policy.key_usage) {
                (Ok(Some(usage)), SignerKeyUsage::NonRepudiation) => {
                    usage.contains(KeyUsage::NON_REPUDIATION)
                }
                // RFC 5280 §4.2.1.3
                (Ok(Some(usage)), SignerKeyUsage::AnySignature) => {
                    usage.contains(KeyUsage::NON_REPUDIATION)
                        || usage.contains(KeyUsage::DIGITAL_SIGNATURE)
                }
                (Ok(None), SignerKeyUsage::AnySignature) => true,
                (Ok(None), SignerKeyUsage::NonRepudiation) | (Err(_), _) => false,
            }
        });
        self.remaining(id, usable.collect(), Reason::KeyUsageInsufficient, report)
    }

    /// Those of them whose key made the signature, and how.
    fn signature<'b>(
        &self,
        candidates: Result<Vec<&'b Certificate>, CheckId>,
        digest: Option<&Digest>,
        report: &mut Report,
    ) -> Option<(SignatureScheme, Vec<&'b Certificate>)> {
        let scheme = match self.signer.scheme() {
            Ok(scheme) => scheme,
            Err(reason) => {
                report.push(Check::failed(CheckId::SignatureAlgorithm, self.subject, reason));
                report.push(self.skipped(CheckId::SignatureValue, CheckId::SignatureAlgorithm));
                return None;
            }
        };
        let fact = Fact { key: FactKey::Scheme, value: FactValue::Scheme(scheme) };
        let admitted = self.or_skip(CheckId::SignatureAlgorithm, candidates, report);
        let Ok(candidates) = admitted else {
            report.push(self.skipped(CheckId::SignatureValue, CheckId::SignerCertificate));
            return None;
        };
        let attributes = self.signer.signed_attributes_octets();
        let message = match (&attributes, digest, self.signed.content().octets()) {
            (Some(attributes), _, _) => Some(Message::Octets(attributes)),
            (None, _, Some(octets)) if scheme.digest().is_none() => Some(Message::Octets(octets)),
            (None, Some(digest), _) => Some(Message::Digest(digest)),
            (None, None, _) => None,
        };
        let mut keys: Vec<(&[u8], Result<(), Refusal>)> = Vec::new();
        let mut signed = Vec::new();
        for certificate in candidates {
            let key = certificate.public_key_octets();
            let known = keys.iter().find(|(known, _)| *known == key).map(|(_, outcome)| *outcome);
            let outcome = known.unwrap_or_else(|| {
                let outcome = self.verify(certificate, scheme, message);
                keys.push((key, outcome));
                outcome
            });
            if outcome.is_ok() {
                signed.push(certificate);
            }
        }
        // Where no key made the signature, the one that came furthest tells why.
        let outcome = match keys.into_iter().map(|(_, outcome)| outcome).min_by_key(rank) {
            Some(outcome) => outcome,
            None => Err(Refusal::Algorithm(Reason::NothingChecked)),
        };
        let (algorithm, value) = match outcome {
            Ok(()) => (Ok(()), self.passed(CheckId::SignatureValue)),
            Err(Refusal::Value(reason)) => {
                (Ok(()), Check::failed(CheckId::SignatureValue, self.subject, reason))
            }
            Err(Refusal::Algorithm(reason)) => {
                (Err(reason), self.skipped(CheckId::SignatureValue, CheckId::SignatureAlgorithm))
            }
        };
        report.push(Check::of(CheckId::SignatureAlgorithm, self.subject, algorithm).with(fact));
        report.push(value);
        outcome.ok().map(|()| (scheme, signed))
    }

    fn verify(
        &self,
        certificate: &Certificate,
        scheme: SignatureScheme,
        message: Option<Message<'_>>,
    ) -> Result<(), Refusal> {
        let key = certificate
            .public_key()
            .map_err(|_| Refusal::Algorithm(Reason::AlgorithmUnsupported))?;
        let admitted = self.judge.policy.algorithms.admit(scheme, key.kind());
        admitted.map_err(|refusal| Refusal::Algorithm(refusal.into()))?;
        let left = self.judge.signature_checks_left.get();
        let left = left.checked_sub(1).ok_or(Refusal::Value(Reason::LimitReached))?;
        self.judge.signature_checks_left.set(left);
        let message = message.ok_or(Refusal::Value(Reason::DigestNotAnnounced))?;
        self.judge
            .crypto
            .verify(&key, scheme, message, self.signer.signature())
            .map_err(|error| Refusal::Value(error.into()))
    }

    /// What is left of the candidates, and the check that it is not nothing.
    fn remaining<'b>(
        &self,
        id: CheckId,
        candidates: Vec<&'b Certificate>,
        reason: Reason,
        report: &mut Report,
    ) -> Result<Vec<&'b Certificate>, CheckId> {
        if candidates.is_empty() {
            report.push(Check::failed(id, self.subject, reason));
            Err(id)
        } else {
            report.push(self.passed(id));
            Ok(candidates)
        }
    }

    fn or_skip<'b>(
        &self,
        id: CheckId,
        candidates: Result<Vec<&'b Certificate>, CheckId>,
        report: &mut Report,
    ) -> Result<Vec<&'b Certificate>, CheckId> {
        if let Err(because) = candidates {
            report.push(self.skipped(id, because));
        }
        candidates
    }

    const fn passed(&self, id: CheckId) -> Check {
        Check::passed(id, self.subject)
    }

    const fn skipped(&self, id: CheckId, because: CheckId) -> Check {
        Check::skipped(id, self.subject, because)
    }
}

#[derive(Clone, Copy)]
enum Refusal {
    Algorithm(Reason),
    Value(Reason),
}

const fn rank(outcome: &Result<(), Refusal>) -> u8 {
    match outcome {
        Ok(()) => 0,
        Err(Refusal::Value(_)) => 1,
        Err(Refusal::Algorithm(_)) => 2,
    }
}
