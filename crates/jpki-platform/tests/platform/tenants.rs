//! For whom a platform verifies, and on what it rests itself.

use std::time::Duration;

use jpki_core::event::{Action, OperatorName, PurposeOfUse, Tenant};
use jpki_core::localized::Localized as _;
use jpki_core::time::{JapanDay, Timestamp};
use jpki_exchange::identifiers::ServiceName;
use jpki_platform::accreditation::{Accreditation, AccreditationError, LegalBasis};
use jpki_platform::fees::{SpendingLimit, Yen};
use jpki_platform::operator::{
    AccountKind, Founders, GrantTerms, Grants, IntentGraceDecision, Operator, OperatorSession,
    Permit, Right,
};
use jpki_platform::tenant::{
    AuthorisedUse, Body, Intended, IntentGrace, Notification, Registration, Service,
    TenantDirectory, TenantHandle, TenantRefused,
};

use crate::instant;

fn now() -> Timestamp {
    instant("2026-06-01T09:00:00+09:00")
}

fn tenant(name: &str) -> Tenant {
    Tenant::new(name).unwrap()
}

fn service(name: &str, purposes: &[&str]) -> Result<Service, TenantRefused> {
    Service::new(service_name(name), purposes.iter().map(|it| purpose(it)))
}

fn service_name(name: &str) -> ServiceName {
    ServiceName::new(name).unwrap()
}

fn purpose(name: &str) -> PurposeOfUse {
    PurposeOfUse::new(name).unwrap()
}

fn registration(name: &str, body: Body) -> Result<Registration, TenantRefused> {
    let services = [
        service("banking", &["account-opening", "login"]).unwrap(),
        service("lending", &["loan"]).unwrap(),
    ];
    Registration::new(tenant(name), body, Notification::LeftToPlatform, services)
}

fn handle(directory: &TenantDirectory, name: &str) -> Result<TenantHandle, TenantRefused> {
    directory.handle(&tenant(name), now())
}

fn opening(registration: Registration) -> AuthorisedUse {
    let directory = TenantDirectory::new([registration]).unwrap();
    let handle = handle(&directory, "bank").unwrap();
    handle.authorise(&service_name("banking"), &purpose("account-opening")).unwrap()
}

struct Session(&'static str);

impl OperatorSession for Session {
    fn operator(&self) -> OperatorName {
        OperatorName::new(self.0).unwrap()
    }

    fn account(&self) -> AccountKind {
        AccountKind::Privileged
    }

    fn authenticated_at(&self) -> Timestamp {
        now()
    }
}

fn permit() -> Permit<IntentGraceDecision> {
    let [one, two] = ["one", "two"].map(|name| Operator::of(&Session(name), now()).unwrap());
    let founders = Founders::new(one.name().clone(), two.name().clone()).unwrap();
    let until = now().after(Duration::from_secs(86_400));
    let mut grants = Grants::founded_by(founders, now(), until).unwrap();
    let right = Right::IntentGrace;
    let terms = GrantTerms { to: one.name().clone(), right, from: now(), until };
    let (request, _) = grants.request(&one, terms, now()).unwrap();
    let _approved = grants.approve(&two, request, now()).unwrap();
    grants.permit(&one, IntentGraceDecision, now()).unwrap()
}

/// Items 1 to 3 of art. 17 (1) notify J-LIS themselves (guideline 001 ch. 4 (2) ア(ウ)).
#[test]
// Requirement: ROLE-04
fn a_body_of_government_is_no_tenant() {
    assert!(registration("bank", Body::Private).is_ok());
    assert_eq!(registration("city", Body::Government), Err(TenantRefused::Government));
    for item in ["item-1", "item-2", "item-3"] {
        assert_eq!(LegalBasis::from_code(item), None);
    }
    let codes: Vec<_> = LegalBasis::ALL.iter().map(|basis| basis.code()).collect();
    assert_eq!(codes, ["item-4", "item-5", "item-6"]);
}

#[test]
// Requirement: ROLE-05
fn a_registration_names_services_and_purposes_once() {
    let it = registration("bank", Body::Private).unwrap();
    assert_eq!(it.notification(), Notification::LeftToPlatform);
    assert_eq!(it.services().len(), 2);
    assert_eq!(service("banking", &[]), Err(TenantRefused::NoPurpose));
    assert_eq!(service("banking", &["login", "login"]), Err(TenantRefused::Repeated));
    let many: Vec<_> = (0..101).map(|it| purpose(&format!("purpose-{it}"))).collect();
    assert!(Service::new(service_name("banking"), many[1..].to_vec()).is_ok());
    assert_eq!(Service::new(service_name("banking"), many), Err(TenantRefused::TooMany));

    let with = |services: Vec<Service>| {
        Registration::new(tenant("bank"), Body::Private, Notification::ByTenant, services)
    };
    let banking = service("banking", &["login"]).unwrap();
    assert_eq!(with(vec![]), Err(TenantRefused::NoService));
    assert_eq!(with(vec![banking.clone(), banking]), Err(TenantRefused::Repeated));

    let two = || {
        [registration("bank", Body::Private).unwrap(), registration("bank", Body::Private).unwrap()]
    };
    assert_eq!(TenantDirectory::new(two()), Err(TenantRefused::Repeated));
}

#[test]
// Requirement: ROLE-09
fn a_handle_reaches_its_tenant_and_what_is_registered_for_it() {
    let ending = registration("other", Body::Private).unwrap().ending_at(now());
    let all = [registration("bank", Body::Private).unwrap(), ending];
    let directory = TenantDirectory::new(all).unwrap();
    assert_eq!(handle(&directory, "nobody").err(), Some(TenantRefused::Unknown));
    assert_eq!(handle(&directory, "other").err(), Some(TenantRefused::Ended));
    let a_second_before = now().before(Duration::from_secs(1));
    assert!(directory.handle(&tenant("other"), a_second_before).is_ok());

    let bank = handle(&directory, "bank").unwrap();
    let authorise = |service: &str, name: &str| {
        bank.authorise(&service_name(service), &purpose(name)).map(|authorised| {
            let requester = authorised.requester();
            assert_eq!(requester.operator_name(), None);
            (requester.tenant().text().to_owned(), authorised.purpose().text().to_owned())
        })
    };
    assert_eq!(authorise("banking", "login"), Ok(("bank".to_owned(), "login".to_owned())));
    assert_eq!(authorise("lending", "login"), Err(TenantRefused::OtherPurpose));
    assert_eq!(authorise("banking", "loan"), Err(TenantRefused::OtherPurpose));
    assert_eq!(authorise("trading", "login"), Err(TenantRefused::OtherService));
}

/// Guideline 001 ch. 6 (1).
#[test]
// Requirement: WYS-03
fn a_submission_without_an_intent_is_refused_from_the_first_day() {
    let plain = opening(registration("bank", Body::Private).unwrap());
    assert_eq!(plain.demand_intent(Some(&"shown")), Ok(Intended::Stated(&"shown")));
    assert_eq!(plain.demand_intent::<&str>(None), Err(TenantRefused::NoIntent));

    let grace = |from, until| {
        IntentGrace::decide(permit(), &tenant("bank"), from, until).map(|(grace, operation)| {
            assert_eq!(
                (operation.action(), operation.time()),
                (Action::ConfigurationChange, now())
            );
            grace
        })
    };
    let second = Duration::from_secs(1);
    let half_a_year = now().after(Duration::from_secs(180 * 86_400));
    let under = |grace: IntentGrace| {
        let it = registration("bank", Body::Private).unwrap().with_grace(grace).unwrap();
        opening(it).demand_intent::<&str>(None)
    };
    let lasting = grace(now(), half_a_year).unwrap();
    assert_eq!((lasting.decided_by().text(), lasting.decided_at()), ("one", now()));
    assert_eq!(under(lasting), Ok(Intended::UnderGrace));
    let to_come = grace(now().after(second), half_a_year).unwrap();
    assert_eq!(under(to_come), Err(TenantRefused::NoIntent));
    assert!(grace(now(), now().after(second)).unwrap().lasts_at(now()));
    assert!(!grace(now(), now().after(second)).unwrap().lasts_at(now().after(second)));

    // Never without an end, for long, or for what has been done already.
    for (from, until) in [
        (now(), half_a_year.after(second)),
        (now(), Timestamp::MAX),
        (now(), now()),
        (now().before(second), now().after(second)),
    ] {
        assert_eq!(grace(from, until), Err(TenantRefused::GracePeriod));
    }
}

/// Version 1 as it is stored. Written by hand.
const STORED: &str = r#"{"version":1,"tenants":[{"tenant":"bank","body":"private","notification":"left-to-platform","services":[{"name":"banking","purposes":["account-opening","login"]}],"until":"2027-03-31T15:00:00Z","spending_limit":100000,"graces":[{"from":"2026-06-01T00:00:00Z","until":"2026-07-01T00:00:00Z","decided_by":"one","decided_at":"2026-06-01T00:00:00Z"}]},{"tenant":"other","body":"private","notification":"by-tenant","services":[{"name":"lending","purposes":["loan"]}],"until":null,"spending_limit":null,"graces":[]}]}"#;

#[test]
fn a_record_is_stored_and_read_again_or_says_why_not() {
    let stored = TenantDirectory::from_json(STORED.as_bytes()).unwrap();
    assert_eq!(stored.to_json(), STORED.as_bytes());
    let bank = stored.registrations().next().unwrap();
    assert_eq!(bank.spending_limit(), Some(SpendingLimit(Yen(100_000))));
    assert_eq!(bank.until(), Some(instant("2027-04-01T00:00:00+09:00")));

    let refused = [
        (STORED.replace(":1,", ":2,"), TenantRefused::Version),
        (STORED.replacen("private", "government", 1), TenantRefused::Government),
        (STORED.replacen("private", "item-6", 1), TenantRefused::Syntax),
        (STORED.replace(r#""other""#, r#""bank""#), TenantRefused::Repeated),
        (STORED.replace(r#""other""#, r#""Other""#), TenantRefused::Syntax),
        (STORED.replace("2026-07-01", "2027-07-01"), TenantRefused::GracePeriod),
        (STORED.replace(r#"["loan"]"#, "[]"), TenantRefused::NoPurpose),
        (STORED.replace("100000", "-1"), TenantRefused::Syntax),
        (STORED.replace(r#""graces":[]"#, r#""graces":[],"note":"""#), TenantRefused::Syntax),
        ("[".repeat(1_000_000), TenantRefused::Syntax),
        (" ".repeat(16 * 1024 * 1024 + 1), TenantRefused::TextTooLong),
        (String::new(), TenantRefused::Syntax),
    ];
    for (text, error) in refused {
        let start = &text[..text.len().min(300)];
        assert_eq!(TenantDirectory::from_json(text.as_bytes()), Err(error), "{start}");
    }
}

/// Guideline 001 ch. 4 (2) ウ: a year; warned at 120, 90 and 30 days before the last.
#[test]
// Requirement: PROC-03
fn an_accreditation_lasts_a_year_and_warns_before_its_end() {
    let day = |text: &str| text.parse::<JapanDay>().unwrap();
    let new = |first, last| Accreditation::new(LegalBasis::Item6, day(first), day(last));
    let it = new("2026-04-01", "2027-03-31").unwrap();
    assert!(new("2027-03-01", "2028-02-29").is_ok(), "a year with a leap day");
    assert_eq!(new("2026-04-01", "2027-04-02"), Err(AccreditationError::Period));
    assert_eq!(new("2026-04-01", "2026-03-31"), Err(AccreditationError::Period));

    // Days before 2027-03-31, counted by hand.
    let cases = [
        ("2026-04-01T00:00:00+09:00", 364, None),
        ("2026-11-30T23:59:59+09:00", 121, None),
        ("2026-12-01T00:00:00+09:00", 120, Some("accreditation.within-120-days")),
        ("2026-12-30T23:59:59+09:00", 91, Some("accreditation.within-120-days")),
        ("2026-12-31T00:00:00+09:00", 90, Some("accreditation.within-90-days")),
        ("2027-02-28T23:59:59+09:00", 31, Some("accreditation.within-90-days")),
        ("2027-03-01T00:00:00+09:00", 30, Some("accreditation.within-30-days")),
        ("2027-03-31T23:59:59+09:00", 0, Some("accreditation.within-30-days")),
    ];
    for (at, days_left, warning) in cases {
        let in_force = it.at(instant(at)).unwrap();
        assert_eq!(in_force.basis(), LegalBasis::Item6);
        let found = (in_force.days_left(), in_force.warning().map(|it| it.code()));
        assert_eq!(found, (days_left, warning), "{at}");
    }
    let refused = |at| it.at(instant(at)).err();
    assert_eq!(refused("2026-03-31T23:59:59+09:00"), Some(AccreditationError::NotYet));
    assert_eq!(refused("2027-03-31T15:00:00Z"), Some(AccreditationError::Expired));
    assert_eq!(refused("2027-03-31T14:59:59Z"), None);
}
