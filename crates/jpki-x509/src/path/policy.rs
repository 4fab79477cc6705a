//! Certificate policies as inputs and outputs of path validation.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use const_oid::ObjectIdentifier;
use jpki_core::der::Oid;

use crate::extension::ANY_POLICY;

/// A certificate policy by its object identifier.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyIdentifier(Box<[u8]>);

impl PolicyIdentifier {
    /// Creates the policy with this object identifier.
    #[must_use]
    pub fn new(oid: Oid<'_>) -> Self {
        Self(oid.as_bytes().into())
    }

    /// Returns the object identifier.
    #[must_use]
    pub const fn oid(&self) -> Oid<'_> {
        Oid::from_bytes(&self.0)
    }

    /// Returns whether it is anyPolicy, which stands for every policy.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.oid() == ANY_POLICY
    }
}

impl From<ObjectIdentifier> for PolicyIdentifier {
    fn from(oid: ObjectIdentifier) -> Self {
        Self::new(Oid::of(&oid))
    }
}

impl fmt::Debug for PolicyIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PolicyIdentifier({})", self.oid())
    }
}

/// The policies that a relying party accepts: user-initial-policy-set of RFC 5280 §6.1.1(c).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "RFC 5280 section 6.1.1 (c): any-policy or a set")]
pub enum PolicySet {
    /// Any policy, also none at all.
    #[default]
    Any,
    /// These.
    Of(Vec<PolicyIdentifier>),
}

impl PolicySet {
    /// The set of these policies; with anyPolicy among them it is [`Self::Any`].
    pub fn of(policies: impl IntoIterator<Item = PolicyIdentifier>) -> Self {
        let mut policies: Vec<_> = policies.into_iter().collect();
        if policies.iter().any(PolicyIdentifier::is_any) {
            return Self::Any;
        }
        policies.sort_unstable();
        policies.dedup();
        Self::Of(policies)
    }
}

/// A policy under which a path is valid, in the domain of the trust anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidPolicy {
    identifier: PolicyIdentifier,
    qualifiers: Vec<Box<[u8]>>,
}

impl ValidPolicy {
    pub(super) fn new(identifier: Oid<'_>) -> Self {
        Self { identifier: PolicyIdentifier::new(identifier), qualifiers: Vec::new() }
    }

    pub(super) fn with_qualifiers(mut self, qualifiers: &[Box<[u8]>]) -> Self {
        self.qualifiers = qualifiers.to_vec();
        self
    }

    pub(super) fn add_qualifiers(&mut self, qualifiers: &[u8]) {
        if !self.qualifiers.iter().any(|present| **present == *qualifiers) {
            self.qualifiers.push(qualifiers.into());
        }
    }

    /// Returns the policy.
    #[must_use]
    pub const fn identifier(&self) -> &PolicyIdentifier {
        &self.identifier
    }

    /// Returns what the end entity's certificate adds to the policy: `policyQualifiers` as they stand in it, one
    /// element for each of its policies that counts as this one.
    #[must_use]
    pub fn qualifiers(&self) -> &[Box<[u8]>] {
        &self.qualifiers
    }
}

/// Policies under which a path is valid (RFC 9618 §5.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValidPolicies {
    authority_constrained: Arc<[ValidPolicy]>,
    user_constrained: Arc<[ValidPolicy]>,
}

impl ValidPolicies {
    // RFC 5280 §6.1.5(g) as RFC 9618 §5.4 has it.
    pub(super) fn constrain(authority_constrained: Vec<ValidPolicy>, accepted: &PolicySet) -> Self {
        let authority_constrained: Arc<[ValidPolicy]> = authority_constrained.into();
        let user_constrained = match accepted {
            PolicySet::Any => Arc::clone(&authority_constrained),
            PolicySet::Of(accepted) => intersection(&authority_constrained, accepted),
        };
        Self { authority_constrained, user_constrained }
    }

    /// authority-constrained-policy-set: what the authorities of the path vouch for. anyPolicy among them
    /// stands for every policy.
    #[must_use]
    pub fn authority_constrained(&self) -> &[ValidPolicy] {
        &self.authority_constrained
    }

    /// user-constrained-policy-set: those of them that the relying party accepts.
    #[must_use]
    pub fn user_constrained(&self) -> &[ValidPolicy] {
        &self.user_constrained
    }
}

fn intersection(vouched: &[ValidPolicy], accepted: &[PolicyIdentifier]) -> Arc<[ValidPolicy]> {
    let any = vouched.iter().find(|policy| policy.identifier.is_any());
    accepted
        .iter()
        .filter_map(|identifier| {
            let named = vouched.iter().find(|policy| policy.identifier == *identifier);
            named.cloned().or_else(|| {
                any.map(|any| ValidPolicy::new(identifier.oid()).with_qualifiers(&any.qualifiers))
            })
        })
        .collect()
}
