use alloc::vec::Vec;

use jpki_core::message::Message;
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Reason};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_x509::extension::{ReasonFlags, oid};

use super::point::Point;
use super::target::Holder;
use super::{
    Evidence, Judgement, ListEvidence, OtherKeys, RevocationPolicy, Revoked, Status, Target,
};
use crate::list::{CoveredCertificates, ListedEntry, RevocationReason, VerifiedList};

impl RevocationPolicy {
    /// What these lists say of a certificate at a time: RFC 5280 §6.3.3 over every distribution point of
    /// the certificate, then over lists that no distribution point names.
    ///
    /// [`Status::Good`] is said only if fresh lists that cover the certificate cover every reason
    /// together, and none lists it. Of a certificate that has expired nothing is known: J-LIS gives no
    /// information for it (guideline 001, 付録①(ア)b), and other authorities may drop it from their
    /// lists.
    ///
    /// Delta lists are used if their complete list is there too. Lists that do not concern the
    /// certificate may be among those given; the work grows with their number, not their size.
    pub fn judge<'l>(
        &self,
        target: &Target<'_>,
        lists: impl IntoIterator<Item = &'l VerifiedList>,
        at: ValidationTime,
    ) -> Judgement {
        Inquiry::new(self, target, lists, at).answer()
    }
}

/// One question being answered: the state variables of RFC 5280 §6.3.2.
struct Inquiry<'q, 'l> {
    policy: &'q RevocationPolicy,
    target: &'q Target<'q>,
    at: ValidationTime,
    complete: Vec<&'l VerifiedList>,
    deltas: Vec<&'l VerifiedList>,
    /// Complete lists that cover the certificate and do not list it.
    asked: Vec<&'l VerifiedList>,
    /// reasons_mask
    reasons: ReasonFlags,
    /// thisUpdate of the newest list used.
    newest: Option<Timestamp>,
    parts: Vec<Check>,
    last_used: Option<ListEvidence>,
    /// The list that came nearest to being used, and why it was not.
    nearest: Option<(Obstacle, ListEvidence)>,
}

/// Why a list is not used, those first that were found out first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Obstacle {
    Scope,
    OtherKey,
    FromFuture,
    WithoutNextUpdate,
    Stale,
}

impl<'q, 'l> Inquiry<'q, 'l> {
    fn new(
        policy: &'q RevocationPolicy,
        target: &'q Target<'q>,
        lists: impl IntoIterator<Item = &'l VerifiedList>,
        at: ValidationTime,
    ) -> Self {
        let (mut deltas, mut complete): (Vec<_>, Vec<_>) =
            lists.into_iter().partition(|list| list.list().delta_base().is_some());
        let newest_first = |list: &&VerifiedList| {
            core::cmp::Reverse((list.list().this_update(), list.list().number()))
        };
        complete.sort_by_key(newest_first);
        deltas.sort_by_key(newest_first);
        Self {
            policy,
            target,
            at,
            complete,
            deltas,
            asked: Vec::new(),
            reasons: ReasonFlags::NONE,
            newest: None,
            parts: Vec::new(),
            last_used: None,
            nearest: None,
        }
    }

    fn answer(mut self) -> Judgement {
        let certificate = self.target.certificate;
        if self.at.instant() > certificate.not_after() {
            return self.unknown(Reason::NoInformationOnceExpired);
        }
        let Ok(points) = certificate.crl_distribution_points() else {
            return self.unknown(Reason::ExtensionMalformed);
        };
        let stated = points.into_iter().flatten().map(|point| Point::stated(point, certificate));
        for point in stated.chain([Point::implied(certificate, self.policy.other_partitions)]) {
            match self.ask_lists_of(&point) {
                Ok(None) => {}
                Ok(Some(revoked)) => return self.conclude(Status::Revoked(revoked)),
                Err(reason) => return self.unknown(reason),
            }
        }
        if self.reasons.contains(ReasonFlags::ALL) {
            return self.conclude(Status::Good);
        }
        let reason = match (&self.nearest, self.last_used) {
            (Some((Obstacle::Scope, _)) | None, Some(_)) => Reason::ListReasonsIncomplete,
            (Some((obstacle, _)), _) => obstacle.reason(),
            (None, None) => Reason::ListMissing,
        };
        self.unknown(reason)
    }

    /// The lists of one distribution point, newest first.
    fn ask_lists_of(&mut self, point: &Point<'_>) -> Result<Option<Revoked>, Reason> {
        for index in 0..self.complete.len() {
            let Some(&list) = self.complete.get(index) else { break };
            if let Some(revoked) = self.ask(list, point)? {
                return Ok(Some(revoked));
            }
        }
        Ok(None)
    }

    // RFC 5280 §6.3.3(a) to (l), for one list
    fn ask(
        &mut self,
        list: &'l VerifiedList,
        point: &Point<'_>,
    ) -> Result<Option<Revoked>, Reason> {
        if !point.fits_issuer(list.list()) {
            return Ok(None);
        }
        let was_asked = self.asked.iter().any(|asked| core::ptr::eq(*asked, list));
        if was_asked && self.reasons.contains(ReasonFlags::ALL) {
            return Ok(None);
        }
        let scope = list.list().scope();
        if !point.fits_name(&scope, list.list()) || !covers(scope.covered(), self.target.holder()) {
            self.obstacle(Obstacle::Scope, list);
            return Ok(None);
        }
        // (d), (e)
        let interim = point.reasons() & scope.reasons();
        let delta = self.delta_to(list);
        let current = delta.unwrap_or(list);
        if self.reasons.contains(interim) && (was_asked || !self.may_contradict(current)) {
            return Ok(None);
        }
        // (f)
        if !self.admits_key_of(list, point) {
            self.obstacle(Obstacle::OtherKey, list);
            return Ok(None);
        }
        if let Err(reason) = self.freshness(current) {
            self.obstacle(Obstacle::of(reason), current);
            return Ok(None);
        }
        // (l)
        self.reasons = self.reasons | interim;
        self.newest = self.newest.max(Some(current.list().this_update()));
        if was_asked {
            return Ok(None);
        }
        self.asked.push(list);
        let found = self.find(list, delta)?;
        self.record(list, delta, found);
        Ok(found)
    }

    /// Whether a list that adds no reason is as new as those that were used.
    // NOTE: §6.3.3(e) passes over such a list. Where an authority issues lists at one time that contradict
    // each other, the worse is believed. Test: `of_lists_that_contradict_each_other_the_worse_is_believed`.
    fn may_contradict(&self, list: &VerifiedList) -> bool {
        self.newest.is_some_and(|newest| list.list().this_update() >= newest)
    }

    fn admits_key_of(&self, list: &VerifiedList, point: &Point<'_>) -> bool {
        let signer = list.issuer();
        let same_key = signer.authority().is_same(self.target.issuer);
        let same_anchor = signer.trust_anchor().is_same(self.target.anchor);
        if same_key || (point.names_list_issuer() && same_anchor) {
            return true;
        }
        let siblings = signer.authority().is_same(signer.trust_anchor())
            && self.target.issuer.is_same(self.target.anchor)
            && signer.authority().name().matches(&self.target.issuer.name());
        match self.policy.other_keys {
            OtherKeys::Refused => false,
            OtherKeys::SameAnchor => same_anchor,
            OtherKeys::SiblingGeneration => same_anchor || siblings,
        }
    }

    fn freshness(&self, list: &VerifiedList) -> Result<(), Reason> {
        let list = list.list();
        self.policy.freshness.admit(list.this_update(), list.next_update(), self.at)
    }

    /// The newest fresh delta that goes with this complete list.
    // RFC 5280 §5.2.4, §6.3.3(c), (h)
    fn delta_to(&self, complete: &VerifiedList) -> Option<&'l VerifiedList> {
        let base = complete.list();
        let number = base.number()?;
        let same = |delta: &VerifiedList, oid: &[u8]| {
            let value = |list: &VerifiedList| {
                list.list().extension(oid).map(|found| found.value().to_vec())
            };
            value(delta) == value(complete)
        };
        self.deltas.iter().copied().find(|delta| {
            delta.issuer().authority().is_same(complete.issuer().authority())
                && delta.list().delta_base().is_some_and(|oldest| oldest <= number)
                && delta.list().number().is_some_and(|newer| newer > number)
                && same(delta, oid::ISSUING_DISTRIBUTION_POINT)
                && same(delta, oid::AUTHORITY_KEY_IDENTIFIER)
                && self.freshness(delta).is_ok()
        })
    }

    // RFC 5280 §6.3.3(i), (j), (k)
    fn find(
        &self,
        complete: &VerifiedList,
        delta: Option<&VerifiedList>,
    ) -> Result<Option<Revoked>, Reason> {
        let entry_in = |list: &VerifiedList| {
            let certificate = self.target.certificate;
            list.find(&certificate.issuer(), certificate.serial_number())
                .map_err(|_| Reason::ListDamaged)
        };
        if let Some(entry) = delta.map(entry_in).transpose()?.flatten() {
            return Ok(match entry.reason {
                RevocationReason::RemoveFromList => None,
                _ => Some(entry.into()),
            });
        }
        // NOTE: §6.3.3(k) would also take removeFromCRL on a complete list for good, where §5.3.1 forbids
        // it. Here it stays revoked. Test: `removal_on_a_complete_list_does_not_make_good`.
        Ok(entry_in(complete)?.map(Revoked::from))
    }

    fn obstacle(&mut self, obstacle: Obstacle, list: &VerifiedList) {
        if self.nearest.is_none_or(|(known, _)| obstacle > known) {
            self.nearest = Some((obstacle, ListEvidence::of(list, self.at)));
        }
    }

    fn record(
        &mut self,
        complete: &VerifiedList,
        delta: Option<&VerifiedList>,
        found: Option<Revoked>,
    ) {
        let subject = self.target.list_subject;
        for list in [Some(complete), delta].into_iter().flatten() {
            let evidence = ListEvidence::of(list, self.at);
            let scheme = FactValue::Scheme(list.scheme());
            self.parts.push(
                evidence
                    .facts()
                    .fold(Check::passed(CheckId::ListSelection, subject), Check::with)
                    .with(Fact::count(FactKey::Entries, list.entries() as u64)),
            );
            self.parts.push(
                Check::passed(CheckId::ListSignature, subject)
                    .with(Fact { key: FactKey::Scheme, value: scheme }),
            );
            self.last_used = Some(evidence);
        }
        self.parts.push(Check::passed(CheckId::ListFreshness, subject));
        self.parts.push(match found {
            None => Check::passed(CheckId::ListEntry, subject),
            Some(revoked) => Check::failed(CheckId::ListEntry, subject, revoked.report_reason())
                .with(Fact::time(FactKey::RevokedAt, revoked.at))
                .with(Fact::code(FactKey::RevocationReason, revoked.reason.code())),
        });
    }

    fn unknown(mut self, reason: Reason) -> Judgement {
        let id = match reason {
            Reason::ListStale | Reason::ListFromFuture | Reason::ListWithoutNextUpdate => {
                CheckId::ListFreshness
            }
            Reason::ListScopeMismatch | Reason::ListReasonsIncomplete => CheckId::ListScope,
            Reason::ListDamaged => CheckId::ListEntry,
            _ => CheckId::ListSelection,
        };
        let part = Check::failed(id, self.target.list_subject, reason);
        let nearest = self.nearest.take().map(|(_, evidence)| evidence);
        self.parts.push(nearest.iter().flat_map(ListEvidence::facts).fold(part, Check::with));
        self.last_used = nearest.or(self.last_used);
        self.conclude(Status::Unknown(reason))
    }

    fn conclude(self, status: Status) -> Judgement {
        let evidence = self.last_used.map(Evidence::List);
        Judgement::new(self.target, self.at, status, evidence).explained_by(self.parts)
    }
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
            Reason::ListFromFuture => Self::FromFuture,
            Reason::ListWithoutNextUpdate => Self::WithoutNextUpdate,
            _ => Self::Stale,
        }
    }

    const fn reason(self) -> Reason {
        match self {
            Self::Scope => Reason::ListScopeMismatch,
            Self::OtherKey => Reason::ListOtherKey,
            Self::FromFuture => Reason::ListFromFuture,
            Self::WithoutNextUpdate => Reason::ListWithoutNextUpdate,
            Self::Stale => Reason::ListStale,
        }
    }
}

impl Revoked {
    pub(crate) const fn report_reason(&self) -> Reason {
        if self.may_recover() { Reason::OnHold } else { Reason::Revoked }
    }
}

impl From<ListedEntry> for Revoked {
    fn from(entry: ListedEntry) -> Self {
        Self { at: entry.revoked_at, reason: entry.reason, invalidity_date: entry.invalidity_date }
    }
}
