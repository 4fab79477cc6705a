//! Entries in any order, of any length, more than once.

use std::collections::HashSet;

use jpki_core::name::Name;
use jpki_revocation::{CrlError, RevocationReason, Status, VerifiedCrl};
use jpki_testkit::asn1::ObjectIdentifier;
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::{CrlBuilder, CrlEntry, Extension, ReasonCode, SerialNumber};
use jpki_testkit::seed::Seed;
use jpki_x509::certificate::SerialNumber as Asked;
use proptest::prelude::*;
use time::Duration;

use crate::crl::world::{World, anchor_issuer, verify};

fn verified(world: &World, list: &CrlBuilder) -> VerifiedCrl {
    verify(&world.sign(list), &anchor_issuer(&world.authority)).unwrap()
}

fn reason(list: &VerifiedCrl, name: &[u8], serial: &[u8]) -> Option<RevocationReason> {
    let name = Name::from_der(name).unwrap();
    list.find(&name, Asked::from_der_content(serial).unwrap()).unwrap().map(|entry| entry.reason)
}

#[test]
fn of_several_entries_the_one_that_lasts_counts() {
    let world = World::new();
    let when = world.now();
    let serial = || world.person.serial();
    let hold = |list: CrlBuilder| list.revoke(serial(), when, ReasonCode::CertificateHold);
    let compromise = |list: CrlBuilder| list.revoke(serial(), when, ReasonCode::KeyCompromise);
    let removal = |list: CrlBuilder| list.revoke(serial(), when, ReasonCode::RemoveFromCrl);
    let other = |list: CrlBuilder| {
        list.revoke(world.authority.serial_after(0xF_0001), when, ReasonCode::Superseded)
    };
    let cases = [
        (hold(compromise(world.list())), RevocationReason::KeyCompromise),
        (compromise(other(hold(world.list()))), RevocationReason::KeyCompromise),
        (removal(hold(world.list())), RevocationReason::CertificateHold),
        (hold(other(removal(world.list()))), RevocationReason::CertificateHold),
    ];
    for (list, expected) in cases {
        let Status::Revoked(found) = world.status(&[list]) else { panic!("{expected:?}") };
        assert_eq!(found.reason, expected);
    }
}

#[test]
fn removal_on_a_complete_list_does_not_make_good() {
    let world = World::new();
    let list = world.list().revoke(world.person.serial(), world.now(), ReasonCode::RemoveFromCrl);
    assert!(matches!(world.status(&[list]), Status::Revoked(_)));
}

#[test]
fn every_reason_is_told_as_it_stands() {
    let world = World::new();
    for number in 1..=0x7f_u8 {
        let entry = CrlEntry::new(world.person.serial(), world.now());
        let list = world.list().entry(entry.reason(ReasonCode::Unassigned(number)));
        let Status::Revoked(found) = world.status(&[list]) else { panic!("{number}") };
        assert_eq!(found.reason.number(), number);
    }
}

#[test]
fn dates_in_both_types_and_at_the_ends_of_months() {
    use jpki_core::time::Timestamp;
    let world = World::new();
    for text in [
        "1999-12-31T23:59:59Z",
        "2024-02-29T00:00:00Z",
        "2025-02-28T23:59:59Z",
        "2026-01-31T12:00:00Z",
        "2026-04-30T12:00:00Z",
        "2049-12-31T23:59:59Z",
        "2050-01-01T00:00:00Z",
    ] {
        let instant = Timestamp::from_rfc3339(text).unwrap();
        let when = time::UtcDateTime::from_unix_timestamp(instant.unix_seconds()).unwrap();
        let list = world.list().revoke(world.person.serial(), when, ReasonCode::Superseded);
        let Status::Revoked(found) = world.status(&[list]) else { panic!("{text}") };
        assert_eq!(found.at, instant);
    }
    for text in [
        "260230000000Z",
        "260431000000Z",
        "261301000000Z",
        "260100000000Z",
        "260101240000Z",
        "260101126000Z",
        "260101120060Z",
        // The byte after '9'.
        "26010:120000Z",
        "260101120:00Z",
        "26010112000:Z",
    ] {
        let der = world.sign(&world.list().revoke(
            world.person.serial(),
            world.now() - Duration::DAY,
            ReasonCode::Superseded,
        ));
        let at = der.windows(13).position(|window| window == b"260531030000Z").unwrap();
        let mut changed = der;
        changed[at..at + 13].copy_from_slice(text.as_bytes());
        let list = jpki_revocation::Crl::from_der(changed).unwrap();
        assert!(list.count_entries().is_err(), "{text}");
    }
}

#[test]
fn a_serial_number_that_is_not_in_its_shortest_form_is_nobodys() {
    let world = World::new();
    let list = world.list().revoke(1, world.now(), ReasonCode::Superseded);
    let list = verified(&world, &list.revoke(2, world.now(), ReasonCode::Superseded));
    let name = world.authority.name().to_der();
    assert_eq!(reason(&list, &name, &[1]), Some(RevocationReason::Superseded));
    assert!(Asked::from_der_content(&[0, 1]).is_err());
}

/// The extensions of an entry in the usual form have 14 bytes; so have these, which are no reason code.
#[test]
fn an_extension_as_long_as_a_reason_code_is_none() {
    let world = World::new();
    let entry = |oid: &str, value: &[u8]| {
        let extension = Extension::new(ObjectIdentifier::new_unwrap(oid), value.to_vec());
        (CrlEntry::new(world.person.serial(), world.now()), extension)
    };
    let (plain, extension) = entry("2.5.29.99", &[0x0a, 1, 4]);
    let Status::Revoked(found) = world.status(&[world.list().entry(plain.extension(extension))])
    else {
        panic!("revoked whatever the extension says")
    };
    assert_eq!(found.reason, RevocationReason::Unspecified);
    let (plain, extension) = entry("1.2.3", &[0x05]);
    let list = world.list().entry(plain.extension(extension.critical()));
    let found = verify(&world.sign(&list), &anchor_issuer(&world.authority));
    assert_eq!(found.err(), Some(CrlError::UnknownCriticalExtension));
}

/// X.690 §8.3.2
#[test]
fn a_list_with_an_integer_that_is_not_in_its_shortest_form_is_refused() {
    let world = World::new();
    for (bytes, is_shortest) in
        [([0x00, 0x80], true), ([0x00, 0x7f], false), ([0xff, 0x7f], true), ([0xff, 0x80], false)]
    {
        let serial = SerialNumber::from_bytes(bytes.to_vec());
        let list = world.list().revoke(serial, world.now(), ReasonCode::Superseded);
        let found = verify(&world.sign(&list), &anchor_issuer(&world.authority));
        assert_eq!(found.is_ok(), is_shortest, "{bytes:02x?}: {found:?}");
    }
}

/// Enough entries that groups of the index overflow and that it is built in parts.
#[test]
fn of_many_entries_each_is_found_and_nothing_else() {
    let world = World::new();
    for bytes in [4, 8, 16, 20] {
        let serials = Serials::Random { bytes, seed: Seed::new(bytes as u64) };
        let count = 40_000;
        let der = large_list(&world.list(), world.authority.key(), serials, count);
        let list = verify(&der, &anchor_issuer(&world.authority)).unwrap();
        assert_eq!(list.entries(), count as usize);
        let name = list.list().issuer();
        let listed: HashSet<Vec<u8>> =
            (0..count).map(|place| serials.at(place).as_bytes().to_vec()).collect();
        let is_found = |serial: &[u8]| {
            list.find(&name, Asked::from_der_content(serial).unwrap()).unwrap().is_some()
        };
        assert!(listed.iter().all(|serial| is_found(serial)), "{bytes}");
        let near = listed.iter().map(|serial| {
            let mut near = serial.clone();
            near[bytes / 2] ^= 1;
            near
        });
        for serial in near {
            assert_eq!(is_found(&serial), listed.contains(&serial), "{bytes}");
        }
    }
}

/// Small ascending numbers, whose index is another one: dense, sparse, with entries of several lengths,
/// and with the last number out of order.
#[test]
fn of_ascending_numbers_each_is_found_and_nothing_else() {
    let world = World::new();
    let name = world.authority.name().to_der();
    let plain = |number: u32| CrlEntry::new(SerialNumber::from(u64::from(number)), world.now());
    let some_with_reason = |number: u32| match number % 3 {
        0 => plain(number).reason(ReasonCode::Superseded),
        _ => plain(number),
    };
    type Shape<'a> = (&'a str, Vec<u32>, &'a dyn Fn(u32) -> CrlEntry);
    let shapes: [Shape<'_>; 6] = [
        ("one", vec![7], &plain),
        ("dense", (1_000..4_000).collect(), &plain),
        ("of several lengths", (100..1_500).map(|number| number * 3).collect(), &some_with_reason),
        ("sparse", (1..2_000).map(|number| number * 2_000_003).collect(), &plain),
        ("one far away", (1..2_000).chain([u32::MAX]).collect(), &plain),
        ("the last out of order", (1_000..3_000).chain([5]).collect(), &plain),
    ];
    for (shape, numbers, entry) in shapes {
        let list = numbers.iter().fold(world.list(), |list, number| list.entry(entry(*number)));
        let list = verified(&world, &list);
        // Half an entry a bucket, 17 bytes an entry, is the most that the index of such numbers takes.
        assert!(list.index_bytes() <= 17 * numbers.len() + 128, "{shape}");
        let listed: HashSet<u32> = numbers.iter().copied().collect();
        for number in listed.iter().flat_map(|number| [*number, number.wrapping_add(1), number ^ 1])
        {
            let serial = SerialNumber::from(u64::from(number));
            let expected = listed.contains(&number).then(|| match number % 3 {
                0 if shape == "of several lengths" => RevocationReason::Superseded,
                _ => RevocationReason::Unspecified,
            });
            assert_eq!(reason(&list, &name, serial.as_bytes()), expected, "{shape}, {number}");
        }
    }
}

fn serials() -> impl Strategy<Value = Vec<(Vec<u8>, u8)>> {
    let any_length = prop::collection::vec(any::<u8>(), 1..=20);
    let small = (0_u32..300).prop_map(|number| number.to_be_bytes().to_vec());
    let reason = prop_oneof![Just(1), Just(4), Just(6)];
    prop::collection::vec((prop_oneof![any_length, small], reason), 0..200)
}

fn minimal(mut integer: Vec<u8>) -> Vec<u8> {
    while integer.len() > 1
        && ((integer[0] == 0 && integer[1] < 0x80) || (integer[0] == 0xff && integer[1] >= 0x80))
    {
        integer.remove(0);
    }
    integer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The index finds what a search through all entries finds, and nothing else.
    #[test]
    fn the_index_is_a_map(entries in serials(), ascending in any::<bool>(), asked in serials()) {
        let world = World::new();
        let mut entries: Vec<_> =
            entries.into_iter().map(|(serial, reason)| (minimal(serial), reason)).collect();
        if ascending {
            entries.retain(|(serial, _)| serial.len() <= 4 && serial[0] < 0x80);
            entries.sort_by_key(|(serial, _)| (serial.len(), serial.clone()));
            entries.dedup_by_key(|(serial, _)| serial.clone());
        }
        let list = entries.iter().fold(world.list(), |list, (serial, reason)| {
            let reason = ReasonCode::Unassigned(*reason);
            list.revoke(SerialNumber::from_bytes(serial.clone()), world.now(), reason)
        });
        let list = verified(&world, &list);
        let name = world.authority.name().to_der();
        let asked = asked.into_iter().map(|(serial, _)| minimal(serial));
        let listed = entries.iter().map(|(serial, _)| serial.clone());
        for serial in listed.chain(asked).collect::<Vec<_>>() {
            let same: Vec<u8> =
                entries.iter().filter(|(other, _)| *other == serial).map(|(_, reason)| *reason).collect();
            let expected = same.iter().find(|reason| **reason != 6).or(same.first());
            let found = reason(&list, &name, &serial).map(RevocationReason::number);
            prop_assert_eq!(found, expected.copied());
        }
    }
}
