//! The graph of valid policies (RFC 9618 §5), which grows linearly where the tree of RFC 5280 grew
//! exponentially.
//!
//! One level for each certificate that was processed. A node is a policy of that certificate that some
//! policy above it expects. `RFC 9618 §5.2(d)(3)` deletes nodes without children while the graph grows;
//! here they stay until the end, where only what the last level reaches is counted: until then no rule
//! looks at a node above the last level, except at anyPolicy, which always has a child where it is used.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use jpki_core::der::{Oid, SequenceOf};
use jpki_core::report::Reason;

use super::policy::ValidPolicy;
use crate::extension::{ANY_POLICY, CertificatePolicies, PolicyMapping};

/// What anyPolicy in a certificate stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnyPolicy {
    /// Every policy that is expected.
    Honoured,
    /// Nothing.
    Inhibited,
}

/// Whether the policies of one domain may be those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mapping {
    /// They may.
    Allowed,
    /// A mapped policy is no longer valid.
    Inhibited,
}

/// valid_policy_graph.
#[derive(Debug)]
pub(super) struct PolicyGraph<'a> {
    extent: Extent,
    levels: Vec<Level<'a>>,
    nodes_left: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Growing,
    /// NULL: no policy is valid any more.
    Null,
}

#[derive(Debug)]
struct Level<'a> {
    nodes: Vec<Node<'a>>,
    /// The expected_policy_sets of all nodes, sorted by policy.
    expectations: Vec<Expectation<'a>>,
}

#[derive(Debug)]
struct Node<'a> {
    valid_policy: Oid<'a>,
    qualifiers: Option<&'a [u8]>,
    /// The expectations of the level above that this policy meets.
    parents: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Expectation<'a> {
    policy: Oid<'a>,
    node: usize,
}

/// The only node of depth 0 expects anyPolicy (RFC 9618 §5.1).
const ROOT: &[Expectation<'static>] = &[Expectation { policy: ANY_POLICY, node: 0 }];

impl<'a> PolicyGraph<'a> {
    pub(super) const fn new(node_limit: usize) -> Self {
        Self { extent: Extent::Growing, levels: Vec::new(), nodes_left: node_limit }
    }

    pub(super) const fn nodes_left(&self) -> usize {
        self.nodes_left
    }

    pub(super) fn is_null(&self) -> bool {
        self.extent == Extent::Null
    }

    fn delete(&mut self) {
        self.extent = Extent::Null;
        self.levels = Vec::new();
    }

    fn spend(&mut self, nodes: usize) -> Result<(), Reason> {
        match self.nodes_left.checked_sub(nodes) {
            Some(left) => {
                self.nodes_left = left;
                Ok(())
            }
            None => {
                self.delete();
                Err(Reason::LimitReached)
            }
        }
    }

    /// Adds the level of a certificate with these policies (RFC 5280 §6.1.3(d)(e), RFC 9618 §5.2).
    pub(super) fn process_policies(
        &mut self,
        policies: Option<CertificatePolicies<'a>>,
        any_policy: AnyPolicy,
    ) -> Result<(), Reason> {
        if self.is_null() {
            return Ok(());
        }
        let Some(policies) = policies else {
            self.delete();
            return Ok(());
        };
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(2);
        let mut any_qualifiers = None;
        for policy in policies.iter() {
            self.spend(1)?;
            if policy.identifier() != ANY_POLICY {
                // RFC 9618 §5.2(d)(1)
                let parents = self.parents_of(policy.identifier());
                let (valid_policy, qualifiers) = (policy.identifier(), policy.qualifiers());
                nodes.push(Node { valid_policy, qualifiers, parents });
            } else if any_qualifiers.replace(policy.qualifiers()).is_some() {
                return Err(self.refuse_repetition());
            }
        }
        nodes.sort_unstable_by_key(|node| node.valid_policy);
        let repeated = |pair: &[Node<'_>]| match pair {
            [first, second] => first.valid_policy == second.valid_policy,
            _ => false,
        };
        if nodes.windows(2).any(repeated) {
            return Err(self.refuse_repetition());
        }
        nodes.retain(|node| !node.parents.is_empty());
        if let (Some(qualifiers), AnyPolicy::Honoured) = (any_qualifiers, any_policy) {
            self.add_remaining(&mut nodes, qualifiers)?;
        }
        if nodes.is_empty() {
            self.delete();
        } else {
            self.levels.push(Level { nodes, expectations: Vec::new() });
        }
        Ok(())
    }

    // RFC 5280 §4.2.1.4: a policy occurs once at most.
    fn refuse_repetition(&mut self) -> Reason {
        self.delete();
        Reason::PolicyRepeated
    }

    /// anyPolicy stands for what is expected and not yet there (RFC 9618 §5.2(d)(2)).
    fn add_remaining(
        &mut self,
        nodes: &mut Vec<Node<'a>>,
        qualifiers: Option<&'a [u8]>,
    ) -> Result<(), Reason> {
        let named = nodes.len();
        let mut start: usize = 0;
        for expected in self.expectations().chunk_by(|a, b| a.policy == b.policy) {
            let parents = start..start.saturating_add(expected.len());
            start = parents.end;
            let is_named = |policy| {
                let named = nodes.get(..named).unwrap_or_default();
                named.binary_search_by_key(&policy, |node| node.valid_policy).is_ok()
            };
            if let Some(&Expectation { policy, .. }) = expected.first()
                && !is_named(policy)
            {
                nodes.push(Node { valid_policy: policy, qualifiers, parents });
            }
        }
        nodes.sort_unstable_by_key(|node| node.valid_policy);
        self.spend(nodes.len().saturating_sub(named))
    }

    /// Readies the graph for the next certificate: applies the mappings of this one, if it has any
    /// (RFC 5280 §6.1.4(b), RFC 9618 §5.3).
    pub(super) fn descend(
        &mut self,
        mappings: Option<SequenceOf<'a, PolicyMapping<'a>>>,
        mapping: Mapping,
    ) -> Result<(), Reason> {
        let Some(mut level) = self.levels.pop() else {
            return Ok(());
        };
        let mut mapped: Vec<PolicyMapping<'a>> = Vec::new();
        for pair in mappings.into_iter().flat_map(|mappings| mappings.iter()) {
            self.spend(1)?;
            mapped.push(pair);
        }
        mapped.sort_unstable();
        match mapping {
            Mapping::Allowed => level.map(&mapped),
            Mapping::Inhibited => level.remove(&mapped),
        }
        self.spend(level.expectations.len())?;
        if level.nodes.is_empty() {
            self.delete()
        } else {
            self.levels.push(level)
        }
        Ok(())
    }

    fn expectations(&self) -> &[Expectation<'a>] {
        self.levels.last().map_or(ROOT, |level| &level.expectations)
    }

    /// The expectations that a policy meets: of itself, else of anyPolicy.
    fn parents_of(&self, policy: Oid<'_>) -> Range<usize> {
        let of = |policy| {
            let expectations = self.expectations();
            let start = expectations.partition_point(|expected| expected.policy < policy);
            let end = expectations.partition_point(|expected| expected.policy <= policy);
            start..end
        };
        let exact = of(policy);
        if exact.is_empty() { of(ANY_POLICY) } else { exact }
    }

    /// authority-constrained-policy-set with qualifiers (RFC 5280 §6.1.5(g), RFC 9618 §5.4): the policies
    /// right below anyPolicy that reach the last certificate, and anyPolicy if it is valid there. None if
    /// the graph is NULL.
    pub(super) fn authority_constrained(&self) -> Vec<ValidPolicy> {
        let mut policies = Collected::default();
        let mut reached: Vec<bool> =
            self.levels.last().map_or_else(Vec::new, |level| vec![true; level.nodes.len()]);
        for (depth, level) in self.levels.iter().enumerate().rev() {
            let above = self.expectations_above(depth);
            let mut reached_above = vec![false; self.nodes_above(depth)];
            for node in reached_nodes(level, &reached) {
                for parent in above.get(node.parents.clone()).unwrap_or_default() {
                    if let Some(flag) = reached_above.get_mut(parent.node) {
                        *flag = true;
                    }
                }
                if node.valid_policy != ANY_POLICY && is_below_any(node, above) {
                    policies.entry(node.valid_policy);
                }
            }
            reached = reached_above;
        }
        if let Some(last) = self.levels.last() {
            for node in &last.nodes {
                if node.valid_policy == ANY_POLICY {
                    policies.entry(ANY_POLICY);
                }
                if let Some(qualifiers) = node.qualifiers {
                    self.attribute(node, qualifiers, &mut policies);
                }
            }
        }
        policies.into_policies()
    }

    /// Adds the qualifiers of a node of the last level to each policy that it counts as.
    fn attribute(&self, last: &Node<'a>, qualifiers: &'a [u8], policies: &mut Collected<'a>) {
        if last.valid_policy == ANY_POLICY {
            policies.entry(ANY_POLICY).add_qualifiers(qualifiers);
            return;
        }
        let mut nodes: Vec<&Node<'a>> = vec![last];
        for depth in (0..self.levels.len()).rev() {
            let above = self.expectations_above(depth);
            let mut parents: Vec<usize> = Vec::new();
            for node in nodes.drain(..) {
                if is_below_any(node, above) {
                    policies.entry(node.valid_policy).add_qualifiers(qualifiers);
                } else {
                    let met = above.get(node.parents.clone()).unwrap_or_default();
                    parents.extend(met.iter().map(|expected| expected.node));
                }
            }
            parents.sort_unstable();
            parents.dedup();
            let Some(level) = depth.checked_sub(1).and_then(|depth| self.levels.get(depth)) else {
                break;
            };
            nodes.extend(parents.iter().filter_map(|node| level.nodes.get(*node)));
        }
    }

    fn expectations_above(&self, depth: usize) -> &[Expectation<'a>] {
        match depth.checked_sub(1) {
            None => ROOT,
            Some(above) => self.levels.get(above).map_or(&[], |level| &level.expectations),
        }
    }

    fn nodes_above(&self, depth: usize) -> usize {
        match depth.checked_sub(1) {
            None => 1,
            Some(above) => self.levels.get(above).map_or(0, |level| level.nodes.len()),
        }
    }
}

impl<'a> Level<'a> {
    /// A mapped policy expects what it is mapped to, any other expects itself; a policy that only
    /// anyPolicy stands for gets a node of its own (RFC 9618 §5.3(b)(1)).
    fn map(&mut self, mapped: &[PolicyMapping<'a>]) {
        let mut expectations = Vec::with_capacity(self.nodes.len());
        for (node, &Node { valid_policy, .. }) in self.nodes.iter().enumerate() {
            let targets = mapped_from(mapped, valid_policy);
            if targets.is_empty() {
                expectations.push(Expectation { policy: valid_policy, node });
            }
            let expect =
                |pair: &PolicyMapping<'a>| Expectation { policy: pair.subject_domain, node };
            expectations.extend(targets.iter().map(expect));
        }
        let position = self.nodes.binary_search_by_key(&ANY_POLICY, |node| node.valid_policy);
        let any = position.ok().and_then(|position| self.nodes.get(position));
        if let Some(&Node { qualifiers, ref parents, .. }) = any {
            let parents = parents.clone();
            let named = self.nodes.len();
            for targets in mapped.chunk_by(|a, b| a.issuer_domain == b.issuer_domain) {
                let Some(&PolicyMapping { issuer_domain: valid_policy, .. }) = targets.first()
                else {
                    continue;
                };
                let nodes = self.nodes.get(..named).unwrap_or_default();
                if nodes.binary_search_by_key(&valid_policy, |node| node.valid_policy).is_err() {
                    let node = self.nodes.len();
                    self.nodes.push(Node { valid_policy, qualifiers, parents: parents.clone() });
                    expectations.extend(
                        targets
                            .iter()
                            .map(|pair| Expectation { policy: pair.subject_domain, node }),
                    );
                }
            }
        }
        expectations.sort_unstable();
        self.expectations = expectations;
    }

    /// A mapped policy is no longer valid, any other expects itself (RFC 9618 §5.3(b)(2)).
    fn remove(&mut self, mapped: &[PolicyMapping<'a>]) {
        self.nodes.retain(|node| mapped_from(mapped, node.valid_policy).is_empty());
        let expect = |(node, &Node { valid_policy, .. }): (usize, &Node<'a>)| Expectation {
            policy: valid_policy,
            node,
        };
        self.expectations = self.nodes.iter().enumerate().map(expect).collect();
    }
}

fn mapped_from<'m, 'a>(
    mapped: &'m [PolicyMapping<'a>],
    policy: Oid<'_>,
) -> &'m [PolicyMapping<'a>] {
    let start = mapped.partition_point(|pair| pair.issuer_domain < policy);
    let end = mapped.partition_point(|pair| pair.issuer_domain <= policy);
    mapped.get(start..end).unwrap_or_default()
}

fn reached_nodes<'l, 'a>(
    level: &'l Level<'a>,
    reached: &'l [bool],
) -> impl Iterator<Item = &'l Node<'a>> {
    level.nodes.iter().zip(reached).filter(|(_, reached)| **reached).map(|(node, _)| node)
}

fn is_below_any(node: &Node<'_>, above: &[Expectation<'_>]) -> bool {
    above.get(node.parents.start).is_some_and(|expected| expected.policy == ANY_POLICY)
}

/// Policies found so far, each once, in the order of their bytes.
#[derive(Default)]
struct Collected<'a>(BTreeMap<Oid<'a>, ValidPolicy>);

impl<'a> Collected<'a> {
    fn entry(&mut self, policy: Oid<'a>) -> &mut ValidPolicy {
        self.0.entry(policy).or_insert_with(|| ValidPolicy::new(policy))
    }

    fn into_policies(self) -> Vec<ValidPolicy> {
        self.0.into_values().collect()
    }
}
