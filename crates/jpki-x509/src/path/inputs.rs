//! What the relying party demands of a path (RFC 5280 §6.1.1).

use alloc::boxed::Box;

use jpki_core::der::{Decode, DerError, Oid};
use jpki_core::time::ValidationTime;

use super::policy::PolicySet;
use crate::extension::{KeyUsage, NameConstraints};

/// The inputs of RFC 5280 §6.1.1 beside the path and its anchor, and demands on the end entity.
///
/// From the start: any policy or none, nothing inhibited, all names permitted, the anchor a name and a
/// key without constraints, no demand on the use of the end entity's key.
#[derive(Clone, Debug)]
pub struct PathInputs {
    time: ValidationTime,
    policies: PolicySet,
    explicit_policy: bool,
    policy_mapping_inhibit: bool,
    any_policy_inhibit: bool,
    name_constraints: Option<Box<[u8]>>,
    anchor_constraints: AnchorConstraints,
    anchor_validity: AnchorValidity,
    key_usage: Option<KeyUsage>,
    purpose: Option<Purpose>,
    conformance: Conformance,
}

/// What the certificate of a trust anchor says about the paths below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnchorConstraints {
    /// Nothing: an anchor is a name and a key (RFC 5280 §6.1.1(d)).
    #[default]
    Ignored,
    /// What it would say as the uppermost certificate of the path: its policies, mappings, constraints,
    /// path length, key usage and critical extensions count (RFC 5937 §3.2, with the counts of
    /// RFC 5280). An anchor without a certificate has none.
    Enforced,
}

/// Whether the validity period of a trust anchor's certificate counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnchorValidity {
    /// It does not (RFC 5280 §6.1.1(d)).
    #[default]
    Ignored,
    /// The anchor must be within it. An anchor without a certificate is.
    Enforced,
}

/// A purpose that the end entity's key must be good for (RFC 5280 §4.2.1.12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Purpose {
    identifier: Box<[u8]>,
    scope: PurposeScope,
}

/// In which certificates extendedKeyUsage must allow the purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PurposeScope {
    /// In the end entity's, as RFC 5280 §4.2.1.12 has it.
    EndEntity,
    /// Also in those of the authorities above it that have the extension, as is usual for TLS.
    WholePath,
}

/// Which rules a certificate must keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Conformance {
    /// Those that RFC 5280 §6.1 asks a relying party to check.
    #[default]
    Validation,
    /// Also those of RFC 5280 §4 for the issuer, as far as a certificate shows them, and for the
    /// certificate of the trust anchor too.
    Profile,
}

impl PathInputs {
    /// The inputs described above, judging as of this instant.
    #[must_use]
    pub const fn at(time: ValidationTime) -> Self {
        Self {
            time,
            policies: PolicySet::Any,
            explicit_policy: false,
            policy_mapping_inhibit: false,
            any_policy_inhibit: false,
            name_constraints: None,
            anchor_constraints: AnchorConstraints::Ignored,
            anchor_validity: AnchorValidity::Ignored,
            key_usage: None,
            purpose: None,
            conformance: Conformance::Validation,
        }
    }

    /// user-initial-policy-set: the policies that are accepted (RFC 5280 §6.1.1(c)). They are demanded
    /// only where [a policy is required](Self::with_explicit_policy), by the relying party or by an
    /// authority of the path.
    #[must_use]
    pub fn with_policies(self, policies: PolicySet) -> Self {
        Self { policies, ..self }
    }

    /// initial-explicit-policy: the path must be valid for one of the accepted policies
    /// (RFC 5280 §6.1.1(f)).
    #[must_use]
    pub fn with_explicit_policy(self) -> Self {
        Self { explicit_policy: true, ..self }
    }

    /// initial-policy-mapping-inhibit: no policy counts as another (RFC 5280 §6.1.1(e)).
    #[must_use]
    pub fn without_policy_mapping(self) -> Self {
        Self { policy_mapping_inhibit: true, ..self }
    }

    /// initial-any-policy-inhibit: anyPolicy stands for no policy (RFC 5280 §6.1.1(g)).
    #[must_use]
    pub fn without_any_policy(self) -> Self {
        Self { any_policy_inhibit: true, ..self }
    }

    /// initial-permitted-subtrees and initial-excluded-subtrees (RFC 5280 §6.1.1(h)(i)), as the value of
    /// a nameConstraints extension.
    ///
    /// # Errors
    /// If it is none; see [`NameConstraints`].
    pub fn with_name_constraints(self, name_constraints: &[u8]) -> Result<Self, DerError> {
        NameConstraints::from_der(name_constraints)?;
        Ok(Self { name_constraints: Some(name_constraints.into()), ..self })
    }

    /// Whether the anchor's certificate constrains the path.
    #[must_use]
    pub fn with_anchor_constraints(self, anchor_constraints: AnchorConstraints) -> Self {
        Self { anchor_constraints, ..self }
    }

    /// Whether the validity period of the anchor's certificate counts.
    #[must_use]
    pub fn with_anchor_validity(self, anchor_validity: AnchorValidity) -> Self {
        Self { anchor_validity, ..self }
    }

    /// The end entity's keyUsage must allow all of these uses. A certificate without the extension allows
    /// any (RFC 5280 §4.2.1.3).
    #[must_use]
    pub fn with_key_usage(self, key_usage: KeyUsage) -> Self {
        Self { key_usage: Some(key_usage), ..self }
    }

    /// extendedKeyUsage must allow this purpose. A certificate without the extension, or with
    /// anyExtendedKeyUsage, allows any.
    #[must_use]
    pub fn with_purpose(self, purpose: Oid<'_>, scope: PurposeScope) -> Self {
        Self { purpose: Some(Purpose { identifier: purpose.as_bytes().into(), scope }), ..self }
    }

    /// Which rules the certificates must keep.
    #[must_use]
    pub fn with_conformance(self, conformance: Conformance) -> Self {
        Self { conformance, ..self }
    }

    /// Returns the instant that is judged.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.time
    }

    pub(super) const fn policies(&self) -> &PolicySet {
        &self.policies
    }

    pub(super) const fn requires_explicit_policy(&self) -> bool {
        self.explicit_policy
    }

    pub(super) const fn inhibits_policy_mapping(&self) -> bool {
        self.policy_mapping_inhibit
    }

    pub(super) const fn inhibits_any_policy(&self) -> bool {
        self.any_policy_inhibit
    }

    pub(super) fn name_constraints(&self) -> Option<NameConstraints<'_>> {
        NameConstraints::from_der(self.name_constraints.as_deref()?).ok()
    }

    pub(super) const fn anchor_constraints(&self) -> AnchorConstraints {
        self.anchor_constraints
    }

    pub(super) const fn anchor_validity(&self) -> AnchorValidity {
        self.anchor_validity
    }

    pub(super) const fn key_usage(&self) -> Option<KeyUsage> {
        self.key_usage
    }

    pub(super) const fn purpose(&self) -> Option<&Purpose> {
        self.purpose.as_ref()
    }

    pub(super) const fn conformance(&self) -> Conformance {
        self.conformance
    }
}

impl Purpose {
    pub(super) const fn identifier(&self) -> Oid<'_> {
        Oid::from_bytes(&self.identifier)
    }

    pub(super) const fn scope(&self) -> PurposeScope {
        self.scope
    }
}
