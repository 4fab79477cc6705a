//! The second in which validity begins and ends (jpki-profile §2.3, §15 row 15).

use ::time::macros::utc_datetime;
use ::time::{Duration, UtcDateTime};

use crate::jpki::{EndEntity, Generation, Person};
use crate::key::Key;
use crate::vectors::manifest::{Case, Check, Reason};
use crate::vectors::set::VectorSet;

pub(super) fn add(set: &mut VectorSet) {
    let hanako = Person::hanako();

    // Issued 2025-08-05 in Japan: the fifth birthday after that is 2030-04-01.
    let issued_at = utc_datetime!(2025-08-05 1:23:45);
    let certificate = set.jpki().sign_certificate(&hanako).issued_at(issued_at).issue();
    let file = set.person("hanako/sign-bounds", &certificate, None);
    let end = utc_datetime!(2030-04-01 14:59:59);
    both_ends(set, "validity", "", (&file, &certificate), issued_at, end);

    // Issued on the birthday itself: that day does not count.
    let issued_at = utc_datetime!(2025-03-31 15:00:00);
    let certificate = set.jpki().sign_certificate(&hanako).issued_at(issued_at).issue();
    let file = set.person("hanako/sign-issued-on-birthday", &certificate, None);
    let end = utc_datetime!(2030-04-01 14:59:59);
    both_ends(
        set,
        "validity-issued-on-birthday",
        ", issued on a birthday",
        (&file, &certificate),
        issued_at,
        end,
    );

    // Born on February 29: the fifth birthday falls into a year without that day, or with it.
    let born_on_leap_day =
        Person::new("leap-day", "見本　閏", "1", "420000229", &hanako.address, Key::rsa_2048(33));
    for (id, issued_at, end) in [
        ("common", utc_datetime!(2024-08-05 1:00:00), utc_datetime!(2029-02-28 14:59:59)),
        ("leap", utc_datetime!(2023-08-05 1:00:00), utc_datetime!(2028-02-29 14:59:59)),
    ] {
        let certificate =
            set.jpki().sign_certificate(&born_on_leap_day).issued_at(issued_at).issue();
        let file = set.person(&format!("leap-day/sign-{id}-year"), &certificate, None);
        both_ends(
            set,
            &format!("validity-leap-day-{id}-year"),
            &format!(", born on February 29 and ending in a {id} year"),
            (&file, &certificate),
            issued_at,
            end,
        );
    }
}

/// First and last second of validity, and the seconds outside.
fn both_ends(
    set: &mut VectorSet,
    id: &str,
    whose: &str,
    certificate: (&str, &EndEntity),
    begin: UtcDateTime,
    end: UtcDateTime,
) {
    let second = Duration::SECOND;
    let case = at(set, &format!("{id}-first-second"), "first second", whose, certificate, begin);
    set.add(case);
    let case = at(set, &format!("{id}-last-second"), "last second", whose, certificate, end)
        .openssl_verify("error 10")
        .openssl_note("OpenSSL counts the last second as past; RFC 5280 §4.1.2.5 includes it.");
    set.add(case);
    let case = at(
        set,
        &format!("{id}-second-before"),
        "second before",
        whose,
        certificate,
        begin - second,
    )
    .invalid(Check::PathValidity, Reason::NotYetValid)
    .openssl_verify("error 9");
    set.add(case);
    let case =
        at(set, &format!("{id}-second-after"), "second after", whose, certificate, end + second)
            .invalid(Check::PathValidity, Reason::Expired)
            .openssl_verify("error 10");
    set.add(case);
}

/// A case at an instant, with lists issued an hour before.
fn at(
    set: &mut VectorSet,
    id: &str,
    which: &str,
    whose: &str,
    certificate: (&str, &EndEntity),
    instant: UtcDateTime,
) -> Case {
    let (file, end_entity) = certificate;
    let jpki = set.jpki();
    let authority = jpki.sign_ca(Generation::Third);
    let issued = instant - Duration::HOUR;
    let crl = jpki.crl(&authority).this_update(issued).next_update(issued + Duration::DAY);
    let arl = jpki.arl(&authority).this_update(issued).next_update(issued + Duration::DAY);
    let crl = set.list(&format!("{id}-crl"), &crl, &authority);
    let arl = set.list(&format!("{id}-arl"), &arl, &authority);
    set.certificate_case(
        id,
        &format!("The {which} of validity{whose}."),
        end_entity.authority(),
        file,
    )
    .at(instant)
    .crl(&[&crl])
    .arl(&[&arl])
}
