use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::{AlgorithmError, PublicKeyInfo};
use jpki_core::der::Decode;
use jpki_core::time::ValidationTime;

use super::anchor::TrustAnchor;
use super::inputs::{AnchorConstraints, PathInputs};
use super::policy::ValidPolicies;
use crate::authority::Authority;
use crate::certificate::Certificate;
use crate::extension::{NameConstraints, oid};

/// A path that was found valid for the given inputs (RFC 5280 §6.1.6). Only
/// [`PathValidator`](super::PathValidator) makes one.
///
/// Not proven: that nothing in it is revoked, that the key may be put to a use that the inputs did not
/// name, and anything about an instant other than [`Self::time`].
#[must_use]
#[derive(Clone)]
pub struct ValidPath {
    end_entity: Certificate,
    certificates: Vec<Certificate>,
    issuers: Vec<Authority>,
    anchor: TrustAnchor,
    anchor_constraints: AnchorConstraints,
    time: ValidationTime,
    policies: ValidPolicies,
    explicit_policy: ExplicitPolicy,
}

/// What RFC 5280 §6.1.6 gives out.
pub(super) struct Outputs {
    pub(super) issuers: Vec<Authority>,
    pub(super) policies: ValidPolicies,
    pub(super) explicit_policy: ExplicitPolicy,
}

/// Whether a path had to be valid for a policy: the explicit policy indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "required or not")]
pub enum ExplicitPolicy {
    /// By the inputs or by an authority of the path.
    Required,
    /// A path without any policy would have been valid too.
    NotRequired,
}

impl ValidPath {
    /// `certificates` and who issued each, the end entity's first; `None` without any.
    pub(super) fn new(
        certificates: Vec<Certificate>,
        anchor: TrustAnchor,
        inputs: &PathInputs,
        outputs: Outputs,
    ) -> Option<Self> {
        Some(Self {
            end_entity: certificates.first()?.clone(),
            certificates,
            issuers: outputs.issuers,
            anchor,
            anchor_constraints: inputs.anchor_constraints(),
            time: inputs.time(),
            policies: outputs.policies,
            explicit_policy: outputs.explicit_policy,
        })
    }

    /// Returns the certificate that the path is for.
    #[must_use]
    pub const fn end_entity(&self) -> &Certificate {
        &self.end_entity
    }

    /// Returns the certificates, the end entity's first, without the anchor's. There is at least one.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Returns the certificates with who issued each, the end entity's first. The issuer of the last is the anchor.
    pub fn links(&self) -> impl DoubleEndedIterator<Item = (&Certificate, &Authority)> {
        self.certificates.iter().zip(&self.issuers)
    }

    /// Returns the anchor.
    #[must_use]
    pub const fn anchor(&self) -> &TrustAnchor {
        &self.anchor
    }

    /// Who issued the end entity's certificate.
    #[must_use]
    pub fn issuer(&self) -> &Authority {
        self.issuers.first().unwrap_or(self.anchor.authority())
    }

    /// working_public_key: the key of the end entity.
    ///
    /// # Errors
    /// [`AlgorithmError`] if the key is of a kind unknown here. The path is valid all the same.
    pub fn public_key(&self) -> Result<PublicKeyInfo<'_>, AlgorithmError> {
        PublicKeyInfo::from_der(self.end_entity.public_key_bytes())
    }

    /// Returns the instant at which the path is valid.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.time
    }

    /// Returns the policies under which it is valid.
    #[must_use]
    pub const fn policies(&self) -> &ValidPolicies {
        &self.policies
    }

    /// Returns whether it had to be valid for a policy.
    #[must_use]
    pub const fn explicit_policy(&self) -> ExplicitPolicy {
        self.explicit_policy
    }

    /// Returns the name constraints that its authorities impose, the lowest first, and last those of the anchor where
    /// [the inputs](super::PathInputs::with_anchor_constraints) made them count. What the inputs themselves demand is
    /// not repeated.
    pub fn name_constraints(&self) -> impl Iterator<Item = NameConstraints<'_>> {
        let anchor = match self.anchor_constraints {
            AnchorConstraints::Ignored => None,
            AnchorConstraints::Enforced => self.anchor.certificate(),
        };
        self.certificates.iter().skip(1).chain(anchor).filter_map(|certificate| {
            let extension = certificate.extension(oid::NAME_CONSTRAINTS)?;
            NameConstraints::from_der(extension.value()).ok()
        })
    }
}

impl fmt::Debug for ValidPath {
    /// Its length and anchor: what it holds is protected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ValidPath({} certificates, {:?})", self.certificates.len(), self.anchor)
    }
}
