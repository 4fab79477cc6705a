//! The end of a path (RFC 5280 §6.1.5).

use alloc::vec::Vec;

use jpki_core::algorithm::AlgorithmError;
use jpki_core::report::{Check, CheckId, Fact, FactKey, Reason, Rule, RuleSource, Subject};

use super::extensions::PathExtensions;
use super::preparation::check_key_usage;
use super::{Walk, critical_extensions, purpose};
use crate::certificate::Certificate;
use crate::path::policy::ValidPolicies;

const POLICY_CONSTRAINTS: &[Rule] = &[rfc_5280("6.1.5(b)")];
const KEY_USAGE: &[Rule] = &[rfc_5280("4.2.1.3")];
const CRITICAL_EXTENSIONS: &[Rule] = &[rfc_5280("6.1.5(f)"), rfc_5280("4.2")];
const EXPLICIT_POLICY: &[Rule] = &[rfc_5280("6.1.5(g)")];

const fn rfc_5280(section: &'static str) -> Rule {
    Rule::new(RuleSource::Rfc(5280), section)
}

impl Walk<'_> {
    pub(super) fn wrap_up(
        &mut self,
        certificate: &Certificate,
        extensions: &PathExtensions<'_>,
        checks: &mut Vec<Check>,
    ) -> ValidPolicies {
        let subject = Subject::EndEntity;
        // (a)(b)
        let constraints = extensions.policy_constraints.unwrap_or_else(|reason| {
            let check = Check::failed(CheckId::PathPolicyConstraints, subject, reason);
            checks.push(check.citing(POLICY_CONSTRAINTS));
            None
        });
        self.policies.wrap_up(constraints);
        // (c)(d)(e)
        checks.push(Check::of(CheckId::PathPublicKey, subject, check_public_key(certificate)));
        if let Some(usage) = self.inputs.key_usage() {
            let outcome = check_key_usage(extensions, usage);
            let check = Check::of(CheckId::PathKeyUsage, subject, outcome);
            checks.push(check.citing(KEY_USAGE));
        }
        if let Some(purpose) = self.inputs.purpose() {
            checks.push(purpose::check(extensions, purpose, subject));
        }
        // (f)
        checks.push(critical_extensions::check(extensions, subject).citing(CRITICAL_EXTENSIONS));
        // (g)
        let (policies, outcome) = self.policies.finish(self.inputs.policies());
        let check =
            Check::of(CheckId::PathExplicitPolicy, subject, outcome).citing(EXPLICIT_POLICY);
        let first = policies.user_constrained().first();
        let fact = first.and_then(|policy| {
            Fact::object_identifier(FactKey::PolicyIdentifier, policy.identifier().oid())
        });
        checks.push(fact.into_iter().fold(check, Check::with));
        policies
    }
}

/// A key of a kind unknown here is for others to use. One of a known kind must be what its standard says,
/// such as an elliptic curve key on a named curve (RFC 5480 §2.1.1).
fn check_public_key(certificate: &Certificate) -> Result<(), Reason> {
    match certificate.public_key() {
        Ok(_) | Err(AlgorithmError::Unknown) => Ok(()),
        Err(_) => Err(Reason::KeyRejected),
    }
}
