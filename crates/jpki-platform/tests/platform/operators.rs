//! Who of the staff may do what by hand (guideline 001 fig. 4-13).

use std::time::Duration;

use jpki_core::event::{Action, OperatorName};
use jpki_core::localized::Localized as _;
use jpki_core::time::Timestamp;
use jpki_platform::operator::{
    AccountKind, Erasure, Founders, GrantTerms, Grants, KeyUse, LogExport, Operator,
    OperatorRefused, OperatorSession, Proposal, Right, Target, TenantChange,
};

use crate::instant;

struct Session<'a>(&'a str, AccountKind, Timestamp);

impl OperatorSession for Session<'_> {
    fn operator(&self) -> OperatorName {
        name(self.0)
    }

    fn account(&self) -> AccountKind {
        self.1
    }

    fn authenticated_at(&self) -> Timestamp {
        self.2
    }
}

fn name(text: &str) -> OperatorName {
    OperatorName::new(text).unwrap()
}

fn now() -> Timestamp {
    instant("2026-06-01T09:00:00+09:00")
}

fn later(days: u64) -> Timestamp {
    now().after(Duration::from_secs(days * 86_400))
}

fn daily(name: &str, at: Timestamp) -> Operator {
    Operator::of(&Session(name, AccountKind::Daily, at), at).unwrap()
}

fn privileged(name: &str, at: Timestamp) -> Operator {
    Operator::of(&Session(name, AccountKind::Privileged, at), at).unwrap()
}

/// By one and two.
fn founded() -> Grants {
    let founders = Founders::new(name("one"), name("two")).unwrap();
    Grants::founded_by(founders, now(), later(300)).unwrap()
}

fn terms(to: &str, right: Right) -> GrantTerms {
    GrantTerms { to: name(to), right, from: now(), until: later(100) }
}

/// Requested by one, approved by two.
fn grant(grants: &mut Grants, to: &str, right: Right) {
    let (request, requested) =
        grants.request(&privileged("one", now()), terms(to, right), now()).unwrap();
    let approved = grants.approve(&privileged("two", now()), request, now()).unwrap();
    for operation in [requested, approved] {
        assert_eq!((operation.action(), operation.time()), (Action::GrantChange, now()));
    }
}

fn target(byte: u8) -> Target {
    Target::from_digest([byte; 32])
}

#[test]
// Requirement: ACC-3
fn a_session_serves_half_a_day_and_never_before_its_time() {
    let of = |authenticated_at| {
        Operator::of(&Session("one", AccountKind::Daily, authenticated_at), now()).map(drop)
    };
    assert_eq!(of(now()), Ok(()));
    assert_eq!(of(now().before(Duration::from_secs(43_200))), Ok(()));
    assert_eq!(of(now().before(Duration::from_secs(43_201))), Err(OperatorRefused::SessionTime));
    assert_eq!(of(now().after(Duration::from_secs(300))), Ok(()), "clocks differ");
    assert_eq!(of(now().after(Duration::from_secs(301))), Err(OperatorRefused::SessionTime));

    // What was made of it does not outlive it.
    let mut grants = founded();
    grant(&mut grants, "three", Right::LogExport);
    let three = daily("three", now());
    let at = |seconds| grants.permit(&three, LogExport, now().after(Duration::from_secs(seconds)));
    assert!(at(43_200).is_ok());
    assert_eq!(at(43_201).err(), Some(OperatorRefused::SessionTime));
}

#[test]
// Requirement: ACC-3
fn nobody_may_what_was_not_granted_or_not_any_more() {
    let mut grants = founded();
    let may = |grants: &Grants, at| grants.permit(&daily("three", at), LogExport, at).map(drop);
    assert_eq!(may(&grants, now()), Err(OperatorRefused::NoGrant));
    let from = later(10);
    let it = GrantTerms { from, ..terms("three", Right::LogExport) };
    let (request, _) = grants.request(&privileged("one", now()), it, now()).unwrap();
    assert_eq!(may(&grants, from), Err(OperatorRefused::NoGrant), "requested only");
    let _ = grants.approve(&privileged("two", now()), request, now()).unwrap();

    let second = Duration::from_secs(1);
    assert_eq!(may(&grants, from.before(second)), Err(OperatorRefused::NoGrant));
    assert_eq!(may(&grants, from), Ok(()));
    assert_eq!(may(&grants, later(100).before(second)), Ok(()));
    assert_eq!(may(&grants, later(100)), Err(OperatorRefused::NoGrant));
    assert!(grants.permit(&daily("four", from), LogExport, from).is_err(), "another person");

    let one = privileged("one", later(20));
    let withdraw = |grants: &mut Grants, right| {
        grants.withdraw(&one, &name("three"), right, later(20)).map(drop)
    };
    assert_eq!(withdraw(&mut grants, Right::MonitorRun), Err(OperatorRefused::NoGrant));
    assert_eq!(may(&grants, later(20)), Ok(()));
    assert_eq!(withdraw(&mut grants, Right::LogExport), Ok(()));
    assert_eq!(may(&grants, later(20)), Err(OperatorRefused::NoGrant));
    assert_eq!(may(&grants, later(20).before(second)), Ok(()), "the past stays as it was");
    assert_eq!(withdraw(&mut grants, Right::LogExport), Err(OperatorRefused::NoGrant));
}

/// A privileged account is apart from that of daily work, in both directions.
#[test]
// Requirement: ACC-3
fn each_right_belongs_to_one_kind_of_account() {
    let mut grants = founded();
    for right in Right::ALL {
        grant(&mut grants, "three", *right);
    }
    let daily_rights: Vec<_> = AccountKind::Daily.rights().map(|right| right.code()).collect();
    assert_eq!(
        daily_rights,
        [
            "monitor-run",
            "fee-reconciliation",
            "log-export",
            "evidence-export",
            "revocation-disclosure"
        ]
    );
    let administration = [Right::KeyUse, Right::Erasure, Right::GrantApproval, Right::TenantChange];
    assert!(administration.iter().all(|right| right.account() == AccountKind::Privileged));

    let (low, high) = (daily("three", now()), privileged("three", now()));
    assert!(grants.permit(&low, LogExport, now()).is_ok());
    assert_eq!(grants.permit(&high, LogExport, now()).err(), Some(OperatorRefused::OtherAccount));
    assert!(grants.permit(&high, TenantChange, now()).is_ok());
    assert_eq!(grants.permit(&low, TenantChange, now()).err(), Some(OperatorRefused::OtherAccount));
    let request = grants.request(&low, terms("four", Right::LogExport), now());
    assert_eq!(request.err(), Some(OperatorRefused::OtherAccount));
}

#[test]
// Requirement: ACC-3
fn a_grant_takes_one_who_asks_and_another_who_approves() {
    let mut grants = founded();
    let (one, two) = (privileged("one", now()), privileged("two", now()));
    let log_export = terms("three", Right::LogExport);
    let (request, _) = grants.request(&one, log_export, now()).unwrap();
    let approve =
        |grants: &mut Grants, by: &Operator, at| grants.approve(by, request, at).map(drop);
    assert_eq!(approve(&mut grants, &one, now()), Err(OperatorRefused::SamePerson));
    let stranger = privileged("three", now());
    assert_eq!(approve(&mut grants, &stranger, now()), Err(OperatorRefused::NoGrant));
    assert_eq!(
        approve(&mut grants, &daily("two", now()), now()),
        Err(OperatorRefused::OtherAccount)
    );
    assert_eq!(approve(&mut grants, &two, now()), Ok(()));
    assert_eq!(approve(&mut grants, &two, now()), Err(OperatorRefused::UnknownRequest), "once");

    // For oneself it takes another, whoever asked.
    let (for_two, _) = grants.request(&one, terms("two", Right::Erasure), now()).unwrap();
    assert_eq!(grants.approve(&two, for_two, now()).err(), Some(OperatorRefused::SamePerson));
    assert_eq!(grants.requests().len(), 1);
    assert!(grants.refuse(&two, for_two, now()).is_ok());
    assert!(grants.requests().is_empty());

    // Two weeks.
    let (old, _) = grants.request(&one, terms("three", Right::MonitorRun), now()).unwrap();
    let (in_time, too_late) = (later(14), later(14).after(Duration::from_secs(1)));
    let at = |at: Timestamp| {
        let mut grants = grants.clone();
        grants.approve(&privileged("two", at), old, at).map(drop)
    };
    assert_eq!((at(in_time), at(too_late)), (Ok(()), Err(OperatorRefused::RequestExpired)));

    // A period in order, of a year at most, and not of the past: nobody gets yesterday's rights.
    let mut ask = |from, until| {
        let it = GrantTerms { to: name("four"), right: Right::LogExport, from, until };
        grants.request(&one, it, now()).map(drop)
    };
    assert_eq!(ask(now(), later(366)), Ok(()));
    let second = Duration::from_secs(1);
    for (from, until) in [
        (now(), later(366).after(second)),
        (now(), now()),
        (later(2), later(1)),
        (now().before(second), later(1)),
    ] {
        assert_eq!(ask(from, until), Err(OperatorRefused::Period));
    }
    assert_eq!(Founders::new(name("one"), name("one")), Err(OperatorRefused::Founders));
}

/// A grant that was approved late did not hold before.
#[test]
fn a_grant_holds_from_its_approval_on() {
    let mut grants = founded();
    let it = terms("three", Right::LogExport);
    let (request, _) = grants.request(&privileged("one", now()), it, now()).unwrap();
    let _ = grants.approve(&privileged("two", later(3)), request, later(3)).unwrap();
    let held = |at| grants.who_may(at).any(|grant| grant.terms.to == name("three"));
    assert_eq!((held(later(2)), held(later(3))), (false, true));
}

/// A rule of this house, on unless somebody is granted to do without.
#[test]
// Requirement: ACC-3
fn erasure_takes_two_who_mean_the_same() {
    let mut grants = founded();
    for person in ["three", "four"] {
        grant(&mut grants, person, Right::Erasure);
    }
    let (three, four) = (privileged("three", now()), privileged("four", now()));
    let propose = || grants.propose(&three, Erasure, target(1), now()).unwrap();
    let confirm = |by: &Operator, target: &Target, at| {
        grants
            .confirm(by, propose(), target, at)
            .map(|permit| permit.operators().map(|name| name.text().to_owned()).collect::<Vec<_>>())
    };
    let both = Ok(vec!["three".to_owned(), "four".to_owned()]);
    assert_eq!(confirm(&four, &target(1), now()), both);
    assert_eq!(confirm(&three, &target(1), now()), Err(OperatorRefused::SamePerson));
    assert_eq!(confirm(&four, &target(2), now()), Err(OperatorRefused::OtherTarget));
    let stranger = privileged("five", now());
    assert_eq!(confirm(&stranger, &target(1), now()), Err(OperatorRefused::NoGrant));
    let tomorrow = privileged("four", later(1));
    assert_eq!(confirm(&tomorrow, &target(1), later(1)), both);
    let too_late = later(1).after(Duration::from_secs(1));
    assert_eq!(confirm(&tomorrow, &target(1), too_late), Err(OperatorRefused::RequestExpired));

    // Whoever stored it, its maker must still have the right.
    let forged = Proposal::from_parts(Erasure, target(1), name("five"), now());
    assert_eq!(
        grants.confirm(&four, forged, &target(1), now()).err(),
        Some(OperatorRefused::NoGrant)
    );
    let early = Proposal::from_parts(Erasure, target(1), name("three"), later(1));
    let refused = grants.confirm(&four, early, &target(1), now()).err();
    assert_eq!(refused, Some(OperatorRefused::RequestExpired));

    assert_eq!(grants.permit_alone(&three, Erasure, now()).err(), Some(OperatorRefused::NoGrant));
    grant(&mut grants, "three", Right::WaiveSecondPerson);
    assert_eq!(grants.permit_alone(&three, Erasure, now()).unwrap().operators().count(), 1);
    let other = grants.permit_alone(&three, KeyUse, now()).err();
    assert_eq!(other, Some(OperatorRefused::NoGrant), "the waiver alone is no right");
}

/// The list that an examiner asks for (guideline 001 fig. 4-13 ①).
#[test]
// Requirement: ACC-3
fn the_list_says_who_may_do_what_at_each_instant() {
    let mut grants = founded();
    grant(&mut grants, "three", Right::LogExport);
    let list = |at| {
        let mut list: Vec<_> = grants
            .who_may(at)
            .map(|it| {
                (
                    it.terms.to.text().to_owned(),
                    it.terms.right.code(),
                    it.approved_by.text().to_owned(),
                )
            })
            .collect();
        list.sort();
        list.iter().map(|(to, right, by)| format!("{to} {right} {by}")).collect::<Vec<_>>()
    };
    let founders = [
        "one grant-approval two",
        "one grant-request two",
        "two grant-approval one",
        "two grant-request one",
    ];
    let all = [
        &["one grant-approval two", "one grant-request two", "three log-export two"][..],
        &founders[2..],
    ]
    .concat();
    assert_eq!(list(now()), all);
    assert_eq!(list(later(100)), founders);
    assert!(list(later(300)).is_empty());
}

/// Version 1 as it is stored. Written by hand.
const STORED: &str = r#"{"version":1,"next":3,"grants":[{"terms":{"to":"three","right":"erasure","from":"2026-06-01T00:00:00Z","until":"2026-09-01T00:00:00Z"},"requested_by":"one","approved_by":"two","approved_at":"2026-06-01T00:00:00Z","withdrawn":{"at":"2026-07-01T00:00:00Z","by":"one"}}],"requests":[{"number":2,"terms":{"to":"four","right":"log-export","from":"2026-06-01T00:00:00Z","until":"2026-09-01T00:00:00Z"},"requested_by":"one","requested_at":"2026-06-01T00:00:00Z"}]}"#;

#[test]
fn a_record_is_stored_and_read_again_or_says_why_not() {
    let stored = Grants::from_json(STORED.as_bytes()).unwrap();
    assert_eq!(stored.to_json(), STORED.as_bytes());
    let mut grants = founded();
    grant(&mut grants, "three", Right::LogExport);
    let _ =
        grants.request(&privileged("one", now()), terms("four", Right::Erasure), now()).unwrap();
    assert_eq!(Grants::from_json(&grants.to_json()), Ok(grants));

    let refused = [
        (STORED.replace(":1,", ":2,"), OperatorRefused::Version),
        (STORED.replace(r#""two""#, r#""one""#), OperatorRefused::Syntax), // approved by who asked
        (STORED.replace(r#""two""#, r#""three""#), OperatorRefused::Syntax), // by whom it is for
        (STORED.replace("erasure", "everything"), OperatorRefused::Syntax),
        (STORED.replace("2026-09-01", "2028-09-01"), OperatorRefused::Syntax), // too long
        (STORED.replace(r#""next":3"#, r#""next":2"#), OperatorRefused::Syntax), // a number twice
        (STORED.replace(r#""next":3"#, r#""next":3,"other":1"#), OperatorRefused::Syntax),
        (STORED.replace(r#""to":"four""#, r#""to":"""#), OperatorRefused::Syntax),
        (STORED.replace(r#""by":"one""#, r#""by":"o\nne""#), OperatorRefused::Syntax),
        ("[".repeat(1_000_000), OperatorRefused::Syntax),
        (" ".repeat(16 * 1024 * 1024 + 1), OperatorRefused::TextTooLong),
        (String::new(), OperatorRefused::Syntax),
    ];
    for (text, error) in refused {
        assert_eq!(
            Grants::from_json(text.as_bytes()),
            Err(error),
            "{}",
            &text[..text.len().min(300)]
        );
    }
}
