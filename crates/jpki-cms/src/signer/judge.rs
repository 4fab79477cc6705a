use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use jpki_core::algorithm::{PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, Digest, SignedInput};
use jpki_core::der::Tag;
use jpki_core::limits::{Budget, Limits};
use jpki_core::protected::ProtectedBytes;
use jpki_core::report::{Assessed, Check, CheckId, Fact, FactKey, FactValue};
use jpki_core::report::{Outcome, Reason, Report, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::KeyUsage;

use super::matching::{GivenCertificates, Matching};
use super::policy::{SignerKeyUsage, SignerPolicy, SigningCertificate, UnattributedSignatures};
use super::verified::VerifiedSigner;
use crate::attribute::{AlgorithmProtection, CertificateBinding, EssVersion};
use crate::content::SignedContent;
use crate::oid;
use crate::signer_info::{Attributes, SignerInfo, begins_with_attribute};

/// Judges signers against one set of certificates, within one budget.
pub(crate) struct Judge<'a> {
    /// Those that were given, then those of the message.
    certificates: [&'a GivenCertificates; 2],
    policy: &'a SignerPolicy,
    limits: &'a Limits,
    matching: Matching<'a>,
}

/// What was signed.
pub(crate) enum Signed<'a> {
    /// The content of a message.
    Content {
        content: &'a SignedContent<'a>,
        content_type: &'a [u8],
        /// Whether it is the content of this message.
        origin: Result<(), Reason>,
    },
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
        certificates: [&'a GivenCertificates; 2],
        policy: &'a SignerPolicy,
        limits: &'a Limits,
        crypto: &'a dyn CryptoBackend,
        budget: &'a Budget,
    ) -> Self {
        Self { certificates, policy, limits, matching: Matching::new(crypto, budget) }
    }

    pub(crate) fn judge(
        &self,
        subject: Subject,
        signer: Option<&'a SignerInfo>,
        signed: &Signed<'_>,
    ) -> Assessed<VerifiedSigner> {
        match signer {
            Some(signer) => One { judge: self, signer, signed, subject }.judge(),
            None => {
                let check = Check::failed(CheckId::SignerForm, subject, Reason::SignerMalformed);
                Assessed::new(Report::new(Vec::from([check])), None)
            }
        }
    }
}

/// One signer under judgement.
struct One<'j, 'a> {
    judge: &'j Judge<'a>,
    signer: &'a SignerInfo,
    signed: &'j Signed<'j>,
    subject: Subject,
}

impl<'a> One<'_, 'a> {
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
        Assessed::new(report, value)
    }

    fn verified(
        &self,
        content_digest: Digest,
        scheme: SignatureScheme,
        certificates: &[&'a Certificate],
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
        if let Signed::Content { origin, .. } = self.signed {
            (*origin)?;
        }
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
            let value = FactValue::Bytes(digest.as_bytes().into());
            check = check
                .with(Fact::code(FactKey::DigestAlgorithm, digest.algorithm().name()))
                .with(Fact { key: FactKey::ContentDigest, value });
        }
        check
    }

    /// The signed attributes, or nothing where a signature may do without.
    fn attributes(&self) -> Result<Option<Attributes<'a>>, Reason> {
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
        // NOTE: The signed attributes of a signature are bytes like any other. Taken out and presented as
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
                Ok(digest) if value.bytes(stated.content) == digest.as_bytes() => {
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
    fn named_certificates(&self, report: &mut Report) -> Result<Vec<&'a Certificate>, CheckId> {
        let id = CheckId::SignerCertificate;
        let matching = &self.judge.matching;
        let named = match self.signer.identifier() {
            None => Ok(Vec::new()),
            Some(identifier) => {
                let all = self.judge.certificates.iter().flat_map(|some| some.as_slice());
                all_that(all, |certificate| {
                    identifier.names_by(certificate, |name, other| matching.same_name(name, other))
                })
            }
        };
        self.remaining(id, named, Reason::SignerCertificateMissing, report)
    }

    /// Those of them that the signing-certificate attributes identify.
    fn bound_certificates(
        &self,
        candidates: Result<Vec<&'a Certificate>, CheckId>,
        bindings: &Result<Result<Vec<CertificateBinding<'a>>, Reason>, &Reason>,
        report: &mut Report,
    ) -> Result<Vec<&'a Certificate>, CheckId> {
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
        let bound = all_that(candidates, |certificate| {
            for binding in bindings {
                if !binding.identifies(certificate, &self.judge.matching)? {
                    return Ok(false);
                }
            }
            Ok(true)
        });
        self.remaining(id, bound, Reason::SigningCertificateMismatch, report)
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
    fn usable_certificates(
        &self,
        candidates: Result<Vec<&'a Certificate>, CheckId>,
        report: &mut Report,
    ) -> Result<Vec<&'a Certificate>, CheckId> {
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
        self.remaining(id, Ok(usable.collect()), Reason::KeyUsageInsufficient, report)
    }

    /// Those of them whose key made the signature, and how.
    fn signature(
        &self,
        candidates: Result<Vec<&'a Certificate>, CheckId>,
        digest: Option<&Digest>,
        report: &mut Report,
    ) -> Option<(SignatureScheme, Vec<&'a Certificate>)> {
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
        let outcomes = self.verify(&candidates, scheme, digest);
        // Where no key made the signature, the one that came furthest tells why.
        let outcome = match outcomes.values().copied().min_by_key(rank) {
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
        let made_it = |certificate: &&Certificate| {
            outcomes.get(certificate.public_key_bytes()).is_some_and(Result::is_ok)
        };
        outcome.ok().map(|()| (scheme, candidates.into_iter().filter(made_it).collect()))
    }

    /// Whether each of the candidates' keys made the signature. All that the policy admits are tried, or
    /// none: which of them the budget would have reached first must not matter.
    fn verify(
        &self,
        candidates: &[&'a Certificate],
        scheme: SignatureScheme,
        digest: Option<&Digest>,
    ) -> BTreeMap<&'a [u8], Result<(), Refusal>> {
        let mut keys = BTreeMap::new();
        for certificate in candidates {
            keys.entry(certificate.public_key_bytes())
                .or_insert_with(|| self.admitted_key(certificate, scheme));
        }
        let tried = keys.values().filter(|key| key.is_ok()).count();
        let Matching { crypto, budget, .. } = self.judge.matching;
        let afforded = budget.check_signatures(keys.values().flatten().map(PublicKeyInfo::kind));
        let attributes = self.signer.signed_attributes_bytes();
        let attributes = attributes.as_ref().map(ProtectedBytes::as_ref);
        let (message, hashed) =
            match (attributes, scheme.digest(), self.signed.content().as_bytes()) {
                (Some(attributes), ..) => (Some(SignedInput::Bytes(attributes)), attributes.len()),
                (None, Some(_), _) => (digest.map(SignedInput::Digest), 0),
                (None, None, Some(content)) => (Some(SignedInput::Bytes(content)), content.len()),
                (None, None, None) => (digest.map(SignedInput::Digest), 0),
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
        let admitted = self.judge.policy.algorithms.admit(scheme, key.kind());
        admitted.map_err(|refusal| Refusal::Algorithm(refusal.into()))?;
        Ok(key)
    }

    /// What is left of the candidates, and the check that it is not nothing.
    fn remaining(
        &self,
        id: CheckId,
        candidates: Result<Vec<&'a Certificate>, Reason>,
        reason: Reason,
        report: &mut Report,
    ) -> Result<Vec<&'a Certificate>, CheckId> {
        let remaining = match candidates {
            Ok(none) if none.is_empty() => Err(reason),
            told => told,
        };
        report.push(Check::of(id, self.subject, remaining.as_ref().map(drop).map_err(|r| *r)));
        remaining.map_err(|_| id)
    }

    fn or_skip(
        &self,
        id: CheckId,
        candidates: Result<Vec<&'a Certificate>, CheckId>,
        report: &mut Report,
    ) -> Result<Vec<&'a Certificate>, CheckId> {
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

/// All certificates of which the test holds, or the reason why that cannot be told of one.
fn all_that<'a>(
    certificates: impl IntoIterator<Item = &'a Certificate>,
    test: impl Fn(&'a Certificate) -> Result<bool, Reason>,
) -> Result<Vec<&'a Certificate>, Reason> {
    let tested = certificates.into_iter().map(|certificate| match test(certificate) {
        Ok(true) => Ok(Some(certificate)),
        Ok(false) => Ok(None),
        Err(reason) => Err(reason),
    });
    tested.filter_map(Result::transpose).collect()
}

#[derive(Clone, Copy)]
enum Refusal {
    Algorithm(Reason),
    Value(Reason),
}

const fn rank(outcome: &Result<(), Refusal>) -> u8 {
    match outcome {
        Ok(()) => 0,
        Err(Refusal::Value(Reason::LimitReached)) => 1,
        Err(Refusal::Value(_)) => 2,
        Err(Refusal::Algorithm(_)) => 3,
    }
}
