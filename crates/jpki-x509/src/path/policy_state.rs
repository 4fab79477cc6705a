use jpki_core::der::SequenceOf;
use jpki_core::report::Reason;

use super::inputs::PathInputs;
use super::policy::{PolicySet, ValidPolicies};
use super::policy_graph::{AnyPolicy, Mapping, PolicyGraph};
use crate::extension::{CertificatePolicies, InhibitAnyPolicy, PolicyConstraints, PolicyMapping};

/// How many more certificates that are not self-issued may follow before something ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Countdown(u32);

impl Countdown {
    /// RFC 5280 §6.1.2(d)(e)(f) counts from n + 1, which no path of n certificates uses up.
    const fn new(ended: bool) -> Self {
        if ended { Self(0) } else { Self(u32::MAX) }
    }

    const fn has_ended(self) -> bool {
        self.0 == 0
    }

    fn tick(&mut self) {
        self.0 = self.0.saturating_sub(1);
    }

    fn limit(&mut self, to: Option<u32>) {
        self.0 = self.0.min(to.unwrap_or(u32::MAX));
    }
}

/// The state variables of RFC 5280 §6.1.2 that concern policies.
#[derive(Debug)]
pub(super) struct PolicyState<'a> {
    graph: PolicyGraph<'a>,
    explicit_policy: Countdown,
    policy_mapping: Countdown,
    inhibit_any_policy: Countdown,
}

/// Where a certificate stands in its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// Another certificate follows.
    Authority(Issuance),
    /// The last one, which the validation is about.
    Final,
}

/// Whether issuer and subject of a certificate are one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Issuance {
    /// They are: a key change or a new certificate within one authority.
    SelfIssued,
    /// They are not.
    ByAnother,
}

impl<'a> PolicyState<'a> {
    pub(super) fn new(inputs: &PathInputs, node_limit: usize) -> Self {
        Self {
            graph: PolicyGraph::new(node_limit),
            explicit_policy: Countdown::new(inputs.requires_explicit_policy()),
            policy_mapping: Countdown::new(inputs.inhibits_policy_mapping()),
            inhibit_any_policy: Countdown::new(inputs.inhibits_any_policy()),
        }
    }

    // RFC 5280 §6.1.3(d)(e)
    pub(super) fn process_policies(
        &mut self,
        policies: Option<CertificatePolicies<'a>>,
        position: Position,
    ) -> Result<(), Reason> {
        // §6.1.3(d)(2): a self-issued certificate that is not the last may say anyPolicy all the same.
        let exempt = position == Position::Authority(Issuance::SelfIssued);
        let any_policy = if self.inhibit_any_policy.has_ended() && !exempt {
            AnyPolicy::Inhibited
        } else {
            AnyPolicy::Honoured
        };
        self.graph.process_policies(policies, any_policy)
    }

    // RFC 5280 §6.1.3(f)
    pub(super) fn check_explicit_policy(&self) -> Result<(), Reason> {
        if self.explicit_policy.has_ended() && self.graph.is_null() {
            return Err(Reason::NoValidPolicy);
        }
        Ok(())
    }

    // RFC 5280 §6.1.4(b)
    pub(super) fn descend(
        &mut self,
        mappings: Option<SequenceOf<'a, PolicyMapping<'a>>>,
    ) -> Result<(), Reason> {
        let mapping =
            if self.policy_mapping.has_ended() { Mapping::Inhibited } else { Mapping::Allowed };
        self.graph.descend(mappings, mapping)
    }

    // RFC 5280 §6.1.4(h)
    pub(super) fn count(&mut self, issuance: Issuance) {
        if issuance == Issuance::ByAnother {
            self.explicit_policy.tick();
            self.policy_mapping.tick();
            self.inhibit_any_policy.tick();
        }
    }

    // RFC 5280 §6.1.4(i)
    pub(super) fn constrain(&mut self, constraints: PolicyConstraints) {
        self.explicit_policy.limit(constraints.require_explicit_policy());
        self.policy_mapping.limit(constraints.inhibit_policy_mapping());
    }

    // RFC 5280 §6.1.4(j)
    pub(super) fn inhibit_any_policy(&mut self, inhibit: InhibitAnyPolicy) {
        self.inhibit_any_policy.limit(Some(inhibit.skip_certificates()));
    }

    // RFC 5280 §6.1.5(a)(b): the last certificate counts even if it is self-issued, and of its own
    // constraints only an immediate demand for an explicit policy matters.
    pub(super) fn wrap_up(&mut self, constraints: Option<PolicyConstraints>) {
        self.explicit_policy.tick();
        if constraints.and_then(|constraints| constraints.require_explicit_policy()) == Some(0) {
            self.explicit_policy.limit(Some(0));
        }
    }

    pub(super) const fn nodes_left(&self) -> usize {
        self.graph.nodes_left()
    }

    /// Whether a valid policy is required in the end.
    pub(super) const fn requires_policy(&self) -> bool {
        self.explicit_policy.has_ended()
    }

    // RFC 5280 §6.1.5(g)
    pub(super) fn finish(&self, accepted: &PolicySet) -> (ValidPolicies, Result<(), Reason>) {
        let policies = ValidPolicies::constrain(self.graph.authority_constrained(), accepted);
        let outcome = if self.requires_policy() && policies.user_constrained().is_empty() {
            Err(Reason::NoValidPolicy)
        } else {
            Ok(())
        };
        (policies, outcome)
    }
}
