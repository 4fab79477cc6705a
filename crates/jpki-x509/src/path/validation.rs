//! Validation of a given path, in the three parts of RFC 5280 §6.1: what holds for each certificate
//! (§6.1.3), what prepares for the next (§6.1.4), and the wrap-up (§6.1.5).

mod basic;
mod critical_extensions;
mod extensions;
mod key_identifier;
mod preparation;
mod purpose;
mod wrap_up;

use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use jpki_core::algorithm::{AlgorithmPolicy, SignatureScheme};
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::{Budget, Limits};
use jpki_core::name::Name;
use jpki_core::report::{Assessed, Check, CheckId, Outcome, Reason, Report, Subject};

pub(super) use basic::verify_signature;
pub(super) use key_identifier::subject_key_identifier;

use super::anchor::TrustAnchor;
use super::inputs::{AnchorConstraints, AnchorValidity, Conformance, PathInputs};
use super::name_constraints::NameConstraintState;
use super::policy_state::{Issuance, PolicyState, Position};
use super::profile_rules;
use super::valid_path::{ExplicitPolicy, Outputs, ValidPath};
use crate::authority::Authority;
use crate::certificate::Certificate;
use extensions::PathExtensions;

/// Validates and builds certification paths with one crypto backend, algorithm policy and set of limits.
///
/// ```
/// use std::sync::Arc;
///
/// use jpki_core::time::{Timestamp, ValidationTime};
/// use jpki_crypto::RustCrypto;
/// use jpki_x509::certificate::Certificate;
/// use jpki_x509::path::{AnchorValidity, PathInputs, PathValidator, TrustAnchor};
/// # use jpki_testkit::jpki::{Person, SyntheticJpki};
/// # let jpki = SyntheticJpki::of_vectors();
/// # let (hanako, taro) = (jpki.sign_certificate(&Person::hanako()).issue(), jpki.auth_certificate(&Person::taro()).issue());
/// # let certificate = Certificate::from_der(hanako.certificate())?;
/// # let of_another_authority = Certificate::from_der(taro.certificate())?;
/// # let root = Certificate::from_der(&hanako.authority().certificate())?;
/// # let at = ValidationTime::at(Timestamp::from_unix_seconds(jpki.instant().unix_timestamp()));
///
/// let anchors = [TrustAnchor::from_certificate(root, &RustCrypto)?];
/// let inputs = PathInputs::at(at).with_anchor_validity(AnchorValidity::Enforced);
/// let paths = PathValidator::new(Arc::new(RustCrypto));
/// let path = paths.build(&certificate, &[], &anchors, &inputs).into_result()?;
/// assert_eq!(path.end_entity().as_der(), certificate.as_der());
///
/// assert!(paths.build(&of_another_authority, &[], &anchors, &inputs).into_result().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PathValidator {
    pub(super) crypto: Arc<dyn CryptoBackend>,
    pub(super) algorithms: AlgorithmPolicy,
    pub(super) limits: Limits,
}

impl PathValidator {
    /// Creates a validator with the [current](AlgorithmPolicy::current) algorithms and the default limits.
    #[must_use]
    pub fn new(crypto: Arc<dyn CryptoBackend>) -> Self {
        Self { crypto, algorithms: AlgorithmPolicy::current(), limits: Limits::DEFAULT }
    }

    /// Sets the signature algorithms and key sizes that are believed.
    #[must_use]
    pub fn with_algorithms(self, algorithms: AlgorithmPolicy) -> Self {
        Self { algorithms, ..self }
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Judges a path, given with the end entity's certificate first and without the anchor's
    /// (RFC 5280 §6.1).
    ///
    /// What [`ValidPath`] says is not proven, is not judged.
    pub fn validate(
        &self,
        certificates: &[Certificate],
        anchor: &TrustAnchor,
        inputs: &PathInputs,
    ) -> Assessed<ValidPath> {
        self.validate_within(certificates, anchor, inputs, &Budget::new(&self.limits))
    }

    /// As [`Self::validate`], within the budget of a larger answer.
    pub fn validate_within(
        &self,
        certificates: &[Certificate],
        anchor: &TrustAnchor,
        inputs: &PathInputs,
        budget: &Budget,
    ) -> Assessed<ValidPath> {
        let links = certificates.iter().map(Link::unknown).collect();
        let (check, path) = self.walk(links, anchor, inputs, budget);
        Assessed::new(Report::new(vec![check]), path)
    }

    /// `links`: the end entity's certificate first.
    pub(super) fn walk(
        &self,
        links: Vec<Link<'_>>,
        anchor: &TrustAnchor,
        inputs: &PathInputs,
        budget: &Budget,
    ) -> (Check, Option<ValidPath>) {
        let failed = |reason| Check::failed(CheckId::Path, Subject::EndEntity, reason);
        if links.is_empty() {
            return (failed(Reason::PathEmpty), None);
        }
        if links.len() > self.limits.path_certificates {
            return (failed(Reason::LimitReached), None);
        }
        let certificates: Vec<Certificate> =
            links.iter().map(|link| link.certificate.clone()).collect();
        let mut walk = Walk::start(self, anchor, inputs, budget);
        let (checks, outputs) = walk.run(links, anchor);
        budget.return_policy_nodes(walk.policies.nodes_left());
        let check = Check::all(CheckId::Path, Subject::EndEntity, checks);
        // What could not be afforded might have made it valid, or another invalid.
        let check = match check.outcome() {
            Outcome::Failed(_) if budget.is_exhausted() => {
                check.with_outcome(Outcome::Failed(Reason::LimitReached))
            }
            _ => check,
        };
        let path = match (check.outcome(), outputs) {
            (Outcome::Passed, Some(outputs)) => {
                ValidPath::new(certificates, anchor.clone(), inputs, outputs)
            }
            _ => None,
        };
        (check, path)
    }
}

/// A certificate of a path, with what is known about it beforehand.
pub(super) struct Link<'a> {
    pub(super) certificate: &'a Certificate,
    /// Whether the certificate above it, or the anchor, signed it.
    pub(super) signature: Option<Result<SignatureScheme, Reason>>,
    /// Its subject and key as an authority.
    pub(super) authority: Option<Result<Authority, Reason>>,
}

impl<'a> Link<'a> {
    const fn unknown(certificate: &'a Certificate) -> Self {
        Self { certificate, signature: None, authority: None }
    }
}

/// The issuer of the next certificate: working_issuer_name and working_public_key.
struct Issuer<'a> {
    name: Name<'a>,
    authority: Result<Authority, Reason>,
    certificate: Option<&'a Certificate>,
}

/// The state variables of RFC 5280 §6.1.2.
struct Walk<'a> {
    crypto: &'a dyn CryptoBackend,
    algorithms: AlgorithmPolicy,
    inputs: &'a PathInputs,
    issuer: Issuer<'a>,
    policies: PolicyState<'a>,
    names: NameConstraintState<'a>,
    budget: &'a Budget,
    max_path_length: u32,
    issuers: Vec<Authority>,
}

impl<'a> Walk<'a> {
    // RFC 5280 §6.1.2
    fn start(
        validator: &'a PathValidator,
        anchor: &'a TrustAnchor,
        inputs: &'a PathInputs,
        budget: &'a Budget,
    ) -> Self {
        Self {
            crypto: &*validator.crypto,
            algorithms: validator.algorithms,
            inputs,
            issuer: Issuer {
                name: anchor.authority().name(),
                authority: Ok(anchor.authority().clone()),
                certificate: anchor.certificate(),
            },
            policies: PolicyState::new(inputs, budget.take_policy_nodes()),
            names: NameConstraintState::new(inputs.name_constraints()),
            budget,
            max_path_length: u32::MAX,
            issuers: Vec::new(),
        }
    }

    fn run(
        &mut self,
        links: Vec<Link<'a>>,
        anchor: &'a TrustAnchor,
    ) -> (Vec<Check>, Option<Outputs>) {
        let mut checks = Vec::with_capacity(links.len().saturating_add(1));
        checks.push(self.judge_anchor(anchor));
        self.issuers.reserve_exact(links.len());
        let mut policies = None;
        for (below, link) in links.into_iter().enumerate().rev() {
            let certificate = link.certificate;
            let extensions = PathExtensions::of(certificate);
            self.issuers.extend(self.issuer.authority.clone());
            let mut parts = Vec::with_capacity(16);
            let check = if below == 0 {
                let subject = Subject::EndEntity;
                self.judge_issuance(&link, &extensions, subject, Position::Final, &mut parts);
                policies = Some(self.wrap_up(certificate, &extensions, &mut parts));
                Check::all(CheckId::PathCertificate, Subject::EndEntity, parts)
            } else {
                let subject = Subject::Intermediate(u16::try_from(below).unwrap_or(u16::MAX));
                let issuance = self.issuance(certificate);
                let position = Position::Authority(issuance);
                self.judge_issuance(&link, &extensions, subject, position, &mut parts);
                self.judge_authority(certificate, &extensions, subject, issuance, &mut parts);
                self.issuer = self.next_issuer(link);
                Check::all(CheckId::PathCertificate, subject, parts)
            };
            checks.push(check);
        }
        self.issuers.reverse();
        let explicit_policy = if self.policies.requires_policy() {
            ExplicitPolicy::Required
        } else {
            ExplicitPolicy::NotRequired
        };
        let issuers = core::mem::take(&mut self.issuers);
        let outputs = policies.map(|policies| Outputs { issuers, policies, explicit_policy });
        (checks, outputs)
    }

    /// By another too where there is no telling: it is the stricter one.
    fn issuance(&self, certificate: &Certificate) -> Issuance {
        match self.budget.same_name(&certificate.issuer(), &certificate.subject()) {
            Ok(true) => Issuance::SelfIssued,
            Ok(false) | Err(_) => Issuance::ByAnother,
        }
    }

    /// The anchor, of which nothing is checked unless the inputs say so (RFC 5280 §6.1.1(d),
    /// RFC 5937 §3.2).
    fn judge_anchor(&mut self, anchor: &'a TrustAnchor) -> Check {
        let subject = Subject::TrustAnchor;
        let Some(certificate) = anchor.certificate() else {
            return Check::passed(CheckId::PathAnchor, subject);
        };
        let mut parts = Vec::new();
        if self.inputs.anchor_validity() == AnchorValidity::Enforced {
            parts.push(self.check_validity(certificate, subject));
        }
        if self.inputs.anchor_constraints() == AnchorConstraints::Enforced {
            let extensions = PathExtensions::of(certificate);
            let issuance = self.issuance(certificate);
            // RFC 5937 §3.2: an anchor that names no policy constrains none.
            if !matches!(extensions.policies, Ok(None)) {
                let position = Position::Authority(issuance);
                self.judge_policies(&extensions, subject, position, &mut parts);
            }
            self.judge_authority(certificate, &extensions, subject, issuance, &mut parts);
        }
        if self.inputs.conformance() == Conformance::Profile {
            parts.push(profile_rules::check(certificate, None, subject));
        }
        if parts.is_empty() {
            Check::passed(CheckId::PathAnchor, subject)
        } else {
            Check::all(CheckId::PathAnchor, subject, parts)
        }
    }
}
