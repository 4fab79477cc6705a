use jpki_core::event::{Action, ActionResult, EventSubject, Operation, OperatorName, SubjectKind};
use jpki_core::localized::Localized as _;
use jpki_core::time::Timestamp;

use super::{
    AccountKind, Founders, Grant, GrantRequest, GrantTerms, OnePerson, Operator, OperatorRefused,
    Permit, Proposal, RequestNumber, Right, Target, TwoPersons,
};

/// Who may do what (権限の一覧), now and at each instant before; and what is requested.
///
/// A value: [`Self::to_json`] and [`Self::from_json`] are for a store. Whoever changes it writes the operation that comes
/// back to the log first, and then replaces the record that they had read, and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grants {
    pub(super) next: RequestNumber,
    pub(super) grants: Vec<Grant>,
    pub(super) requests: Vec<GrantRequest>,
}

impl Grants {
    /// The most grants, past ones included, and the most requests that wait.
    pub const MOST: usize = 10_000;

    /// Begins with two persons who may request and approve, until this instant.
    ///
    /// # Errors
    /// [`OperatorRefused::Period`].
    pub fn founded_by(
        founders: Founders,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Self, OperatorRefused> {
        let Founders([one, other]) = founders;
        let mut grants = Vec::new();
        for (to, by) in [(&one, &other), (&other, &one)] {
            for right in [Right::GrantRequest, Right::GrantApproval] {
                let terms = GrantTerms { to: to.clone(), right, from: now, until };
                terms.check(now)?;
                grants.push(Grant {
                    terms,
                    requested_by: to.clone(),
                    approved_by: by.clone(),
                    approved_at: now,
                    withdrawn: None,
                });
            }
        }
        Ok(Self { next: RequestNumber(1), grants, requests: Vec::new() })
    }

    /// Notes a request for a grant, and drops those that nobody approved in time.
    ///
    /// # Errors
    /// [`OperatorRefused`].
    // Requirement: ACC-3
    pub fn request(
        &mut self,
        by: &Operator,
        terms: GrantTerms,
        now: Timestamp,
    ) -> Result<(RequestNumber, Operation), OperatorRefused> {
        self.demand(by, Right::GrantRequest, now)?;
        terms.check(now)?;
        self.requests.retain(|it| now.since(it.requested_at) <= GrantRequest::LONGEST);
        if self.grants.len().max(self.requests.len()) >= Self::MOST {
            return Err(OperatorRefused::TooMany);
        }
        let number = self.next;
        self.next = RequestNumber(number.0.saturating_add(1));
        let operation = changed(&terms, "request", now);
        let requested_by = by.name().clone();
        self.requests.push(GrantRequest { number, terms, requested_by, requested_at: now });
        Ok((number, operation))
    }

    /// Makes a request a grant. Neither who requested it nor whom it is for can do that.
    ///
    /// # Errors
    /// [`OperatorRefused`].
    // Requirement: ACC-3
    pub fn approve(
        &mut self,
        by: &Operator,
        request: RequestNumber,
        now: Timestamp,
    ) -> Result<Operation, OperatorRefused> {
        self.demand(by, Right::GrantApproval, now)?;
        let place = self.waiting(request)?;
        let waiting = self.requests.get(place).ok_or(OperatorRefused::UnknownRequest)?;
        if *by.name() == waiting.requested_by || *by.name() == waiting.terms.to {
            return Err(OperatorRefused::SamePerson);
        }
        if now < waiting.requested_at || now.since(waiting.requested_at) > GrantRequest::LONGEST {
            return Err(OperatorRefused::RequestExpired);
        }
        if self.grants.len() >= Self::MOST {
            return Err(OperatorRefused::TooMany);
        }
        let GrantRequest { terms, requested_by, .. } = self.requests.remove(place);
        let operation = changed(&terms, "approval", now);
        let approved_by = by.name().clone();
        let withdrawn = None;
        self.grants.push(Grant { terms, requested_by, approved_by, approved_at: now, withdrawn });
        Ok(operation)
    }

    /// Drops a request.
    ///
    /// # Errors
    /// [`OperatorRefused`].
    pub fn refuse(
        &mut self,
        by: &Operator,
        request: RequestNumber,
        now: Timestamp,
    ) -> Result<Operation, OperatorRefused> {
        self.demand(by, Right::GrantApproval, now)?;
        let place = self.waiting(request)?;
        Ok(changed(&self.requests.remove(place).terms, "refusal", now))
    }

    /// Ends every grant of this right to this person, at once. One person does: to take a right away must be easy.
    ///
    /// # Errors
    /// [`OperatorRefused`], also if there is none.
    // Requirement: ACC-3
    pub fn withdraw(
        &mut self,
        by: &Operator,
        from: &OperatorName,
        right: Right,
        now: Timestamp,
    ) -> Result<Operation, OperatorRefused> {
        self.demand(by, Right::GrantRequest, now)?;
        let mut operation = None;
        for grant in &mut self.grants {
            let is_to_come = grant.terms.until > now && grant.withdrawn.is_none();
            if is_to_come && grant.terms.right == right && grant.terms.to == *from {
                grant.withdrawn = Some((now, by.name().clone()));
                operation = Some(changed(&grant.terms, "withdrawal", now));
            }
        }
        operation.ok_or(OperatorRefused::NoGrant)
    }

    /// Returns every grant that holds at this instant, for the list of who may do what (guideline 001 fig. 4-13 ①).
    // Requirement: ACC-3
    pub fn who_may(&self, instant: Timestamp) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| grant.holds_at(instant))
    }

    /// Returns the requests that wait.
    #[must_use]
    pub fn requests(&self) -> &[GrantRequest] {
        &self.requests
    }

    /// Permits an operation that one person does.
    ///
    /// # Errors
    /// [`OperatorRefused`].
    pub fn permit<O: OnePerson>(
        &self,
        operator: &Operator,
        operation: O,
        now: Timestamp,
    ) -> Result<Permit<O>, OperatorRefused> {
        self.demand(operator, O::RIGHT, now)?;
        Ok(Permit { operation, operator: operator.name().clone(), second: None, at: now })
    }

    /// Begins an operation that takes two.
    ///
    /// # Errors
    /// [`OperatorRefused`].
    pub fn propose<O: TwoPersons>(
        &self,
        operator: &Operator,
        operation: O,
        target: Target,
        now: Timestamp,
    ) -> Result<Proposal<O>, OperatorRefused> {
        self.demand(operator, O::RIGHT, now)?;
        Ok(Proposal::from_parts(operation, target, operator.name().clone(), now))
    }

    /// Permits what one person proposed and another, who has the right too, confirms, about the same thing within
    /// [`Proposal::LONGEST`].
    ///
    /// # Errors
    /// [`OperatorRefused`].
    // Requirement: ACC-3
    pub fn confirm<O: TwoPersons>(
        &self,
        second: &Operator,
        proposal: Proposal<O>,
        target: &Target,
        now: Timestamp,
    ) -> Result<Permit<O>, OperatorRefused> {
        self.demand(second, Proposal::<O>::RIGHT, now)?;
        proposal.fits(second.name(), target, now)?;
        let first = proposal.proposed_by();
        if !self.has(first, Proposal::<O>::RIGHT, now) {
            return Err(OperatorRefused::NoGrant);
        }
        let (operation, operator) = (proposal.operation(), first.clone());
        Ok(Permit { operation, operator, second: Some(second.name().clone()), at: now })
    }

    /// Permits an operation of two persons to one who is granted [`Right::WaiveSecondPerson`] beside its own right.
    ///
    /// # Errors
    /// [`OperatorRefused`].
    pub fn permit_alone<O: TwoPersons>(
        &self,
        operator: &Operator,
        operation: O,
        now: Timestamp,
    ) -> Result<Permit<O>, OperatorRefused> {
        self.demand(operator, O::RIGHT, now)?;
        self.demand(operator, Right::WaiveSecondPerson, now)?;
        Ok(Permit { operation, operator: operator.name().clone(), second: None, at: now })
    }

    /// Whether the operator has the right, by this session and account, at this instant.
    fn demand(&self, by: &Operator, right: Right, now: Timestamp) -> Result<(), OperatorRefused> {
        by.at(now)?;
        if by.account() != right.account() {
            return Err(OperatorRefused::OtherAccount);
        }
        if self.has(by.name(), right, now) { Ok(()) } else { Err(OperatorRefused::NoGrant) }
    }

    fn has(&self, name: &OperatorName, right: Right, now: Timestamp) -> bool {
        self.who_may(now).any(|grant| grant.terms.right == right && grant.terms.to == *name)
    }

    fn waiting(&self, request: RequestNumber) -> Result<usize, OperatorRefused> {
        let place = self.requests.iter().position(|it| it.number == request);
        place.ok_or(OperatorRefused::UnknownRequest)
    }
}

/// What an operation log is told of a change: of which right to whom.
fn changed(terms: &GrantTerms, what: &str, now: Timestamp) -> Operation {
    let subject = ["grant", what, terms.right.code(), terms.to.text()].join(" ");
    Operation::new(Action::GrantChange, ActionResult::Done, now)
        .about(EventSubject::new(SubjectKind::Setting, subject.as_bytes()))
}

impl AccountKind {
    /// Returns the rights that accounts of this kind can have.
    pub fn rights(self) -> impl Iterator<Item = Right> {
        Right::ALL.iter().copied().filter(move |right| right.account() == self)
    }
}
