//! StatusMethod × what lists say × what a responder says.

use std::sync::Arc;

use jpki_core::name::Name;
use jpki_core::report::{Outcome, Reason, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::{NonceMode, OcspPolicy, OcspVerifier, TransportError};
use jpki_revocation::resolver::{
    NextStep, StatusMethod, StatusPolicy, StatusResolver, WhenUnknown,
};
use jpki_revocation::{
    Crl, CrlIssuer, RevocationAssessment, RevocationPolicy, RevocationReason, RevocationTarget,
    Status,
};
use jpki_test_support::with;
use jpki_testkit::jpki::{
    Authority as SyntheticAuthority, EndEntity, Generation, Person, SyntheticJpki,
};
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, Responder, ResponseBuilder, ResponseStatus, SingleResponse,
    unsuccessful,
};
use jpki_testkit::pki::ReasonCode;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use time::Duration;

/// What a source says: good, revoked, unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Good,
    Revoked,
    Unknown,
}

use Says::{Good, Revoked, Unknown};

struct World {
    jpki: SyntheticJpki,
    synthetic: SyntheticAuthority,
    hanako: EndEntity,
    certificate: Certificate,
    authority: Authority,
}

impl World {
    fn new() -> Self {
        let jpki = SyntheticJpki::of_vectors();
        let synthetic = jpki.auth_ca(Generation::Third);
        let hanako = jpki.auth_certificate(&Person::hanako()).issue();
        let certificate = Certificate::from_der(hanako.certificate()).unwrap();
        let name = synthetic.name().to_der();
        let key = synthetic.key().subject_public_key_info();
        let authority = Authority::new(Name::from_der(&name).unwrap(), key, &RustCrypto).unwrap();
        Self { jpki, synthetic, hanako, certificate, authority }
    }

    fn now(&self) -> ValidationTime {
        let seconds = self.jpki.instant().unix_timestamp();
        ValidationTime::at(Timestamp::from_unix_seconds(seconds))
    }

    fn target(&self) -> RevocationTarget<'_> {
        RevocationTarget::end_entity(&self.certificate, &self.authority, &self.authority)
    }

    fn lists(&self, says: Says) -> RevocationAssessment {
        let since = self.jpki.instant() - Duration::days(1);
        let empty = self.jpki.crl(&self.synthetic);
        let list = match says {
            Revoked => empty.revoke(self.hanako.serial(), since, ReasonCode::Superseded),
            _ => empty,
        };
        let issuer = CrlIssuer::anchor(self.authority.clone());
        let list = Crl::from_der(list.sign(self.synthetic.key())).unwrap();
        let list = list.verify(&issuer, &Default::default()).unwrap();
        let lists = if says == Unknown { vec![] } else { vec![list] };
        RevocationPolicy::daily().judge(&self.target(), &lists, self.now())
    }

    fn responder(&self, says: Says) -> RevocationAssessment {
        let policy = with(OcspPolicy::immediate(), |policy| policy.nonce = NonceMode::Off);
        let verifier = OcspVerifier::new(policy, Arc::new(RustCrypto));
        let since = self.jpki.instant() - Duration::days(1);
        let status = match says {
            Revoked => CertificateStatus::Revoked(since, Some(ReasonCode::KeyCompromise)),
            _ => CertificateStatus::Good,
        };
        let key = self.synthetic.key();
        let id = CertId::sha1(&self.synthetic.name(), key, self.hanako.serial());
        let response = ResponseBuilder::new(self.jpki.instant())
            .single(SingleResponse::new(id, status, self.jpki.instant()))
            .sign(&Responder::by_key(key));
        let received = match says {
            Unknown => Err(TransportError::TimedOut),
            _ => Ok(&*response),
        };
        verifier.process_response(&self.target(), None, received, &|_| panic!("asked"), self.now())
    }

    fn resolve(
        &self,
        policy: &StatusPolicy,
        lists: Says,
        responder: Says,
    ) -> (RevocationAssessment, Vec<NextStep>) {
        let mut inquiry = StatusResolver::begin(policy, self.target(), self.now());
        let mut asked = Vec::new();
        while let Some(need) = inquiry.next_step() {
            asked.push(need);
            inquiry.process_answer(match need {
                NextStep::Crl => self.lists(lists),
                NextStep::Ocsp => self.responder(responder),
                other => panic!("{other:?}"),
            });
        }
        (inquiry.finish(), asked)
    }
}

fn says(judgement: &RevocationAssessment) -> Says {
    match judgement.status() {
        Status::Good => Good,
        Status::Revoked(_) => Revoked,
        Status::Unknown(_) => Unknown,
    }
}

#[test]
// Requirement: REVM-01, DA-03
fn the_truth_table() {
    const L: NextStep = NextStep::Crl;
    const R: NextStep = NextStep::Ocsp;
    // Rows: lists say, responder says; columns: the end, and what was asked, for each method in order.
    type Column = (Says, &'static [NextStep]);
    let table: [(Says, Says, [Column; 5]); 9] = [
        (Good, Good, [(Good, &[L]), (Good, &[R]), (Good, &[L]), (Good, &[R]), (Good, &[L, R])]),
        (
            Good,
            Revoked,
            [(Good, &[L]), (Revoked, &[R]), (Good, &[L]), (Revoked, &[R]), (Revoked, &[L, R])],
        ),
        (
            Good,
            Unknown,
            [(Good, &[L]), (Unknown, &[R]), (Good, &[L]), (Good, &[R, L]), (Unknown, &[L, R])],
        ),
        (
            Revoked,
            Good,
            [(Revoked, &[L]), (Good, &[R]), (Revoked, &[L]), (Good, &[R]), (Revoked, &[L])],
        ),
        (
            Revoked,
            Revoked,
            [(Revoked, &[L]), (Revoked, &[R]), (Revoked, &[L]), (Revoked, &[R]), (Revoked, &[L])],
        ),
        (
            Revoked,
            Unknown,
            [
                (Revoked, &[L]),
                (Unknown, &[R]),
                (Revoked, &[L]),
                (Revoked, &[R, L]),
                (Revoked, &[L]),
            ],
        ),
        (
            Unknown,
            Good,
            [(Unknown, &[L]), (Good, &[R]), (Good, &[L, R]), (Good, &[R]), (Unknown, &[L, R])],
        ),
        (
            Unknown,
            Revoked,
            [
                (Unknown, &[L]),
                (Revoked, &[R]),
                (Revoked, &[L, R]),
                (Revoked, &[R]),
                (Revoked, &[L, R]),
            ],
        ),
        (
            Unknown,
            Unknown,
            [
                (Unknown, &[L]),
                (Unknown, &[R]),
                (Unknown, &[L, R]),
                (Unknown, &[R, L]),
                (Unknown, &[L, R]),
            ],
        ),
    ];
    let world = World::new();
    for (lists, responder, columns) in table {
        for (method, (end, needs)) in StatusMethod::ALL.into_iter().zip(columns) {
            let (judgement, asked) = world.resolve(&StatusPolicy::by(method), lists, responder);
            let row = format!("{method:?}: lists {lists:?}, responder {responder:?}");
            assert_eq!((says(&judgement), &*asked), (end, needs), "{row}");
            let verdict = match end {
                Good => Verdict::Valid,
                Revoked => Verdict::Invalid,
                Unknown => Verdict::Indeterminate,
            };
            assert_eq!(judgement.check().outcome().verdict(), verdict, "{row}");
            assert_eq!(judgement.check().parts().len(), asked.len(), "{row}");
        }
    }
}

#[test]
// Requirement: REVM-01
fn the_answer_that_decides_is_the_evidence() {
    let world = World::new();
    let policy = StatusPolicy::by(StatusMethod::CrlThenOcsp);
    let (by_list, _) = world.resolve(&policy, Revoked, Unknown);
    assert!(by_list.evidence().is_some() && by_list.response().is_none());
    let (by_response, _) = world.resolve(&policy, Unknown, Revoked);
    assert!(by_response.evidence().is_none() && by_response.response().is_some());
    let Status::Revoked(found) = by_response.status() else { panic!("not revoked") };
    assert_eq!(found.reason, RevocationReason::KeyCompromise);
}

#[test]
fn an_answer_rests_on_whatever_it_was_made_of() {
    let world = World::new();
    let rests_on = |method, lists, responder| {
        let (answer, _) = world.resolve(&StatusPolicy::by(method), lists, responder);
        (answer.values().crls().len(), answer.values().responses().len())
    };
    assert_eq!(rests_on(StatusMethod::Crl, Good, Good), (1, 0));
    assert_eq!(rests_on(StatusMethod::Ocsp, Good, Good), (0, 1));
    assert_eq!(rests_on(StatusMethod::Both, Good, Good), (1, 1));
    assert_eq!(rests_on(StatusMethod::Both, Good, Revoked), (1, 1));
    assert_eq!(rests_on(StatusMethod::CrlThenOcsp, Unknown, Good), (0, 1));
    assert_eq!(rests_on(StatusMethod::CrlThenOcsp, Unknown, Unknown), (0, 0));
}

#[test]
// Requirement: CERT-14
fn only_what_is_good_is_so_as_of_an_instant() {
    let world = World::new();
    let as_of =
        |policy: &StatusPolicy, lists, responder| world.resolve(policy, lists, responder).0.as_of();
    let by = StatusPolicy::by;
    let at = |instant: time::UtcDateTime| Timestamp::from_unix_seconds(instant.unix_timestamp());
    let (list, response) = (at(world.jpki.lists_issued_at()), at(world.jpki.instant()));
    assert!(list < response);
    assert_eq!(as_of(&by(StatusMethod::Crl), Good, Unknown), Some(list));
    assert_eq!(as_of(&by(StatusMethod::Ocsp), Unknown, Good), Some(response));
    assert_eq!(as_of(&by(StatusMethod::CrlThenOcsp), Unknown, Good), Some(response));
    assert_eq!(as_of(&by(StatusMethod::Crl), Revoked, Unknown), None);
    assert_eq!(as_of(&by(StatusMethod::Crl), Unknown, Unknown), None);
    // A policy may let it pass that nothing is known, but it does not become known by that.
    let (accepted, _) = world.resolve(&accepting(StatusMethod::Both), Good, Unknown);
    assert_eq!(accepted.check().outcome(), Outcome::Warned(Reason::StatusNotKnown));
    assert_eq!(accepted.as_of(), None);
}

fn accepting(method: StatusMethod) -> StatusPolicy {
    with(StatusPolicy::by(method), |policy| {
        policy.when_unknown = WhenUnknown::AbsenceAcceptedWithWarning;
    })
}

#[test]
fn absence_may_be_accepted_with_a_warning_but_the_status_stays_unknown() {
    let world = World::new();
    let (judgement, _) = world.resolve(&accepting(StatusMethod::Both), Good, Unknown);
    assert_eq!(judgement.status(), Status::Unknown(Reason::ResponderTimedOut));
    assert_eq!(judgement.check().outcome(), Outcome::Warned(Reason::StatusNotKnown));
    let (judgement, _) = world.resolve(&accepting(StatusMethod::Crl), Unknown, Unknown);
    assert_eq!(judgement.status(), Status::Unknown(Reason::CrlMissing));
    assert_eq!(judgement.check().outcome(), Outcome::Warned(Reason::StatusNotKnown));
    let (judgement, _) = world.resolve(&accepting(StatusMethod::Both), Revoked, Unknown);
    assert_eq!(judgement.check().outcome(), Outcome::Failed(Reason::Revoked));
}

#[test]
fn an_answer_that_is_not_believed_is_accepted_by_no_policy() {
    let world = World::new();
    let policy = with(OcspPolicy::immediate(), |policy| policy.nonce = NonceMode::Off);
    let verifier = OcspVerifier::new(policy, Arc::new(RustCrypto));
    let now = world.jpki.instant();
    let key = world.synthetic.key();
    let response = |serial, age| {
        let id = CertId::sha1(&world.synthetic.name(), key, serial);
        ResponseBuilder::new(now).single(SingleResponse::good(id, now - Duration::minutes(age)))
    };
    let issuer = Responder::by_key(key);
    let ours = || world.hanako.serial();
    let forged = issuer.clone().with_key(world.jpki.auth_ca(Generation::Second).key());
    let id = CertId::sha1(&world.synthetic.name(), key, ours());
    let unknown = SingleResponse::new(id, CertificateStatus::Unknown, now);
    for (received, reason, is_accepted) in [
        (Err(TransportError::Unreachable), Reason::ResponderUnreachable, true),
        (Err(TransportError::TimedOut), Reason::ResponderTimedOut, true),
        (Ok(unsuccessful(ResponseStatus::TryLater)), Reason::ResponderTryLater, true),
        (Ok(unsuccessful(ResponseStatus::InternalError)), Reason::ResponderInternalError, true),
        (Err(TransportError::TooLarge), Reason::ResponseTooLarge, false),
        (Err(TransportError::Refused), Reason::ResponseNotOcsp, false),
        (Ok(b"<html>".to_vec()), Reason::ResponseMalformed, false),
        (Ok(unsuccessful(ResponseStatus::Unauthorized)), Reason::ResponderUnauthorized, false),
        (Ok(response(ours(), 0).sign(&forged)), Reason::ResponseSignatureMismatch, false),
        (Ok(response(ours(), 60).sign(&issuer)), Reason::ResponseStale, false),
        (
            Ok(response(jpki_testkit::pki::SerialNumber::from(7), 0).sign(&issuer)),
            Reason::ResponseOtherCertificate,
            false,
        ),
        (
            Ok(ResponseBuilder::new(now).single(unknown).sign(&issuer)),
            Reason::CertificateUnknownToResponder,
            false,
        ),
    ] {
        let received = received.as_deref().map_err(|fault| *fault);
        let heard = verifier.process_response(
            &world.target(),
            None,
            received,
            &|_| panic!("asked"),
            world.now(),
        );
        // Also where another source, before or after, had nothing to say.
        for method in [StatusMethod::Ocsp, StatusMethod::CrlThenOcsp, StatusMethod::OcspThenCrl] {
            let policy = accepting(method);
            let mut inquiry = StatusResolver::begin(&policy, world.target(), world.now());
            while let Some(need) = inquiry.next_step() {
                inquiry.process_answer(match need {
                    NextStep::Crl => world.lists(Unknown),
                    NextStep::Ocsp => heard.clone(),
                    other => panic!("{other:?}"),
                });
            }
            let judgement = inquiry.finish();
            let last = match method {
                StatusMethod::OcspThenCrl => Reason::CrlMissing,
                _ => reason,
            };
            assert_eq!(judgement.status(), Status::Unknown(last), "{reason:?} {method:?}");
            let expected = match is_accepted {
                true => Outcome::Warned(Reason::StatusNotKnown),
                false => Outcome::Failed(last),
            };
            assert_eq!(judgement.check().outcome(), expected, "{reason:?} {method:?}");
        }
    }
}

#[test]
fn nothing_is_needed_for_an_expired_certificate_and_no_policy_accepts_it() {
    let world = World::new();
    let after =
        ValidationTime::at(world.certificate.not_after().after(core::time::Duration::from_secs(1)));
    let last = ValidationTime::at(world.certificate.not_after());
    for method in StatusMethod::ALL {
        let policy = accepting(method);
        let inquiry = StatusResolver::begin(&policy, world.target(), after);
        assert_eq!(inquiry.next_step(), None);
        let outcome = inquiry.finish().check().outcome();
        assert_eq!(outcome, Outcome::Failed(Reason::NoInformationOnceExpired));
        assert!(StatusResolver::begin(&policy, world.target(), last).next_step().is_some());
    }
}

#[test]
fn a_resolver_that_is_finished_early_knows_nothing() {
    let world = World::new();
    for (method, reason) in [
        (StatusMethod::Crl, Reason::CrlMissing),
        (StatusMethod::Ocsp, Reason::ResponseMissing),
        (StatusMethod::Both, Reason::CrlMissing),
    ] {
        for policy in [StatusPolicy::by(method), accepting(method)] {
            let inquiry = StatusResolver::begin(&policy, world.target(), world.now());
            let judgement = inquiry.finish();
            assert_eq!(judgement.status(), Status::Unknown(reason));
            assert_eq!(judgement.check().outcome(), Outcome::Failed(reason));
        }
    }
    let policy = StatusPolicy::by(StatusMethod::Both);
    let mut inquiry = StatusResolver::begin(&policy, world.target(), world.now());
    inquiry.process_answer(world.lists(Good));
    assert_eq!(inquiry.finish().status(), Status::Unknown(Reason::ResponseMissing));
}

#[test]
fn authorities_are_looked_up_in_lists_whatever_users_are() {
    let world = World::new();
    let anchor = Certificate::from_der(&world.synthetic.certificate()).unwrap();
    let target = RevocationTarget::trust_anchor(&anchor, &world.authority);
    let policy = StatusPolicy::by(StatusMethod::Ocsp);
    let inquiry = StatusResolver::begin(&policy, target, world.now());
    assert_eq!(inquiry.next_step(), Some(NextStep::Crl));
}

/// Every judgement that is not an answer to the question about 花子 now: of another certificate, of the same
/// certificate below another key or anchor, as of another time, learnt at another time.
fn answers_to_other_questions(world: &World) -> Vec<(&'static str, RevocationAssessment)> {
    let taro = world.jpki.auth_certificate(&Person::taro()).issue();
    let taro = Certificate::from_der(taro.certificate()).unwrap();
    let (own, now) = (&world.authority, world.now());
    let second = world.jpki.auth_ca(Generation::Second);
    let key = second.key().subject_public_key_info();
    let other = Authority::new(own.name(), key, &RustCrypto).unwrap();
    let list = |authority: &Authority, synthetic: &SyntheticAuthority| {
        let list = world.jpki.crl(synthetic).sign(synthetic.key());
        let list = Crl::from_der(list).unwrap();
        list.verify(&CrlIssuer::anchor(authority.clone()), &Default::default()).unwrap()
    };
    let lists = [list(own, &world.synthetic), list(&other, &second)];
    let judge = |target: RevocationTarget<'_>, at| {
        let judgement = RevocationPolicy::daily().judge(&target, &lists, at);
        assert_eq!(judgement.status(), Status::Good);
        judgement
    };
    let hanako = &world.certificate;
    let earlier = now.instant().before(core::time::Duration::from_secs(1));
    vec![
        ("another's", judge(RevocationTarget::end_entity(&taro, own, own), now)),
        (
            "of another generation's",
            judge(RevocationTarget::end_entity(hanako, &other, &other), now),
        ),
        ("below another key", judge(RevocationTarget::end_entity(hanako, &other, own), now)),
        ("below another anchor", judge(RevocationTarget::end_entity(hanako, own, &other), now)),
        ("as of a second ago", judge(world.target(), ValidationTime::at(earlier))),
        ("looking back", judge(world.target(), now.looking_back_to(earlier))),
        ("of an authority's", judge(RevocationTarget::intermediate(1, hanako, own, own), now)),
    ]
}

#[test]
fn an_answer_to_another_question_settles_nothing() {
    let world = World::new();
    let others = answers_to_other_questions(&world);
    for method in StatusMethod::ALL {
        for (case, other) in &others {
            for policy in [StatusPolicy::by(method), accepting(method)] {
                let mut inquiry = StatusResolver::begin(&policy, world.target(), world.now());
                while inquiry.next_step().is_some() {
                    inquiry.process_answer(other.clone());
                }
                let judgement = inquiry.finish();
                let unknown = Status::Unknown(Reason::StatusOfOtherQuestion);
                assert_eq!(judgement.status(), unknown, "{case}, {method:?}");
                assert_eq!(
                    judgement.check().outcome(),
                    Outcome::Failed(Reason::StatusOfOtherQuestion),
                    "{case}, {method:?}"
                );
            }
        }
    }
    assert!(world.lists(Good).answers(&world.target(), world.now()));
}

#[test]
fn no_list_stands_in_for_a_responder() {
    let world = World::new();
    let policy = StatusPolicy::by(StatusMethod::Both);
    let both = |first: RevocationAssessment, second: RevocationAssessment| {
        let mut inquiry = StatusResolver::begin(&policy, world.target(), world.now());
        inquiry.process_answer(first);
        inquiry.process_answer(second);
        inquiry.finish().status()
    };
    let other_source = Status::Unknown(Reason::StatusOfOtherSource);
    assert_eq!(both(world.lists(Good), world.responder(Good)), Status::Good);
    assert_eq!(both(world.lists(Good), world.lists(Good)), other_source);
    assert_eq!(both(world.responder(Good), world.responder(Good)), other_source);
    // A revocation stands, whoever tells of it.
    assert!(matches!(both(world.lists(Good), world.lists(Revoked)), Status::Revoked(_)));
}

#[test]
fn what_a_stale_list_lists_is_accepted_by_no_policy() {
    let world = World::new();
    let issued = world.jpki.instant() - Duration::days(3);
    let judge = |is_listed: bool| {
        let list = world.jpki.crl(&world.synthetic).this_update(issued);
        let list = list.next_update(issued + Duration::days(1));
        let list = match is_listed {
            true => list.revoke(world.hanako.serial(), issued, ReasonCode::Superseded),
            false => list,
        };
        let list = Crl::from_der(list.sign(world.synthetic.key())).unwrap();
        let issuer = CrlIssuer::anchor(world.authority.clone());
        let list = list.verify(&issuer, &Default::default()).unwrap();
        let judgement = RevocationPolicy::daily().judge(&world.target(), [&list], world.now());
        let mut inquiry =
            StatusResolver::begin(&accepting(StatusMethod::Crl), world.target(), world.now());
        inquiry.process_answer(judgement);
        let finished = inquiry.finish();
        assert_eq!(finished.status(), Status::Unknown(Reason::CrlStale));
        finished.check().outcome()
    };
    assert_eq!(judge(false), Outcome::Warned(Reason::StatusNotKnown));
    assert_eq!(judge(true), Outcome::Failed(Reason::CrlStale));
}

/// As of an instant before it expired, lists may tell of a certificate that has expired since; a responder gives
/// no information, so that none is asked.
#[test]
fn no_responder_is_asked_about_what_has_expired_since() {
    let world = World::new();
    let second = core::time::Duration::from_secs(1);
    let present = ValidationTime::at(world.certificate.not_after().after(second));
    let at = present.looking_back_to(world.now().instant());
    for method in StatusMethod::ALL {
        let policy = StatusPolicy::by(method);
        let mut inquiry = StatusResolver::begin(&policy, world.target(), at);
        let expected = (method != StatusMethod::Ocsp).then_some(NextStep::Crl);
        assert_eq!(inquiry.next_step(), expected, "{method:?}");
        let list = world.jpki.crl(&world.synthetic).sign(world.synthetic.key());
        let issuer = CrlIssuer::anchor(world.authority.clone());
        let list = Crl::from_der(list).unwrap();
        let list = list.verify(&issuer, &Default::default()).unwrap();
        if inquiry.next_step().is_some() {
            inquiry.process_answer(RevocationPolicy::daily().judge(&world.target(), [&list], at));
        }
        assert_eq!(inquiry.next_step(), None);
        let expected = match method {
            StatusMethod::Ocsp | StatusMethod::Both => {
                Status::Unknown(Reason::NoInformationOnceExpired)
            }
            _ => Status::Good,
        };
        assert_eq!(inquiry.finish().status(), expected, "{method:?}");
    }
}
