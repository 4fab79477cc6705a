//! What lists of later say of an instant before (ETSI EN 319 102-1 §5.5: what is learnt later counts).

use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_revocation::{RevocationPolicy, RevocationTarget, Status};
use jpki_testkit::asn1;
use jpki_testkit::jpki::Person;
use jpki_testkit::oid;
use jpki_testkit::pki::{CrlBuilder, CrlEntry, Extension, ReasonCode};
use time::{Duration, UtcDateTime};

use crate::crl::world::{World, anchor, at, certificate};

const HOUR: Duration = Duration::HOUR;
const DAY: Duration = Duration::DAY;

impl World {
    /// Thirty days after the instant that is asked about.
    fn present(&self) -> UtcDateTime {
        self.now() + Duration::days(30)
    }

    fn looking_back(&self) -> ValidationTime {
        let instant = Timestamp::from_unix_seconds(self.now().unix_timestamp());
        at(self.present()).looking_back_to(instant)
    }

    /// The list of an hour before the present.
    fn later(&self) -> CrlBuilder {
        self.list()
            .this_update(self.present() - HOUR)
            .next_update(self.present() + 23 * HOUR)
            .replace_extension(Extension::crl_number(90_000))
    }

    fn then(&self, lists: &[CrlBuilder]) -> Status {
        self.then_of(self.person.certificate(), lists)
    }

    fn then_of(&self, certificate: &[u8], lists: &[CrlBuilder]) -> Status {
        let lists: Vec<_> = lists.iter().map(|list| self.sign(list)).collect();
        let (certificate, anchor) = (self::certificate(certificate), anchor(&self.authority));
        let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
        self.pool(&lists).judge(&RevocationPolicy::daily(), &target, self.looking_back()).status()
    }
}

#[test]
fn a_later_list_tells_by_its_dates() {
    let world = World::new();
    let (then, serial) = (world.now(), world.person.serial());
    let of_that_day = || world.list();
    let revoked = |since: UtcDateTime, reason| world.later().revoke(serial.clone(), since, reason);
    let compromise = ReasonCode::KeyCompromise;
    // Reported at 06:00, signed at noon: no list of that day can show it.
    let before = revoked(then - 6 * HOUR, compromise);
    for lists in
        [vec![of_that_day(), before.clone()], vec![before.clone(), of_that_day()], vec![before]]
    {
        assert!(matches!(world.then(&lists), Status::Revoked(_)));
    }
    assert!(matches!(world.then(&[revoked(then, compromise)]), Status::Revoked(_)));
    let after = revoked(then + Duration::SECOND, compromise);
    assert_eq!(world.then(core::slice::from_ref(&after)), Status::Good);
    assert_eq!(world.then(&[of_that_day(), after]), Status::Good);
    assert_eq!(world.then(&[world.later()]), Status::Good);
    let invalid = CrlEntry::new(serial.clone(), then + 7 * DAY)
        .reason(compromise)
        .extension(Extension::invalidity_date(then));
    assert!(matches!(world.then(&[world.later().entry(invalid)]), Status::Revoked(_)));
}

#[test]
fn the_worse_counts_and_a_later_list_may_be_out_of_date() {
    let world = World::new();
    let (then, serial) = (world.now(), world.person.serial());
    // On hold that day, lifted since: the list of that day says so, a later one alone does not.
    let held = world.list().revoke(serial.clone(), then - HOUR, ReasonCode::CertificateHold);
    assert!(matches!(world.then(&[held, world.later()]), Status::Revoked(_)));
    assert_eq!(world.then(&[world.later()]), Status::Good);
    // Two later lists that disagree.
    let next_day = || world.later().this_update(then + DAY).next_update(then + 2 * DAY);
    let revoking = next_day().revoke(serial.clone(), then - HOUR, ReasonCode::Superseded);
    assert!(matches!(world.then(&[revoking, world.later()]), Status::Revoked(_)));
    assert_eq!(world.then(&[next_day()]), Status::Good);
    let early = world.list().this_update(then - 2 * DAY).next_update(then - DAY);
    assert_eq!(world.then(&[early]), Status::Unknown(Reason::CrlStale));
    let future = world.later().this_update(world.present() + 6 * Duration::MINUTE);
    assert_eq!(world.then(&[future]), Status::Unknown(Reason::CrlFromFuture));
    let contradictory = world.later().next_update(world.present() - 2 * HOUR);
    assert_eq!(world.then(&[contradictory]), Status::Unknown(Reason::CrlStale));
}

#[test]
fn what_expired_may_be_gone_from_the_list() {
    let world = World::new();
    let then = world.now();
    let expiring = world.jpki.sign_certificate(&Person::hanako()).not_after(then + DAY).issue();
    let ask = |list: CrlBuilder| world.then_of(expiring.certificate(), &[list]);
    let at_the_end = world.later().this_update(then + DAY);
    assert_eq!(ask(at_the_end.clone()), Status::Good);
    let once_expired = at_the_end.this_update(then + DAY + Duration::SECOND);
    assert_eq!(ask(once_expired.clone()), Status::Unknown(Reason::NoInformationOnceExpired));
    let listed = once_expired.revoke(expiring.serial(), then, ReasonCode::Superseded);
    assert!(matches!(ask(listed), Status::Revoked(_)));
    let of_that_day = world.list();
    assert_eq!(ask(of_that_day), Status::Good);
}

/// Of an authority whose key may have been in wrong hands no date helps.
#[test]
fn an_authority_that_lost_its_key_is_revoked_for_the_past_too() {
    let world = World::new();
    let own = certificate(&world.authority.certificate());
    let anchor = anchor(&world.authority);
    let target = RevocationTarget::trust_anchor(&own, &anchor);
    let ask = |reason: Option<ReasonCode>, since: UtcDateTime| {
        let entry = CrlEntry::new(world.authority.serial(), since);
        let entry = reason.into_iter().fold(entry, CrlEntry::reason);
        let arl = world.jpki.arl(&world.authority).entry(entry);
        let arl = arl.this_update(world.present() - HOUR).next_update(world.present() + HOUR);
        let pool = world.pool(&[world.sign(&arl)]);
        pool.judge(&RevocationPolicy::daily(), &target, world.looking_back()).status()
    };
    let after = world.now() + DAY;
    for reason in [None, Some(ReasonCode::CaCompromise), Some(ReasonCode::KeyCompromise)] {
        assert!(matches!(ask(reason, after), Status::Revoked(_)), "{reason:?}");
    }
    for reason in [ReasonCode::Superseded, ReasonCode::CessationOfOperation] {
        assert_eq!(ask(Some(reason), after), Status::Good, "{reason:?}");
        assert!(matches!(ask(Some(reason), world.now()), Status::Revoked(_)));
    }
}

#[test]
fn the_present_does_not_look_at_dates() {
    let world = World::new();
    let tomorrow = world.now() + DAY;
    let list = world.list().revoke(world.person.serial(), tomorrow, ReasonCode::Superseded);
    assert!(matches!(world.status(&[list]), Status::Revoked(_)));
    // Nor where the list is of a clock a little ahead.
    let ahead = world.list().this_update(world.now() + 4 * Duration::MINUTE);
    let ahead = ahead.revoke(world.person.serial(), tomorrow, ReasonCode::Superseded);
    assert!(matches!(world.status(&[ahead]), Status::Revoked(_)));
}

/// A list may have several entries of one certificate: any of them may tell of the instant.
#[test]
fn every_entry_is_looked_at() {
    let world = World::new();
    let (then, serial) = (world.now(), world.person.serial());
    let entry = |since, reason| CrlEntry::new(serial.clone(), since).reason(reason);
    let before = || entry(then - HOUR, ReasonCode::KeyCompromise);
    let after = || entry(then + DAY, ReasonCode::Superseded);
    let later_after = || entry(then + 2 * DAY, ReasonCode::KeyCompromise);
    for (entries, is_revoked) in [
        ([before(), after()], true),
        ([after(), before()], true),
        ([after(), entry(then - HOUR, ReasonCode::CertificateHold)], true),
        ([after(), later_after()], false),
    ] {
        let list = entries.into_iter().fold(world.later(), CrlBuilder::entry);
        assert_eq!(matches!(world.then(&[list]), Status::Revoked(_)), is_revoked);
    }
    // In a list and the delta to it.
    let delta = |entry| {
        let delta = world.later().extension(Extension::delta_crl_indicator(90_000).critical());
        delta.replace_extension(Extension::crl_number(90_001)).entry(entry)
    };
    for (listed, changed) in [(before(), after()), (after(), before())] {
        let lists = [world.later().entry(listed), delta(changed)];
        assert!(matches!(world.then(&lists), Status::Revoked(_)));
    }
    assert_eq!(world.then(&[world.later().entry(after()), delta(later_after())]), Status::Good);
}

/// A date that cannot be read may be of before.
#[test]
fn an_unreadable_date_of_invalidity_may_be_of_before() {
    let world = World::new();
    let then = world.now();
    let entry = |value: Vec<u8>| {
        let entry = CrlEntry::new(world.person.serial(), then + DAY).reason(ReasonCode::Superseded);
        world.later().entry(entry.extension(Extension::new(oid::INVALIDITY_DATE, value)))
    };
    let readable = |text: &[u8]| entry(asn1::element(0x18, text));
    assert_eq!(world.then(&[readable(b"20260630030000Z")]), Status::Good);
    assert!(matches!(world.then(&[readable(b"20260531030000Z")]), Status::Revoked(_)));
    for list in [
        readable(b"202605310300Z"),
        readable(b"20260531030000.5Z"),
        readable(b"20260531120000+0900"),
        readable(b"20260532030000Z"),
        entry(asn1::element(0x17, b"260531030000Z")),
        entry(Vec::new()),
    ] {
        assert!(matches!(world.then(&[list]), Status::Revoked(_)));
    }
}
