//! What prepares for the next certificate (RFC 5280 §6.1.4).

use alloc::vec::Vec;

use jpki_core::report::{Check, CheckId, Reason, Subject};

use super::extensions::PathExtensions;
use super::{Issuer, Link, Walk, critical_extensions, purpose};
use crate::authority::{Authority, AuthorityError};
use crate::certificate::{Certificate, Version};
use crate::extension::{BasicConstraints, KeyUsage};
use crate::path::inputs::PurposeScope;
use crate::path::policy_state::Issuance;

impl<'a> Walk<'a> {
    pub(super) fn judge_authority(
        &mut self,
        certificate: &Certificate,
        extensions: &PathExtensions<'a>,
        subject: Subject,
        issuance: Issuance,
        checks: &mut Vec<Check>,
    ) {
        self.map_policies(extensions, subject, checks);
        self.impose_name_constraints(extensions, subject, checks);
        // (h)
        self.policies.count(issuance);
        self.constrain_policies(extensions, subject, checks);
        let (outcome, path_length) = match (subject, extensions.basic_constraints) {
            // RFC 5937 §3.2: an anchor that states no basic constraints constrains no path length.
            (Subject::TrustAnchor, Ok(None)) => (Ok(()), None),
            (_, constraints) => check_basic_constraints(certificate, constraints),
        };
        checks.push(Check::of(CheckId::PathBasicConstraints, subject, outcome));
        let outcome = self.count_path_length(issuance, path_length);
        checks.push(Check::of(CheckId::PathLength, subject, outcome));
        let outcome = check_key_usage(extensions, KeyUsage::KEY_CERT_SIGN);
        checks.push(Check::of(CheckId::PathKeyUsage, subject, outcome));
        if let Some(purpose) = self.inputs.purpose()
            && purpose.scope() == PurposeScope::WholePath
        {
            checks.push(purpose::check(extensions, purpose, subject));
        }
        checks.push(critical_extensions::check(extensions, subject));
    }

    /// (c)(d)(e)(f): the subject and key of this certificate are the next issuer's. Parameters that a key
    /// would inherit are those of DSA only.
    pub(super) fn next_issuer(&self, link: Link<'a>) -> Issuer<'a> {
        let certificate = link.certificate;
        let authority = link.authority.unwrap_or_else(|| {
            Authority::new(certificate.subject(), certificate.public_key_bytes(), self.crypto)
                .map_err(Reason::from)
        });
        Issuer { name: certificate.subject(), authority, certificate: Some(certificate) }
    }

    // (a)(b); the graph goes one level down also without mappings
    fn map_policies(
        &mut self,
        extensions: &PathExtensions<'a>,
        subject: Subject,
        checks: &mut Vec<Check>,
    ) {
        match extensions.policy_mappings {
            Ok(None) => {
                if let Err(reason) = self.policies.descend(None) {
                    checks.push(Check::failed(CheckId::PathPolicies, subject, reason));
                }
            }
            Ok(mappings) => {
                let outcome = self.policies.descend(mappings);
                checks.push(Check::of(CheckId::PathPolicyMappings, subject, outcome));
            }
            Err(reason) => {
                checks.push(Check::failed(CheckId::PathPolicyMappings, subject, reason));
            }
        }
    }

    // (g)
    fn impose_name_constraints(
        &mut self,
        extensions: &PathExtensions<'a>,
        subject: Subject,
        checks: &mut Vec<Check>,
    ) {
        let id = CheckId::PathNameConstraintsExtension;
        match extensions.name_constraints {
            Ok(None) => {}
            Ok(Some(constraints)) => {
                self.names.impose(constraints);
                checks.push(Check::passed(id, subject));
            }
            Err(reason) => checks.push(Check::failed(id, subject, reason)),
        }
    }

    // (i)(j)
    fn constrain_policies(
        &mut self,
        extensions: &PathExtensions<'a>,
        subject: Subject,
        checks: &mut Vec<Check>,
    ) {
        let id = CheckId::PathPolicyConstraints;
        match extensions.policy_constraints {
            Ok(None) => {}
            Ok(Some(constraints)) => {
                self.policies.constrain(constraints);
                checks.push(Check::passed(id, subject));
            }
            Err(reason) => checks.push(Check::failed(id, subject, reason)),
        }
        let id = CheckId::PathInhibitAnyPolicy;
        match extensions.inhibit_any_policy {
            Ok(None) => {}
            Ok(Some(inhibit)) => {
                self.policies.inhibit_any_policy(inhibit);
                checks.push(Check::passed(id, subject));
            }
            Err(reason) => checks.push(Check::failed(id, subject, reason)),
        }
    }

    // (l)(m)
    fn count_path_length(
        &mut self,
        issuance: Issuance,
        path_length: Option<u32>,
    ) -> Result<(), Reason> {
        let outcome = match (issuance, self.max_path_length.checked_sub(1)) {
            (Issuance::SelfIssued, _) => Ok(()),
            (Issuance::ByAnother, Some(left)) => {
                self.max_path_length = left;
                Ok(())
            }
            (Issuance::ByAnother, None) => Err(Reason::PathTooLong),
        };
        self.max_path_length = self.max_path_length.min(path_length.unwrap_or(u32::MAX));
        outcome
    }
}

// (k); of versions 1 and 2 nobody vouches that they are an authority's
// Requirement: PATH-01
fn check_basic_constraints(
    certificate: &Certificate,
    constraints: Result<Option<BasicConstraints>, Reason>,
) -> (Result<(), Reason>, Option<u32>) {
    if certificate.version() != Version::Three {
        return (Err(Reason::VersionNotThree), None);
    }
    match constraints {
        Ok(Some(BasicConstraints::Authority { path_length })) => (Ok(()), path_length),
        Ok(Some(BasicConstraints::EndEntity) | None) => {
            (Err(Reason::NotCertificateAuthority), None)
        }
        Err(reason) => (Err(reason), None),
    }
}

// (n)
// Requirement: PATH-01
pub(super) fn check_key_usage(
    extensions: &PathExtensions<'_>,
    needed: KeyUsage,
) -> Result<(), Reason> {
    match extensions.key_usage? {
        Some(usage) if !usage.contains(needed) => Err(Reason::KeyUsageInsufficient),
        Some(_) | None => Ok(()),
    }
}

impl From<AuthorityError> for Reason {
    fn from(error: AuthorityError) -> Self {
        match error {
            AuthorityError::PublicKey(_) => Self::AlgorithmUnsupported,
            AuthorityError::Crypto(error) => error.into(),
        }
    }
}
