use alloc::vec::Vec;

use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Reason};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_x509::extension::ReasonFlags;

use super::assessment::RevocationAssessment;
use super::evidence::{Basis, CrlEvidence};
use super::point::Point;
use super::policy::{CrlKeyPolicy, RevocationPolicy};
use super::revoked::{Revoked, Statement, Status};
use super::target::{Holder, RevocationTarget};
use super::view::View;
use crate::crl::{CoveredCertificates, IssuingDistributionPoint};
use crate::values::RevocationValues;
use crate::verified_crl::VerifiedCrl;

impl RevocationPolicy {
    /// Returns what these lists say of a certificate at a time: RFC 5280 §6.3.3 over every distribution point of the
    /// certificate, then over lists that no distribution point names.
    ///
    /// [`Status::Good`] is said only if fresh lists that cover the certificate cover every reason
    /// together, and none lists it. Of a certificate that has expired nothing is known: J-LIS gives no
    /// information for it (guideline 001, 付録①(ア)b), and other authorities may drop it from their
    /// lists.
    ///
    /// Lists that contradict each other are not weighed: the worst entry counts. A newer list of the same key and
    /// scope takes the place of an older one in everything but revocations that last: it ends a hold, while what
    /// is revoked for good stays listed until it has expired (RFC 5280 §3.3), so that an entry that vanished earlier
    /// counts for as long as the list that has it is fresh. Lists that count by an option alone ([`CrlKeyPolicy`],
    /// [`CrlPartitionPolicy`](super::CrlPartitionPolicy)) come after all others: they add revocations, and reasons
    /// that no other list covers, and never take a revocation away.
    ///
    /// Where the time [looks back](ValidationTime::looking_back_to), the lists of that instant tell, and so
    /// does every later one up to the present, by its dates: an entry tells that the certificate was revoked
    /// if its date of revocation or of invalidity is not after the instant, or if it is an authority's whose
    /// key may have been in wrong hands; a later date tells that it was not; no entry tells that it was not
    /// unless it had expired when the list was issued. A later list may be out of date by now. A hold that
    /// was lifted in between leaves no trace in it.
    ///
    /// Delta lists are used if their complete list is there too. Lists that do not concern the
    /// certificate may be among those given; the work grows with their number, not their size.
    // Requirement: CRL-03
    pub fn judge<'l>(
        &self,
        target: &RevocationTarget<'_>,
        lists: impl IntoIterator<Item = &'l VerifiedCrl>,
        at: ValidationTime,
    ) -> RevocationAssessment {
        Inquiry::new(self, target, lists, at).answer()
    }
}

/// One question being answered.
struct Inquiry<'q, 'l> {
    policy: &'q RevocationPolicy,
    target: &'q RevocationTarget<'q>,
    /// As of when it is asked.
    asked_at: ValidationTime,
    /// As of when it is judged.
    at: ValidationTime,
    views: Vec<View<'l>>,
    coverage: Coverage,
    /// cert_status (RFC 5280 §6.3.2), with the CRL that says so.
    worst: Option<(Revoked, CrlEvidence)>,
    /// Whether there are CRLs that tell by another right than those that were consulted first.
    has_deferred: bool,
    is_damaged: bool,
    /// When the newest CRL was issued that lists the certificate and is out of date, and why it is.
    listed_in_stale: Option<(Timestamp, Reason)>,
    parts: Vec<Check>,
    last_used: Option<CrlEvidence>,
    values: RevocationValues,
    /// The CRL that came nearest to being used, and why it was not.
    nearest: Option<(Obstacle, CrlEvidence)>,
}

/// What the CRLs that were consulted cover.
struct Coverage {
    /// reasons_mask (RFC 5280 §6.3.2)
    reasons: ReasonFlags,
    /// Which of the views were used, each once however many distribution points it fits.
    used: Vec<usize>,
    /// When the newest CRL was issued that was used by its own right.
    newest: Option<Timestamp>,
    /// When the oldest CRL was issued that was used.
    oldest: Option<Timestamp>,
}

/// What comes of consulting a CRL.
enum Consulted {
    /// It is another issuer's, or a later one has taken its place in all that it says of the certificate.
    NotApplicable,
    /// It tells by another right than is asked for now.
    Deferred,
    Unusable(Obstacle),
    /// It is not fresh, for this reason.
    NotFresh(Reason),
    /// Its bytes are not those that were verified.
    Damaged,
    /// It covers the certificate for these reasons, and this is what it says.
    Covers(ReasonFlags, Vec<Statement>),
}

/// By what right a CRL tells of the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    /// The key that issued the certificate, or whom the certificate names, says so of a scope that is the
    /// certificate's.
    Own,
    /// An option of the policy admits it.
    ByOption,
}

/// Why a CRL is not used, those first that are found first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Obstacle {
    Scope,
    OtherKey,
    FromFuture,
    WithoutNextUpdate,
    Stale,
    AfterExpiry,
}

impl<'q, 'l> Inquiry<'q, 'l> {
    fn new(
        policy: &'q RevocationPolicy,
        target: &'q RevocationTarget<'q>,
        lists: impl IntoIterator<Item = &'l VerifiedCrl>,
        at: ValidationTime,
    ) -> Self {
        Self {
            policy,
            target,
            asked_at: at,
            at: target.judged_at(at),
            views: View::all(lists),
            coverage: Coverage {
                reasons: ReasonFlags::NONE,
                used: Vec::new(),
                newest: None,
                oldest: None,
            },
            worst: None,
            has_deferred: false,
            is_damaged: false,
            listed_in_stale: None,
            parts: Vec::new(),
            last_used: None,
            values: RevocationValues::default(),
            nearest: None,
        }
    }

    // Requirement: VAL-01
    fn answer(mut self) -> RevocationAssessment {
        let certificate = self.target.certificate;
        if self.at.instant() > certificate.not_after() {
            return self.unknown(Reason::NoInformationOnceExpired);
        }
        let Ok(points) = certificate.crl_distribution_points() else {
            return self.unknown(Reason::ExtensionMalformed);
        };
        let stated = points.into_iter().flatten().map(|point| Point::stated(point, certificate));
        let implied = Point::implied(certificate, self.policy.partitions);
        let points = stated.chain([implied]);
        self.consult_all(points.clone(), Right::Own);
        let own_reasons = self.coverage.reasons;
        if self.has_deferred {
            self.consult_all(points, Right::ByOption);
        }

        if let Some((revoked, evidence)) = self.worst {
            self.last_used = Some(evidence);
            return self.finish(Status::Revoked(revoked));
        }
        if self.is_damaged {
            return self.unknown(Reason::CrlDamaged);
        }
        if !self.coverage.reasons.contains(ReasonFlags::ALL) {
            let reason = match (&self.nearest, self.last_used) {
                (Some((Obstacle::Scope, _)) | None, Some(_)) => Reason::CrlReasonsIncomplete,
                (Some((obstacle, _)), _) => obstacle.reason(),
                (None, None) => Reason::CrlMissing,
            };
            return self.unknown(reason);
        }
        // What was known last is not overruled by what an option admits to fill a gap, nor by what is older.
        if let Some((issued, reason)) = self.listed_in_stale
            && (!own_reasons.contains(ReasonFlags::ALL) || Some(issued) >= self.coverage.newest)
        {
            return self.unknown(reason);
        }
        self.finish(Status::Good)
    }

    /// Consults the CRLs of every distribution point that tell by this right, newest first.
    fn consult_all<'p>(&mut self, points: impl Iterator<Item = Point<'p>>, right: Right) {
        for point in points {
            for number in 0..self.views.len() {
                let Some(&view) = self.views.get(number) else { break };
                let consulted = self.consult(&view, &point, right);
                if !matches!(consulted, Consulted::NotApplicable | Consulted::Deferred) {
                    view.lists().for_each(|list| self.values.add_crl(list.list()));
                }
                match consulted {
                    Consulted::NotApplicable => {}
                    Consulted::Deferred => self.has_deferred = true,
                    Consulted::Unusable(obstacle) => self.note_obstacle(obstacle, &view),
                    Consulted::NotFresh(reason) => {
                        self.note_stale(&view, reason);
                        self.note_obstacle(Obstacle::of(reason), &view);
                    }
                    Consulted::Damaged => self.is_damaged = true,
                    Consulted::Covers(reasons, said) => {
                        let issued = view.current().this_update();
                        if self.coverage.add(reasons, right, issued, number) {
                            self.note_used(&view, &said);
                        }
                    }
                }
            }
        }
    }

    /// RFC 5280 §6.3.3(a) to (k) for one CRL, in the order of their cost. Signatures, (g) and (h), and the path of
    /// the CRL issuer in (f), were verified before; which delta goes with which CRL, (c), is the view's to know.
    // NOTE: §6.3.3(e) passes over a CRL that adds no reason. Here it is consulted all the same, and the worse is
    // believed. Test: `of_lists_that_contradict_each_other_the_worse_is_believed`.
    fn consult(&self, view: &View<'l>, point: &Point<'_>, right: Right) -> Consulted {
        // (b)(1)
        if !point.fits_issuer(view) {
            return Consulted::NotApplicable;
        }
        if !self.is_in_scope(view, point) {
            return Consulted::Unusable(Obstacle::Scope);
        }
        match self.right_of(view, point) {
            None => return Consulted::Unusable(Obstacle::OtherKey),
            Some(found) if found != right => return Consulted::Deferred,
            Some(_) => {}
        }
        let is_superseded = self.views.iter().any(|other| view.is_superseded_by(other, self.at));
        match self.is_fresh(view) {
            Err(_) if is_superseded => return Consulted::NotApplicable,
            Err(reason) => return Consulted::NotFresh(reason),
            Ok(()) => {}
        }
        // (i), (j), (k)
        let certificate = self.target.certificate;
        let Ok(mut said) = view.find(certificate) else { return Consulted::Damaged };
        if is_superseded {
            said.retain(|it| it.revoked.reason.is_lasting());
            if said.is_empty() {
                return Consulted::NotApplicable;
            }
        }
        // RFC 5280 §3.3: of what has expired the entry may be gone.
        if said.is_empty() && view.current().this_update() > certificate.not_after() {
            return Consulted::Unusable(Obstacle::AfterExpiry);
        }
        Consulted::Covers(interim_reasons(point, view.scope()), said)
    }

    // (b)(2)
    // Requirement: CRL-06
    fn is_in_scope(&self, view: &View<'l>, point: &Point<'_>) -> bool {
        point.fits_name(view) && covers(view.scope().covered(), self.target.holder())
    }

    // (f)
    // Requirement: CRL-04, CRL-07
    fn right_of(&self, view: &View<'l>, point: &Point<'_>) -> Option<Right> {
        let (signer, target) = (view.complete().issuer(), self.target);
        let same_anchor = signer.trust_anchor().is_same(target.anchor);
        let own_key =
            signer.authority().is_same(target.issuer) || (point.names_list_issuer() && same_anchor);
        if own_key {
            let is_stated = view.scope().name().is_none() || !point.is_implied();
            return Some(if is_stated { Right::Own } else { Right::ByOption });
        }
        let is_sibling = || {
            signer.authority().is_same(signer.trust_anchor())
                && target.issuer.is_same(target.anchor)
                && signer.authority().name().matches(&target.issuer.name())
        };
        let is_admitted = match self.policy.keys_of_crls {
            CrlKeyPolicy::SameKey => false,
            CrlKeyPolicy::SameAnchor => same_anchor,
            CrlKeyPolicy::SiblingGeneration => same_anchor || is_sibling(),
        };
        is_admitted.then_some(Right::ByOption)
    }

    // (a)
    // Requirement: CRL-06
    fn is_fresh(&self, view: &View<'l>) -> Result<(), Reason> {
        let current = view.current();
        let (this_update, next_update) = (current.this_update(), current.next_update());
        self.policy.freshness.admit(this_update, next_update, self.at)
    }

    fn note_obstacle(&mut self, obstacle: Obstacle, view: &View<'l>) {
        if self.nearest.is_none_or(|(known, _)| obstacle > known) {
            self.nearest = Some((obstacle, CrlEvidence::of(view.current(), self.at)));
        }
    }

    /// Remembers the newest CRL that is out of date and lists the certificate.
    fn note_stale(&mut self, view: &View<'l>, reason: Reason) {
        let issued = view.current().this_update();
        if reason != Reason::CrlFromFuture
            && self.listed_in_stale.is_none_or(|(known, _)| issued > known)
            && view.find(self.target.certificate).is_ok_and(|said| !said.is_empty())
        {
            self.listed_in_stale = Some((issued, reason));
        }
    }

    /// Reports a CRL that counts, and what it says.
    fn note_used(&mut self, view: &View<'l>, said: &[Statement]) {
        let subject = self.target.list_subject;
        for list in view.lists() {
            let scheme = FactValue::Scheme(list.scheme());
            self.parts.push(
                CrlEvidence::of(list.list(), self.at)
                    .facts()
                    .fold(Check::passed(CheckId::CrlSelection, subject), Check::with)
                    .with(Fact::count(FactKey::Entries, list.entries() as u64)),
            );
            self.parts.push(
                Check::passed(CheckId::CrlSignature, subject)
                    .with(Fact { key: FactKey::Scheme, value: scheme }),
            );
        }
        self.parts.push(Check::passed(CheckId::CrlFreshness, subject));
        let evidence = CrlEvidence::of(view.current(), self.at);
        self.last_used = Some(evidence);
        let issued = view.current().this_update();
        let telling = said.iter().filter(|it| it.tells_of(self.target, issued, self.at));
        let revoked = worst(telling);
        let check = match revoked {
            None => Check::passed(CheckId::CrlEntry, subject),
            Some(revoked) => Check::failed(CheckId::CrlEntry, subject, revoked.report_reason()),
        };
        let shown = revoked.or_else(|| worst(said.iter()));
        self.parts.push(shown.into_iter().flat_map(Revoked::facts).fold(check, Check::with));
        if let Some(revoked) = revoked
            && self.worst.is_none_or(|(known, _)| revoked.reason.weight() > known.reason.weight())
        {
            self.worst = Some((revoked, evidence));
        }
    }

    fn unknown(mut self, reason: Reason) -> RevocationAssessment {
        let id = match reason {
            Reason::CrlStale | Reason::CrlFromFuture | Reason::CrlWithoutNextUpdate => {
                CheckId::CrlFreshness
            }
            Reason::CrlScopeMismatch | Reason::CrlReasonsIncomplete => CheckId::CrlScope,
            Reason::CrlDamaged => CheckId::CrlEntry,
            _ => CheckId::CrlSelection,
        };
        let subject = self.target.list_subject;
        let part = Check::failed(id, subject, reason);
        let nearest = self.nearest.take().map(|(_, evidence)| evidence);
        self.parts.push(nearest.iter().flat_map(CrlEvidence::facts).fold(part, Check::with));
        if self.listed_in_stale.is_some() {
            let listed = Reason::ListedInStaleCrl;
            self.parts.push(Check::failed(CheckId::CrlEntry, subject, listed));
        }
        self.last_used = nearest.or(self.last_used);
        self.finish(Status::Unknown(reason))
    }

    fn finish(self, status: Status) -> RevocationAssessment {
        let evidence = self.last_used.map(Basis::List);
        RevocationAssessment::new(self.target, self.asked_at, status, evidence)
            .with_parts(self.parts)
            .with_values(self.values)
            .known_since(self.coverage.oldest)
    }
}

impl Coverage {
    /// Adds a view that covers these reasons. Returns whether it was not used before.
    // (l)
    fn add(&mut self, reasons: ReasonFlags, right: Right, issued: Timestamp, view: usize) -> bool {
        self.reasons = self.reasons | reasons;
        if right == Right::Own {
            self.newest = self.newest.max(Some(issued));
        }
        self.oldest = Some(self.oldest.map_or(issued, |oldest| oldest.min(issued)));
        let is_new = !self.used.contains(&view);
        if is_new {
            self.used.push(view);
        }
        is_new
    }
}

/// interim_reasons_mask
// (d)
fn interim_reasons(point: &Point<'_>, scope: &IssuingDistributionPoint<'_>) -> ReasonFlags {
    point.reasons() & scope.reasons()
}

/// Of what is said of one certificate the worst, of these the first.
fn worst<'s>(said: impl Iterator<Item = &'s Statement>) -> Option<Revoked> {
    said.map(|it| it.revoked).reduce(|worst, other| {
        if other.reason.weight() > worst.reason.weight() { other } else { worst }
    })
}

// RFC 5280 §6.3.3(b)(2)(ii) to (iv)
const fn covers(covered: CoveredCertificates, holder: Holder) -> bool {
    match (covered, holder) {
        (CoveredCertificates::All, _)
        | (CoveredCertificates::EndEntities, Holder::EndEntity)
        | (CoveredCertificates::Authorities, Holder::Authority) => true,
        (
            CoveredCertificates::EndEntities
            | CoveredCertificates::Authorities
            | CoveredCertificates::Attributes,
            _,
        ) => false,
    }
}

impl Obstacle {
    const fn of(reason: Reason) -> Self {
        match reason {
            Reason::CrlFromFuture => Self::FromFuture,
            Reason::CrlWithoutNextUpdate => Self::WithoutNextUpdate,
            _ => Self::Stale,
        }
    }

    const fn reason(self) -> Reason {
        match self {
            Self::Scope => Reason::CrlScopeMismatch,
            Self::OtherKey => Reason::CrlOtherKey,
            Self::FromFuture => Reason::CrlFromFuture,
            Self::WithoutNextUpdate => Reason::CrlWithoutNextUpdate,
            Self::Stale => Reason::CrlStale,
            Self::AfterExpiry => Reason::NoInformationOnceExpired,
        }
    }
}
