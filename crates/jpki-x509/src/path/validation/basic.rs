//! What holds for each certificate (RFC 5280 §6.1.3).

use alloc::vec::Vec;

use jpki_core::algorithm::{AlgorithmPolicy, SignatureScheme};
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Outcome, Reason, Subject};

use super::extensions::PathExtensions;
use super::{Link, Walk, key_identifier};
use crate::authority::Authority;
use crate::certificate::Certificate;
use crate::path::inputs::Conformance;
use crate::path::policy_state::{Issuance, Position};
use crate::path::profile_rules;

impl<'a> Walk<'a> {
    pub(super) fn judge_issuance(
        &mut self,
        link: &Link<'a>,
        extensions: &PathExtensions<'a>,
        subject: Subject,
        position: Position,
        checks: &mut Vec<Check>,
    ) {
        let certificate = link.certificate;
        let signature = self.check_signature(link, subject, checks);
        checks.push(self.check_validity(certificate, subject));
        let names = match self.budget.same_name(&certificate.issuer(), &self.issuer.name) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Reason::NameMismatch),
            Err(reason) => Err(reason),
        };
        checks.push(Check::of(CheckId::PathNames, subject, names));
        checks.extend(self.check_key_identifier(extensions, subject, signature));
        self.check_name_constraints(certificate, subject, position, checks);
        self.judge_policies(extensions, subject, position, checks);
        if self.inputs.conformance() == Conformance::Profile {
            let issuer = self.issuer.authority.as_ref().ok();
            checks.push(profile_rules::check(certificate, issuer, subject));
        }
    }

    // §6.1.3(a)(1), §4.1.1.2
    fn check_signature(
        &self,
        link: &Link<'a>,
        subject: Subject,
        checks: &mut Vec<Check>,
    ) -> Result<SignatureScheme, Reason> {
        let outcome = link.signature.unwrap_or_else(|| {
            let issuer = self.issuer.authority.as_ref().map_err(|reason| *reason)?;
            self.budget.check_signatures([issuer.key_kind()])?;
            self.budget.hash(link.certificate.signed_bytes().len())?;
            verify_signature(link.certificate, issuer, &self.algorithms)
        });
        match outcome {
            Ok(scheme) => {
                let fact = Fact { key: FactKey::Scheme, value: FactValue::Scheme(scheme) };
                checks.push(Check::passed(CheckId::PathAlgorithm, subject).with(fact));
                checks.push(Check::passed(CheckId::PathSignature, subject));
            }
            Err(
                reason @ (Reason::AlgorithmMismatch
                | Reason::AlgorithmUnsupported
                | Reason::AlgorithmNotAllowed
                | Reason::KeySizeNotAllowed),
            ) => {
                checks.push(Check::failed(CheckId::PathAlgorithm, subject, reason));
                let because = CheckId::PathAlgorithm;
                checks.push(Check::skipped(CheckId::PathSignature, subject, because));
            }
            Err(reason) => checks.push(Check::failed(CheckId::PathSignature, subject, reason)),
        }
        outcome
    }

    // §6.1.3(a)(2); both ends belong to the period (§4.1.2.5)
    // Requirement: VAL-01, VAL-03
    pub(super) fn check_validity(&self, certificate: &Certificate, subject: Subject) -> Check {
        let id = match subject {
            Subject::TrustAnchor => CheckId::AnchorValidity,
            _ => CheckId::PathValidity,
        };
        let instant = self.inputs.time().instant();
        let failed = |reason, key, time| {
            Check::failed(id, subject, reason)
                .with(Fact::time(FactKey::ValidationTime, instant))
                .with(Fact::time(key, time))
        };
        if instant < certificate.not_before() {
            failed(Reason::NotYetValid, FactKey::NotBefore, certificate.not_before())
        } else if instant > certificate.not_after() {
            failed(Reason::Expired, FactKey::NotAfter, certificate.not_after())
        } else {
            Check::passed(id, subject)
        }
    }

    // NOTE: a contradiction warns and does not fail: the identifiers help to find a key (§4.2.1.1), §6.1
    // does not look at them, and the signature says whose key it was.
    // Names, which cost most, are not looked at where the issuer did not sign.
    fn check_key_identifier(
        &self,
        extensions: &PathExtensions<'_>,
        subject: Subject,
        signature: Result<SignatureScheme, Reason>,
    ) -> Option<Check> {
        let issuer = self.issuer.certificate?;
        let outcome = match &extensions.authority_key_identifier {
            Ok(None) => return None,
            Err(reason) => Outcome::Warned(*reason),
            Ok(Some(identifier)) => {
                let names = signature.is_ok().then_some(self.budget);
                match key_identifier::contradicts(identifier, issuer, names) {
                    Ok(true) => Outcome::Warned(Reason::KeyIdentifierContradiction),
                    Ok(false) => Outcome::Passed,
                    Err(reason) => Outcome::Failed(reason),
                }
            }
        };
        Some(Check::new(CheckId::PathKeyIdentifier, subject, outcome))
    }

    // §6.1.3(b)(c): not for a self-issued certificate that is not the last
    fn check_name_constraints(
        &mut self,
        certificate: &Certificate,
        subject: Subject,
        position: Position,
        checks: &mut Vec<Check>,
    ) {
        if self.names.is_empty() {
            return;
        }
        if position == Position::Authority(Issuance::SelfIssued) {
            return;
        }
        let outcome = self.names.check(certificate, self.budget);
        checks.push(Check::of(CheckId::PathNameConstraints, subject, outcome));
    }

    // §6.1.3(d)(e)(f)
    pub(super) fn judge_policies(
        &mut self,
        extensions: &PathExtensions<'a>,
        subject: Subject,
        position: Position,
        checks: &mut Vec<Check>,
    ) {
        let (policies, decoded) = match extensions.policies {
            Ok(policies) => (policies, Ok(())),
            Err(reason) => (None, Err(reason)),
        };
        let processed = self.policies.process_policies(policies, position);
        checks.push(Check::of(CheckId::PathPolicies, subject, decoded.and(processed)));
        let outcome = self.policies.check_explicit_policy();
        checks.push(Check::of(CheckId::PathExplicitPolicy, subject, outcome));
    }
}

/// Whether the authority signed the certificate, by an algorithm that is admitted.
// Requirement: PATH-05
pub(in crate::path) fn verify_signature(
    certificate: &Certificate,
    issuer: &Authority,
    algorithms: &AlgorithmPolicy,
) -> Result<SignatureScheme, Reason> {
    if !certificate.signature_algorithms_agree() {
        return Err(Reason::AlgorithmMismatch);
    }
    let algorithm = certificate.signature_algorithm().map_err(|_| Reason::AlgorithmUnsupported)?;
    issuer.verify(&algorithm, algorithms, certificate.signed_bytes(), certificate.signature())
}
