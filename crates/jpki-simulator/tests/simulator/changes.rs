//! The monitor between two days of a simulated J-LIS: figure 3-4 of the guideline.

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::localized::Locale;
use jpki_core::time::ValidationTime;
use jpki_crypto::RustCrypto;
use jpki_monitor::interpretation::ReasonTable;
use jpki_monitor::{
    Customer, CustomerCrls, CustomerReference, HeldCertificate, HeldSerial, Monitor,
    RecordedConsent,
};
use jpki_revocation::{Crl, CrlIssuer, RevocationPolicy, VerifiedCrl};
use jpki_simulator::{Resident, Simulator};
use jpki_testkit::jpki::{EndEntity, Generation, Person};
use jpki_transport::blocking::CrlTransport as _;
use jpki_x509::kind::Generation as Number;

use crate::support::{Use, day, read, start};

/// An event, what happens, and the row of the figure.
type Row = (&'static str, fn(&Resident), &'static str);

fn held(card: &EndEntity) -> HeldCertificate {
    let certificate = read(card);
    HeldCertificate {
        generation: Number::new(3),
        serial_number: HeldSerial::of(certificate.serial_number()).unwrap(),
        not_after: certificate.not_after(),
    }
}

/// The lists of today, verified.
fn lists(jlis: &Simulator) -> Vec<VerifiedCrl> {
    let trust = jlis.trust(&RustCrypto);
    let verify = |purpose| {
        let list = jlis.crl(purpose, Generation::Third, None).fetch().unwrap();
        let list = Crl::from_der(list).unwrap();
        let verified = trust.all_anchors().find_map(|anchor| {
            let issuer = CrlIssuer::anchor(anchor.authority().clone());
            list.clone().verify(&issuer, &AlgorithmPolicy::current()).ok()
        });
        verified.unwrap()
    };
    vec![verify(Use::Sign), verify(Use::Auth)]
}

#[test]
// Requirement: REV-02, REV-03, REV-04, REV-05, REV-06, HOLD-04
fn each_event_is_its_row_of_the_figure() {
    let events: [Row; 8] = [
        ("a move", |p| p.moves(day(2026, 6, 2)), "fig3-4.signature-only"),
        (
            "another name",
            |p| p.changes_to(Person::taro(), day(2026, 6, 2)),
            "fig3-4.signature-only",
        ),
        ("death", |p| p.dies(day(2026, 6, 2)), "fig3-4.affiliationChanged"),
        ("a move abroad", |p| p.moves_abroad(day(2026, 6, 2)), "fig3-4.affiliationChanged"),
        ("a loss for good", |p| p.gives_card_up(day(2026, 6, 2)), "fig3-4.cessationOfOperation"),
        ("a renewal", |p| drop(p.renews(day(2026, 6, 2))), "fig3-4.superseded"),
        ("a loss", |p| p.loses_card(day(2026, 6, 2)), "fig3-4.certificateHold"),
        ("nothing", |_| (), ""),
    ];
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("monitor");
    let monitor = Monitor::open(&folder, ReasonTable::Guideline13, Locale::Ja).unwrap();
    let jlis = Simulator::new(1, start());
    let mut customers = Vec::new();
    let mut people = Vec::new();
    for (number, (_, happens, _)) in (1..).zip(&events) {
        let person = jlis.person(Person::hanako());
        let card = person.card().unwrap();
        happens(&person);
        customers.push(Customer {
            reference: CustomerReference(number),
            consent: RecordedConsent::given_at(start(), ValidationTime::at(start())).unwrap(),
            signature: card.signing.as_ref().map(held),
            authentication: Some(held(&card.authentication)),
        });
        people.push(person);
    }
    let run = |at| {
        jlis.set_clock(at);
        let (trust, lists) = (jlis.trust(&RustCrypto), lists(&jlis));
        let policy = RevocationPolicy::daily();
        let crls = CustomerCrls::new(&trust, &lists, &policy, ValidationTime::at(at));
        let customers = customers.iter().cloned().map(Ok::<_, std::convert::Infallible>);
        let summary =
            monitor.run_in_groups(customers, |group| crls.statuses(group), |_| ()).unwrap();
        assert!(summary.unknown.is_empty());
        let changes = std::fs::read_to_string(monitor.changes(summary.run)).unwrap();
        let row = |line: &str| {
            let change: serde_json::Value = serde_json::from_str(line).unwrap();
            (change["customer"].as_u64().unwrap(), change["row"].as_str().unwrap().to_owned())
        };
        changes.lines().map(row).collect::<Vec<_>>()
    };
    assert_eq!(run(start()), [], "before");
    let expected = (1..).zip(&events).filter(|(_, (_, _, row))| !row.is_empty());
    let expected: Vec<_> =
        expected.map(|(number, (_, _, row))| (number, (*row).to_owned())).collect();
    assert_eq!(run(day(2026, 6, 3)), expected, "after");
    // The card is found: the hold is lifted, and nothing else happens.
    people[6].finds_card(day(2026, 6, 4));
    assert_eq!(run(day(2026, 6, 5)), [(7, "hold-lifted".to_owned())]);
}
