//! Every fault of every service: never valid, and told by its stable code.

use std::error::Error as _;
use std::time::Duration;

use jpki_auth::binding::BindingOutcome;
use jpki_auth::error::AuthError;
use jpki_core::localized::{Locale, Localized as _};
use jpki_core::report::{Reason, Verdict};
use jpki_simulator::{Fault, FaultRule, LinkageError, Resident, Service, Simulator};

use crate::story::refused;
use crate::support::{
    Bank, Method, Person, Ports, Use, day, judge_application, judge_certificate, outcome, read,
    start,
};

/// Longer than any client here waits.
pub(crate) const SLOW: Duration = Duration::from_secs(15);

/// What a fault of lists and responders leads to, about a certificate that is good.
fn expected(service: Service, fault: Fault) -> Reason {
    use Reason as R;
    match (service, fault) {
        (Service::Ocsp(_), fault) => match fault {
            Fault::Stale => R::ResponseStale,
            Fault::Future => R::ResponseFromFuture,
            Fault::WrongKey | Fault::Unsigned => R::ResponseSignatureMismatch,
            Fault::WrongGeneration | Fault::OtherPurpose | Fault::NoExtendedKeyUsage => {
                R::ResponderNotAuthorized
            }
            Fault::Truncated | Fault::Garbage => R::ResponseMalformed,
            Fault::Slow(_) => R::ResponderTimedOut,
            Fault::Unavailable => R::ResponseNotOcsp,
            Fault::Reset => R::ResponderUnreachable,
            Fault::ExpiredResponder => R::ResponderExpired,
            Fault::NoNonce => R::ResponseNonceMissing,
            Fault::Replayed => R::ResponseNonceMismatch,
            Fault::Unknown => R::CertificateUnknownToResponder,
            fault => panic!("{fault:?} is none of a responder"),
        },
        (_, Fault::Stale | Fault::Replayed) => R::CrlStale,
        (_, Fault::Future) => R::CrlFromFuture,
        (_, Fault::WrongGeneration) => R::CrlOtherKey,
        // A list that is not taken in is one that is not there.
        _ => R::CrlMissing,
    }
}

fn of_service(service: Service) -> impl Iterator<Item = Fault> {
    Fault::all(SLOW).into_iter().filter(move |fault| fault.befalls(service))
}

/// The table of all faults of lists and responders, through these ports.
pub(crate) fn no_fault_is_valid<P: Ports>(jlis: &Simulator, hanako: &Resident, ports: &P) {
    let card = hanako.card().unwrap();
    let signing = card.signing.unwrap();
    for purpose in [Use::Sign, Use::Auth] {
        for (service, method) in [
            (Service::Crl(purpose), Method::Lists),
            (Service::Arl(purpose), Method::Lists),
            (Service::Ocsp(purpose), Method::Responder),
        ] {
            let judge = || match purpose {
                Use::Sign => outcome(&judge_application(jlis, ports, method, &signing)),
                Use::Auth => {
                    outcome(&judge_certificate(jlis, ports, method, &read(&card.authentication)))
                }
            };
            for fault in of_service(service) {
                jlis.inject(FaultRule::new(service, fault));
                let unknown = (Verdict::Indeterminate, Some(expected(service, fault)));
                assert_eq!(judge(), unknown, "{service:?} {fault:?}");
                jlis.clear_faults();
                assert_eq!(judge(), (Verdict::Valid, None), "after {fault:?}");
            }
        }
    }
}

fn linkage_error(fault: Fault) -> LinkageError {
    match fault {
        Fault::Truncated | Fault::Garbage => LinkageError::Unreadable,
        Fault::Slow(_) => LinkageError::TimedOut,
        Fault::Unavailable => LinkageError::Refused,
        Fault::Reset => LinkageError::Unreachable,
        Fault::Replayed => LinkageError::OtherQuestion,
        Fault::OtherPurpose => LinkageError::OtherKind,
        Fault::Unknown => LinkageError::UnknownNumber,
        fault => panic!("{fault:?} is none of the linkage"),
    }
}

/// The table of all faults of the linkage, through these ports: nothing is bound, nothing renewed.
pub(crate) fn no_fault_is_linked<P: Ports>(jlis: &Simulator, hanako: &Resident, ports: &P) {
    let bank = Bank::new(jlis, ports, Method::Responder);
    let signing = hanako.card().unwrap().signing.unwrap();
    let of_error = |error: AuthError| match error {
        AuthError::Linkage(error) => *error.downcast::<LinkageError>().unwrap(),
        error => panic!("{error}"),
    };
    for fault in of_service(Service::Counterpart) {
        jlis.inject(FaultRule::new(Service::Counterpart, fault));
        let error = of_error(bank.try_register(&signing).unwrap_err());
        assert_eq!(error, linkage_error(fault));
        jlis.clear_faults();
    }
    assert!(matches!(bank.register(&signing), BindingOutcome::Bound(_)));

    let renewed = hanako.renews(jlis.now()).authentication;
    jlis.advance(Duration::from_secs(15 * 60));
    for fault in of_service(Service::Predecessor) {
        jlis.inject(FaultRule::new(Service::Predecessor, fault));
        let error = of_error(bank.try_renew(&renewed).unwrap_err());
        assert_eq!(error, linkage_error(fault));
        jlis.clear_faults();
        assert_eq!(bank.login(&renewed), refused(Reason::CertificateNotBound));
    }
    assert!(bank.try_renew(&renewed).is_ok());
    assert_eq!(bank.login(&renewed), (Verdict::Valid, None));
}

fn world() -> (Simulator, Resident) {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    (jlis, hanako)
}

#[test]
// Requirement: CRL-02, CRL-06, OCSP-02, OCSP-04, OCSP-06
fn no_fault_of_lists_and_responders_is_valid() {
    let (jlis, hanako) = world();
    no_fault_is_valid(&jlis, &hanako, &jlis);
}

#[test]
// Requirement: LINK-02, LINK-04
fn no_fault_of_the_linkage_binds() {
    let (jlis, hanako) = world();
    no_fault_is_linked(&jlis, &hanako, &jlis);
}

#[test]
fn a_fault_counts_and_names_whom_it_is_about() {
    let (jlis, hanako) = world();
    let taro = jlis.person(Person::taro());
    let [hanako, taro] = [hanako, taro].map(|person| person.card().unwrap().authentication);
    let judge = |card| judge_certificate(&jlis, &jlis, Method::Responder, &read(card)).verdict();
    let stale = FaultRule::new(Service::Ocsp(Use::Auth), Fault::Stale);
    jlis.inject(stale.clone().times(2));
    let twice = [(); 3].map(|()| judge(&hanako));
    assert_eq!(twice, [Verdict::Indeterminate, Verdict::Indeterminate, Verdict::Valid]);
    jlis.inject(stale.about(&taro));
    assert_eq!(judge(&hanako), Verdict::Valid);
    assert_eq!(judge(&taro), Verdict::Indeterminate);
}

#[test]
#[should_panic(expected = "cannot fail by")]
fn a_service_fails_only_as_it_can() {
    let _ = FaultRule::new(Service::Counterpart, Fault::NoNonce);
}

/// What a stale answer conceals is not believed either.
#[test]
fn an_old_answer_revives_no_revoked_certificate() {
    let (jlis, hanako) = world();
    let card = hanako.card().unwrap().authentication;
    hanako.dies(day(2026, 5, 31));
    let judge = |method| judge_certificate(&jlis, &jlis, method, &read(&card)).verdict();
    for (service, method) in
        [(Service::Crl(Use::Auth), Method::Lists), (Service::Ocsp(Use::Auth), Method::Responder)]
    {
        assert_eq!(judge(method), Verdict::Invalid);
        for fault in of_service(service) {
            jlis.inject(FaultRule::new(service, fault));
            assert_ne!(judge(method), Verdict::Valid, "{service:?} {fault:?}");
            jlis.clear_faults();
        }
    }
}

#[test]
fn every_error_of_the_linkage_has_a_code_and_two_texts() {
    let codes: std::collections::BTreeSet<_> =
        LinkageError::ALL.iter().map(jpki_core::localized::Localized::code).collect();
    assert_eq!(codes.len(), LinkageError::ALL.len());
    for error in LinkageError::ALL {
        assert!(error.code().starts_with("linkage.") && error.source().is_none());
        assert_eq!(error.text(Locale::En), error.to_string());
        assert!(!error.text(Locale::Ja).is_ascii());
    }
}
