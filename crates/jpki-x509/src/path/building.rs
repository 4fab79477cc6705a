//! Building of a path (RFC 4158): depth first from the target up, the likeliest issuer first.
//!
//! A signature is checked when a candidate is about to become part of the path, and its result is kept,
//! so that none is checked twice and none is checked where key identifiers already tell. Candidates that
//! can be told apart without a signature are told apart first.

mod candidate;

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use jpki_core::algorithm::SignatureScheme;
use jpki_core::limits::Budget;
use jpki_core::report::{Assessed, Check, CheckId, Outcome, Reason, Report, Subject, Verdict};

use super::anchor::TrustAnchor;
use super::inputs::PathInputs;
use super::valid_path::ValidPath;
use super::validation::{Link, PathValidator, verify_signature};
use crate::authority::Authority;
use crate::certificate::Certificate;
use candidate::{Candidate, Issuer, KeyFit};

impl PathValidator {
    /// Looks for a valid path from `target` to one of the anchors, through certificates of the pool.
    ///
    /// The pool may hold anything: other people's certificates, wrong ones, loops. Every candidate that
    /// was looked at and not taken is in the report, numbered by its place in the pool, with its reason.
    /// The result is indeterminate if a certificate is missing or a limit was reached.
    pub fn build(
        &self,
        target: &Certificate,
        pool: &[Certificate],
        anchors: &[TrustAnchor],
        inputs: &PathInputs,
    ) -> Assessed<ValidPath> {
        let budget = Budget::new(&self.limits);
        self.build_within(target, pool, anchors, inputs, &budget, &mut |_| Vec::new())
    }

    /// As [`Self::build`], within the budget of a larger answer. A valid path is taken only if all checks
    /// that `judge` makes of it hold; else the next is tried. They stand in the report beside the path.
    pub fn build_within(
        &self,
        target: &Certificate,
        pool: &[Certificate],
        anchors: &[TrustAnchor],
        inputs: &PathInputs,
        budget: &Budget,
        judge: &mut dyn FnMut(&ValidPath) -> Vec<Check>,
    ) -> Assessed<ValidPath> {
        Search::new(self, target, pool, anchors, inputs, budget, judge).run()
    }
}

/// A certificate that may have to be issued by a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Target,
    Pool(usize),
}

/// A certificate of the path under construction.
struct Step {
    node: Node,
    /// Its place among [`Search::expansions`].
    expansion: usize,
    /// The next of its candidates to look at.
    next: usize,
    /// A candidate that its key identifier names and that did sign it.
    identified: Option<Issuer>,
    /// The signature of the candidate above it.
    signature: Option<Result<SignatureScheme, Reason>>,
}

/// The candidates of a certificate, likeliest first.
struct Expansion {
    node: Node,
    candidates: Vec<Candidate>,
}

struct Search<'a> {
    validator: &'a PathValidator,
    target: &'a Certificate,
    pool: &'a [Certificate],
    anchors: &'a [TrustAnchor],
    inputs: &'a PathInputs,
    path: Vec<Step>,
    expansions: Vec<Expansion>,
    authorities: BTreeMap<usize, Result<Authority, Reason>>,
    candidates_left: usize,
    budget: &'a Budget,
    /// What else is to be found of a valid path before it is taken.
    judge: &'a mut dyn FnMut(&ValidPath) -> Vec<Check>,
    rejected: Vec<Check>,
    /// Whether a path was not followed further because of its length.
    cut_short: bool,
    /// The paths that reached an anchor and were not taken, each with what was found of it.
    judged: Vec<Vec<Check>>,
}

impl<'a> Search<'a> {
    fn new(
        validator: &'a PathValidator,
        target: &'a Certificate,
        pool: &'a [Certificate],
        anchors: &'a [TrustAnchor],
        inputs: &'a PathInputs,
        budget: &'a Budget,
        judge: &'a mut dyn FnMut(&ValidPath) -> Vec<Check>,
    ) -> Self {
        let limits = &validator.limits;
        Self {
            validator,
            target,
            pool,
            anchors,
            inputs,
            path: Vec::new(),
            expansions: Vec::new(),
            authorities: BTreeMap::new(),
            candidates_left: limits.path_candidates,
            budget,
            judge,
            rejected: Vec::new(),
            cut_short: false,
            judged: Vec::new(),
        }
    }

    fn run(mut self) -> Assessed<ValidPath> {
        let found = self.push(Node::Target).and_then(|()| self.search());
        match found {
            Ok(Some((checks, path))) => Assessed::new(self.report(checks), Some(path)),
            Ok(None) if self.cut_short => self.fail(Some(Reason::LimitReached)),
            Ok(None) => self.fail(None),
            Err(reason) => self.fail(Some(reason)),
        }
    }

    /// The report of a search without success. What stopped it decides; else what is wrong with the first
    /// path that reached an anchor; else with the first candidate.
    fn fail(mut self, stopped: Option<Reason>) -> Assessed<ValidPath> {
        if stopped.is_none() && !self.judged.is_empty() {
            let first = self.judged.remove(0);
            return Assessed::new(self.report(first), None);
        }
        let first = self.rejected.iter().find_map(|check| match check.outcome() {
            Outcome::Failed(reason) => Some(reason),
            _ => None,
        });
        let reason = stopped.or(first).unwrap_or(Reason::IssuerNotFound);
        let building = Check::failed(CheckId::PathBuilding, Subject::EndEntity, reason);
        Assessed::new(Report::new(vec![building.with_parts(self.rejected())]), None)
    }

    /// The path that decides with what was found of it, and what was looked at beside it.
    fn report(self, path: Vec<Check>) -> Report {
        let mut report = Report::new(path);
        let rejected = self.rejected();
        if !rejected.is_empty() {
            let building = Check::passed(CheckId::PathBuilding, Subject::EndEntity);
            report.push(building.with_parts(rejected));
        }
        report
    }

    /// All that was looked at and not taken: candidates, and whole paths, each under its anchor.
    fn rejected(self) -> Vec<Check> {
        let paths = self
            .judged
            .into_iter()
            .map(|path| Check::all(CheckId::PathCandidate, Subject::TrustAnchor, path));
        self.rejected.into_iter().chain(paths).collect()
    }

    /// Depth first. `Err` if a limit ends the search.
    fn search(&mut self) -> Result<Option<(Vec<Check>, ValidPath)>, Reason> {
        while let Some(step) = self.path.last_mut() {
            let candidate = self
                .expansions
                .get(step.expansion)
                .and_then(|expansion| expansion.candidates.get(step.next));
            let Some(candidate) = candidate else {
                self.retreat();
                continue;
            };
            let issuer = candidate.issuer;
            self.candidates_left =
                self.candidates_left.checked_sub(1).ok_or(Reason::LimitReached)?;
            let outcome = self.examine();
            if let Some(step) = self.path.last_mut() {
                step.next = step.next.saturating_add(1);
            }
            match (outcome, issuer) {
                (Err(Reason::LimitReached), _) => return Err(Reason::LimitReached),
                (Err(reason), issuer) => self.reject(issuer.subject(), reason),
                (Ok(()), issuer @ Issuer::Pool(_))
                    if self.path.len() >= self.validator.limits.path_certificates =>
                {
                    self.cut_short = true;
                    self.reject(issuer.subject(), Reason::LimitReached);
                }
                (Ok(()), Issuer::Pool(index)) => self.push(Node::Pool(index))?,
                (Ok(()), Issuer::Anchor(index)) => {
                    if let Some(found) = self.judge(index)? {
                        return Ok(Some(found));
                    }
                }
            }
        }
        Ok(None)
    }

    fn reject(&mut self, subject: Subject, reason: Reason) {
        self.rejected.push(Check::failed(CheckId::PathCandidate, subject, reason));
    }

    /// Nothing is left to try for the uppermost certificate.
    fn retreat(&mut self) {
        let Some(step) = self.path.pop() else {
            return;
        };
        let expansion = self.expansions.get(step.expansion);
        if expansion.is_none_or(|expansion| expansion.candidates.is_empty()) {
            let certificate = self.certificate(step.node);
            let reason = if certificate.issuer().as_bytes() == certificate.subject().as_bytes() {
                Reason::NoTrustAnchor
            } else {
                Reason::IssuerNotFound
            };
            self.reject(step.node.subject(), reason);
        }
    }

    /// Makes a certificate the uppermost of the path.
    fn push(&mut self, node: Node) -> Result<(), Reason> {
        let known = self.expansions.iter().position(|expansion| expansion.node == node);
        let expansion = match known {
            Some(expansion) => expansion,
            None => {
                let candidates = candidate::candidates(
                    self.certificate(node),
                    self.pool,
                    self.anchors,
                    self.budget,
                )?;
                self.expansions.push(Expansion { node, candidates });
                self.expansions.len().saturating_sub(1)
            }
        };
        self.path.push(Step { node, expansion, next: 0, identified: None, signature: None });
        Ok(())
    }

    fn certificate(&self, node: Node) -> &'a Certificate {
        match node {
            Node::Target => self.target,
            Node::Pool(index) => self.pool.get(index).unwrap_or(self.target),
        }
    }

    /// Whether the next candidate of the uppermost certificate may have issued it; cheapest first.
    fn examine(&mut self) -> Result<(), Reason> {
        let Some(Step { node, expansion, next, identified, .. }) = self.path.last() else {
            return Err(Reason::IssuerNotFound);
        };
        let (node, expansion, next, identified) = (*node, *expansion, *next, *identified);
        let candidates = self.expansions.get(expansion).map(|expansion| &expansion.candidates);
        let Some(&candidate) = candidates.and_then(|candidates| candidates.get(next)) else {
            return Err(Reason::IssuerNotFound);
        };
        // The key identifier told which key it was: no other key needs to be tried.
        if let Some(identified) = identified
            && candidate.fit == KeyFit::OtherKey
            && self.public_key(candidate.issuer) != self.public_key(identified)
        {
            return Err(Reason::KeyIdentifierContradiction);
        }
        if let Issuer::Pool(index) = candidate.issuer {
            let issuer = self.certificate(Node::Pool(index));
            if self.is_in_path(issuer)? {
                return Err(Reason::CertificateRepeated);
            }
            candidate::check_authority(issuer, self.inputs.time())?;
        }
        let signature = candidate.signature.unwrap_or_else(|| self.verify(node, candidate.issuer));
        let expansion = self.expansions.get_mut(expansion);
        if let Some(candidate) = expansion.and_then(|expansion| expansion.candidates.get_mut(next))
        {
            candidate.signature = Some(signature);
        }
        if let Some(step) = self.path.last_mut() {
            step.signature = Some(signature);
            if candidate.fit == KeyFit::SameKey && signature.is_ok() {
                step.identified = Some(candidate.issuer);
            }
        }
        signature.map(drop)
    }

    /// Verifies that the candidate signed the certificate, if the budget has a check left for it.
    fn verify(&mut self, node: Node, issuer: Issuer) -> Result<SignatureScheme, Reason> {
        let certificate = self.certificate(node);
        let authority = self.authority(issuer)?;
        self.budget.check_signatures([authority.key_kind()])?;
        self.budget.hash(certificate.signed_bytes().len())?;
        verify_signature(certificate, &authority, &self.validator.algorithms)
    }

    fn authority(&mut self, issuer: Issuer) -> Result<Authority, Reason> {
        let index = match issuer {
            Issuer::Anchor(index) => {
                let anchor = self.anchors.get(index).ok_or(Reason::NoTrustAnchor)?;
                return Ok(anchor.authority().clone());
            }
            Issuer::Pool(index) => index,
        };
        let certificate = self.certificate(Node::Pool(index));
        let crypto = &*self.validator.crypto;
        let prepare = || {
            Authority::new(certificate.subject(), certificate.public_key_bytes(), crypto)
                .map_err(Reason::from)
        };
        self.authorities.entry(index).or_insert_with(prepare).clone()
    }

    fn public_key(&self, issuer: Issuer) -> &'a [u8] {
        match issuer {
            Issuer::Anchor(index) => {
                let anchor = self.anchors.get(index);
                anchor.map_or(&[][..], |anchor| anchor.authority().public_key_bytes())
            }
            Issuer::Pool(index) => self.certificate(Node::Pool(index)).public_key_bytes(),
        }
    }

    /// Whether an authority of this name and key is in the path (RFC 4158 §2.4.2).
    fn is_in_path(&mut self, issuer: &Certificate) -> Result<bool, Reason> {
        for step in &self.path {
            let certificate = self.certificate(step.node);
            if certificate.public_key_bytes() == issuer.public_key_bytes()
                && self.budget.same_name(&certificate.subject(), &issuer.subject())?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Judges the path that reaches this anchor. `Err` if a limit ends the search.
    fn judge(&mut self, anchor: usize) -> Result<Option<(Vec<Check>, ValidPath)>, Reason> {
        let Some(anchor) = self.anchors.get(anchor) else { return Ok(None) };
        let links = self.path.iter().map(|step| Link {
            certificate: self.certificate(step.node),
            signature: step.signature,
            authority: match step.node {
                Node::Target => None,
                Node::Pool(index) => self.authorities.get(&index).cloned(),
            },
        });
        let links = links.collect();
        let (check, path) = self.validator.walk(links, anchor, self.inputs, self.budget);
        let mut checks = vec![check];
        if let Some(path) = &path {
            checks.extend((self.judge)(path));
        }
        let holds = checks.iter().all(|check| check.outcome().verdict() == Verdict::Valid);
        match path {
            Some(path) if holds => Ok(Some((checks, path))),
            _ if self.budget.is_exhausted() => Err(Reason::LimitReached),
            _ => {
                self.judged.push(checks);
                Ok(None)
            }
        }
    }
}

impl Node {
    fn subject(self) -> Subject {
        match self {
            Self::Target => Subject::EndEntity,
            Self::Pool(index) => candidate_subject(index),
        }
    }
}

impl Issuer {
    fn subject(self) -> Subject {
        match self {
            Self::Anchor(_) => Subject::TrustAnchor,
            Self::Pool(index) => candidate_subject(index),
        }
    }
}

fn candidate_subject(index: usize) -> Subject {
    Subject::Candidate(u16::try_from(index).unwrap_or(u16::MAX))
}
