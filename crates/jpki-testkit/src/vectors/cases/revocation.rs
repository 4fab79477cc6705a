//! Lists and what they say about a certificate (RFC 5280 §5, §6.3; jpki-profile §5, §15 rows 8, 9 and
//! 16).

use ::time::Duration;

use super::standing::{complete_list, revoked_serial, revoked_serial_without_reason};
use crate::asn1;
use crate::jpki::{EndEntity, Environment, Generation, Person, Purpose};
use crate::pki::{
    AuthorityKeyIdentifier, CrlBuilder, CrlEntry, DistinguishedName, DistributionPointName,
    Extension, IssuingDistributionPoint, Reason as ReasonFlag, ReasonCode, SerialNumber,
};
use crate::vectors::manifest::{Case, Check, Kind, Reason};
use crate::vectors::set::VectorSet;

pub(super) fn add(set: &mut VectorSet) {
    reasons(set);
    entries(set);
    times(set);
    issuers(set);
    scopes(set);
    critical_extensions(set);
    counters(set);
    encodings(set);
    municipalities(set);
}

/// One certificate for each reason in today's list (jpki-profile §5.1).
fn reasons(set: &mut VectorSet) {
    let third = set.jpki().sign_ca(Generation::Third);
    for (name, reason) in [
        ("unspecified", ReasonCode::Unspecified),
        ("key-compromise", ReasonCode::KeyCompromise),
        ("ca-compromise", ReasonCode::CaCompromise),
        ("affiliation-changed", ReasonCode::AffiliationChanged),
        ("superseded", ReasonCode::Superseded),
        ("cessation-of-operation", ReasonCode::CessationOfOperation),
        ("certificate-hold", ReasonCode::CertificateHold),
        ("privilege-withdrawn", ReasonCode::PrivilegeWithdrawn),
        ("aa-compromise", ReasonCode::AaCompromise),
        ("number-11", ReasonCode::Unassigned(11)),
    ] {
        let finding = match reason {
            ReasonCode::CertificateHold => Reason::OnHold,
            _ => Reason::Revoked,
        };
        let case = with_serial(set, &format!("revoked-{name}"), revoked_serial(&third, reason));
        let case = Case {
            description: format!("Today's list has the certificate, reason {name}."),
            ..case
        };
        set.add(case.invalid(Check::Revocation, finding).openssl_crl("error 23"));
    }
    let case = with_serial(set, "revoked-without-reason", revoked_serial_without_reason(&third));
    let case = Case {
        description: "Today's list has the certificate without a reason.".to_owned(),
        ..case
    };
    set.add(case.invalid(Check::Revocation, Reason::Revoked).openssl_crl("error 23"));
}

/// Entries around the certificate's own.
fn entries(set: &mut VectorSet) {
    let (jpki, subject) = subject(set);
    let third = subject.authority().clone();
    let revoked_at = jpki.lists_issued_at() - Duration::days(3);
    let number = |places: u64| third.serial_after(places);

    let case = judged_by(set, "list-empty", "The list has no entries.", jpki.crl(&third));
    set.add(case);

    let neighbours = jpki
        .crl(&third)
        .revoke(number(SUBJECT - 1), revoked_at, ReasonCode::Superseded)
        .revoke(number(SUBJECT + 1), revoked_at, ReasonCode::Superseded)
        .entry(CrlEntry::new(longer(&subject.serial()), revoked_at))
        .entry(CrlEntry::new(SerialNumber::from_bytes([0x12, 0x34]), revoked_at));
    let case = judged_by(
        set,
        "list-neighbours",
        "The list has the serial numbers before and after, and one that begins alike.",
        neighbours,
    );
    set.add(case);

    let twice = jpki
        .crl(&third)
        .revoke(subject.serial(), revoked_at, ReasonCode::CertificateHold)
        .revoke(subject.serial(), revoked_at + Duration::DAY, ReasonCode::KeyCompromise);
    let case = judged_by(
        set,
        "list-entry-duplicated",
        "The list has the certificate twice: first on hold, then with a compromised key.",
        twice,
    );
    set.add(case.invalid(Check::Revocation, Reason::Revoked).openssl_crl("error 23"));

    let unsorted = [40, 7, 23, 3].into_iter().fold(jpki.crl(&third), |list, places| {
        list.revoke(number(SUBJECT + places), revoked_at, ReasonCode::Superseded)
    });
    let unsorted = unsorted.revoke(subject.serial(), revoked_at, ReasonCode::Superseded).revoke(
        number(SUBJECT - 30),
        revoked_at,
        ReasonCode::Superseded,
    );
    let case = judged_by(
        set,
        "list-unsorted",
        "The list is not sorted and has the certificate.",
        unsorted,
    );
    set.add(case.invalid(Check::Revocation, Reason::Revoked).openssl_crl("error 23"));

    let long =
        jpki.sign_certificate(&Person::taro()).serial(SerialNumber::from_bytes([0x5A; 20])).issue();
    let file = set.person("taro/sign-serial-20-octets", &long, None);
    let list = jpki
        .crl(&third)
        .revoke(SerialNumber::from_bytes([0x5A; 20]), revoked_at, ReasonCode::Superseded)
        .revoke(SerialNumber::from_bytes([0x5A; 19]), revoked_at, ReasonCode::Superseded);
    let list = set.list("list-serial-20-octets", &list, &third);
    let case = set
        .certificate_case(
            "list-serial-20-octets",
            "The list has the certificate, whose serial number has twenty octets.",
            &third,
            &file,
        )
        .kind(Kind::Crl)
        .crl(&[&list])
        .invalid(Check::Revocation, Reason::Revoked)
        .openssl_crl("error 23");
    set.add(case);

    // jpki-profile §5.2: a hold that was lifted is simply gone from the next list.
    let yesterday = jpki.lists_issued_at() - Duration::DAY;
    let held = jpki
        .crl(&third)
        .this_update(yesterday)
        .next_update(jpki.instant() + Duration::HOUR)
        .replace_extension(Extension::crl_number(jpki.crl_number() - 1))
        .revoke(subject.serial(), revoked_at, ReasonCode::CertificateHold);
    let held = set.list("list-hold-yesterday", &held, &third);
    let case = judged_by(
        set,
        "list-hold-lifted",
        "Yesterday's list, still current, has the certificate on hold; today's does not have it.",
        jpki.crl(&third),
    );
    let today = case.crl.clone();
    let both: Vec<&str> =
        std::iter::once(held.as_str()).chain(today.iter().map(String::as_str)).collect();
    set.add(case.crl(&both));
}

/// thisUpdate and nextUpdate.
fn times(set: &mut VectorSet) {
    let (jpki, subject) = subject(set);
    let third = subject.authority().clone();
    let now = jpki.instant();
    for (id, description, list) in [
        (
            "list-first-second",
            "The list is issued this very second.",
            jpki.crl(&third).this_update(now),
        ),
        (
            "list-last-second",
            "The next list comes in a second.",
            jpki.crl(&third).next_update(now + Duration::SECOND),
        ),
    ] {
        let case = judged_by(set, id, description, list);
        set.add(case);
    }

    let stale = jpki.crl(&third).next_update(now - Duration::SECOND);
    let case = judged_by(set, "list-stale", "The next list was due a second ago.", stale);
    set.add(case.indeterminate(Check::Revocation, Reason::CrlStale).openssl_crl("error 12"));

    let old = complete_list(&jpki, &third)
        .this_update(now - Duration::days(30))
        .next_update(now - Duration::days(29));
    let case = judged_by(set, "list-a-month-old", "The list is a month old.", old);
    set.add(case.indeterminate(Check::Revocation, Reason::CrlStale).openssl_crl("error 12"));

    let future =
        jpki.crl(&third).this_update(now + Duration::SECOND).next_update(now + Duration::DAY);
    let case = judged_by(set, "list-future", "The list is issued a second from now.", future);
    set.add(case.indeterminate(Check::Revocation, Reason::CrlNotYetValid).openssl_crl("error 11"));

    let endless = jpki.crl(&third).without_next_update();
    let case = judged_by(
        set,
        "list-without-next-update",
        "The list does not say when the next one comes (RFC 5280 §5.1.2.5 demands it).",
        endless,
    );
    set.add(
        case.indeterminate(Check::Revocation, Reason::CrlWithoutNextUpdate)
            .openssl_note("OpenSSL uses a list without nextUpdate for ever."),
    );
}

/// Whose list it is.
fn issuers(set: &mut VectorSet) {
    let (jpki, subject) = subject(set);
    let third = subject.authority().clone();
    let second = jpki.sign_ca(Generation::Second);
    let foreign = jpki.sign_ca(Generation::Foreign);

    let case = judged_by(set, "list-missing", "There is no list.", jpki.crl(&third)).crl(&[]);
    set.add(case.indeterminate(Check::Revocation, Reason::CrlMissing).openssl_crl("error 3"));

    let case = judged_by(
        set,
        "list-of-other-generation",
        "The list is the second generation's.",
        jpki.crl(&third),
    )
    .crl(&["lists/sign-ca-2.crl"]);
    set.add(case.indeterminate(Check::Revocation, Reason::CrlOfOtherKey).openssl_crl("error 3"));

    let case = judged_by(
        set,
        "list-of-other-purpose",
        "The list is that of user authentication certificates.",
        jpki.crl(&third),
    )
    .crl(&["lists/auth-ca-3.crl"]);
    set.add(case.indeterminate(Check::Revocation, Reason::CrlMissing).openssl_crl("error 3"));

    let (name, description) = (
        "list-signed-by-other-generation",
        "The list names the third generation's key, but the second signed it.",
    );
    let case = judged_by_signed(
        set,
        name,
        description,
        jpki.crl(&third).sign(second.key()),
        Some(&second),
    );
    set.add(case.indeterminate(Check::Revocation, Reason::CrlSignature).openssl_crl("error 8"));

    let (name, description) = (
        "list-signed-by-foreign-key",
        "The list names the third generation's key, but a foreign key signed it.",
    );
    let case = judged_by_signed(
        set,
        name,
        description,
        jpki.crl(&third).sign(foreign.key()),
        Some(&foreign),
    );
    set.add(case.indeterminate(Check::Revocation, Reason::CrlSignature).openssl_crl("error 8"));

    let mut spoilt = jpki.crl(&third).sign(third.key());
    let last = spoilt.len() - 1;
    spoilt[last] ^= 0x01;
    let (name, description) =
        ("list-spoilt-signature", "The last bit of the list's signature is flipped.");
    let case = judged_by_signed(set, name, description, spoilt, None);
    set.add(case.indeterminate(Check::Revocation, Reason::CrlSignature).openssl_crl("error 8"));

    // A list from which the certificate's entry was cut out: lengths fit, the signature does not.
    let full = jpki.crl(&third).revoke(
        subject.serial(),
        jpki.lists_issued_at(),
        ReasonCode::KeyCompromise,
    );
    let full = full.sign(third.key());
    let algorithm = third.key().usual_algorithm();
    let cut = jpki.crl(&third).to_be_signed(algorithm);
    let cut = crate::pki::signed(cut, algorithm.identifier(), &full[full.len() - 256..]);
    let (name, description) =
        ("list-entry-cut-out", "The certificate's entry was removed after the list was signed.");
    let case = judged_by_signed(set, name, description, cut, None);
    set.add(case.indeterminate(Check::Revocation, Reason::CrlSignature).openssl_crl("error 8"));
}

/// Which certificates a list is about.
fn scopes(set: &mut VectorSet) {
    let (jpki, subject) = subject(set);
    let third = subject.authority().clone();
    let here = subject.distribution_point();
    let elsewhere =
        Environment::Synthetic.distribution_point(Purpose::Sign, "Kakuu-ken", "Betsu-shi");
    let revoked_at = jpki.lists_issued_at() - Duration::days(3);
    let point = |name: &DistinguishedName| {
        IssuingDistributionPoint::named(DistributionPointName::directory(name.clone()))
    };
    let scoped = |scope: &IssuingDistributionPoint| {
        jpki.crl(&third).extension(Extension::issuing_distribution_point(scope).critical())
    };

    let case = judged_by(
        set,
        "list-partition",
        "The list is about the certificate's distribution point.",
        jpki.partitioned_crl(&third, here.clone()),
    );
    set.add(case);

    let list = jpki.partitioned_crl(&third, here.clone()).revoke(
        subject.serial(),
        revoked_at,
        ReasonCode::AffiliationChanged,
    );
    let case = judged_by(
        set,
        "list-partition-revoked",
        "The list is about the certificate's distribution point and has the certificate.",
        list,
    );
    set.add(case.invalid(Check::Revocation, Reason::Revoked).openssl_crl("error 23"));

    let users = IssuingDistributionPoint { only_user_certificates: true, ..point(&here) };
    let case = judged_by(
        set,
        "list-partition-users",
        "The list is about end entities of the certificate's distribution point.",
        scoped(&users),
    );
    set.add(case);

    let case = judged_by(
        set,
        "list-partition-elsewhere",
        "The list is about another distribution point.",
        jpki.partitioned_crl(&third, elsewhere),
    );
    set.add(out_of_scope(case));

    let case = judged_by(
        set,
        "list-partition-of-authority",
        "The list's distribution point is the authority's own name.",
        jpki.partitioned_crl(&third, third.name()),
    );
    set.add(out_of_scope(case));

    for (id, description, scope) in [
        (
            "list-authorities-only",
            "The list is about authorities only.",
            IssuingDistributionPoint { only_ca_certificates: true, ..Default::default() },
        ),
        (
            "list-partition-authorities-only",
            "The list is about authorities of the certificate's distribution point only.",
            IssuingDistributionPoint { only_ca_certificates: true, ..point(&here) },
        ),
        (
            "list-attributes-only",
            "The list is about attribute certificates only.",
            IssuingDistributionPoint { only_attribute_certificates: true, ..Default::default() },
        ),
    ] {
        let case = judged_by(set, id, description, scoped(&scope));
        set.add(out_of_scope(case));
    }

    let some = IssuingDistributionPoint {
        only_some_reasons: Some(vec![ReasonFlag::KeyCompromise, ReasonFlag::CaCompromise]),
        ..point(&here)
    };
    let case = judged_by(
        set,
        "list-some-reasons",
        "The list is about two reasons only and does not have the certificate.",
        scoped(&some),
    );
    set.add(case.indeterminate(Check::Revocation, Reason::CrlIncomplete).openssl_crl("error 3"));

    let relative = IssuingDistributionPoint::named(DistributionPointName::RelativeToIssuer(
        DistinguishedName::common_name("Mihon-shi CRLDP"),
    ));
    let case = judged_by(
        set,
        "list-partition-relative",
        "The list's distribution point is relative to the authority's name, so another one.",
        scoped(&relative),
    );
    set.add(out_of_scope(case));

    let indirect = IssuingDistributionPoint { indirect: true, ..point(&here) };
    let auth = jpki.auth_ca(Generation::Third);
    let list = scoped(&indirect)
        .issuer(auth.name())
        .replace_extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(
            auth.key(),
        )))
        .entry(CrlEntry::new(auth.serial_after(5), revoked_at).certificate_issuer(third.name()));
    let case = judged_by_signed(
        set,
        "list-indirect",
        "An indirect list of another authority, which the certificate does not name as issuer of lists.",
        list.sign(auth.key()),
        Some(&auth),
    );
    set.add(case.indeterminate(Check::Revocation, Reason::CrlMissing).openssl_crl("error 3"));

    let delta = jpki
        .crl(&third)
        .extension(Extension::delta_crl_indicator(jpki.crl_number() - 1).critical());
    let case = judged_by(
        set,
        "list-delta-only",
        "The list is about changes only, and there is no base.",
        delta,
    );
    set.add(case.indeterminate(Check::Revocation, Reason::CrlIncomplete).openssl_crl("error 3"));
}

/// RFC 5280 §5.2 and §5.3: a list with an unknown critical extension says nothing.
fn critical_extensions(set: &mut VectorSet) {
    let (jpki, subject) = subject(set);
    let third = subject.authority().clone();
    let unknown = || Extension::new(Environment::Synthetic.attribute(999), asn1::null());

    let list = jpki.crl(&third).extension(unknown().critical());
    let case = judged_by(
        set,
        "list-critical-extension",
        "The list has an unknown critical extension.",
        list,
    );
    set.add(
        case.indeterminate(Check::Revocation, Reason::CrlCriticalExtension).openssl_crl("error 36"),
    );

    let case = judged_by(
        set,
        "list-unknown-extension",
        "The list has an unknown extension that is not critical.",
        jpki.crl(&third).extension(unknown()),
    );
    set.add(case);

    let entry = CrlEntry::new(third.serial_after(SUBJECT + 1), jpki.lists_issued_at());
    let list = jpki.crl(&third).entry(entry.clone().extension(unknown().critical()));
    let case = judged_by(
        set,
        "list-entry-critical-extension",
        "The entry of another certificate has an unknown critical extension.",
        list,
    );
    set.add(
        case.indeterminate(Check::Revocation, Reason::CrlCriticalExtension).openssl_crl("error 36"),
    );

    let list = jpki.crl(&third).entry(entry.extension(unknown()));
    let case = judged_by(
        set,
        "list-entry-unknown-extension",
        "The entry of another certificate has an unknown extension that is not critical.",
        list,
    );
    set.add(case);
}

/// Equal serial numbers in other lists (jpki-profile §2.2, §15 row 16).
fn counters(set: &mut VectorSet) {
    let (jpki, subject) = subject(set);
    let third = subject.authority().clone();
    let revoked_at = jpki.lists_issued_at() - Duration::days(3);
    for (id, description, other) in [
        (
            "list-serial-of-other-purpose",
            "The list for user authentication has the same serial number; the list for signing does not.",
            jpki.auth_ca(Generation::Third),
        ),
        (
            "list-serial-of-other-generation",
            "The second generation's list has the same serial number; the third generation's does not.",
            jpki.sign_ca(Generation::Second),
        ),
    ] {
        let list = jpki.crl(&other).revoke(subject.serial(), revoked_at, ReasonCode::Superseded);
        let list = set.list(&format!("{id}-other"), &list, &other);
        let case = judged_by(set, id, description, jpki.crl(&third));
        let own = case.crl.clone();
        let both: Vec<&str> =
            std::iter::once(list.as_str()).chain(own.iter().map(String::as_str)).collect();
        set.add(case.crl(&both));
    }
}

/// Names of distribution points (jpki-profile §4.1, §15 row 8).
fn municipalities(set: &mut VectorSet) {
    let jpki = set.jpki();
    let long = "Toki-no-Nagare-to-Kaze-no-Mihon-shi-Yama-to-Kawa-no-Aida-no-Chuo-ku";
    for (id, description, municipality, listed, matches) in [
        (
            "ward",
            "The list is about the ward of the certificate.",
            "Mihon-shi-Naka-ku",
            "Mihon-shi-Naka-ku",
            true,
        ),
        (
            "other-ward",
            "The list is about another ward of the same city.",
            "Mihon-shi-Naka-ku",
            "Mihon-shi-Minami-ku",
            false,
        ),
        (
            "city-of-ward",
            "The list is about the city that the ward belongs to.",
            "Mihon-shi-Naka-ku",
            "Mihon-shi",
            false,
        ),
        (
            "renamed",
            "The municipality was renamed after issue, and the list has the new name.",
            "Kyuu-mura",
            "Shin-shi",
            false,
        ),
        ("long-name", "The municipality's name is longer than 64 characters.", long, long, true),
    ] {
        let resident = Person::taro().living_in("Kakuu-ken", municipality, "99202");
        let certificate = jpki.sign_certificate(&resident).issue();
        let file = set.person(&format!("taro/list-municipality-{id}"), &certificate, None);
        let authority = certificate.authority();
        let point = Environment::Synthetic.distribution_point(Purpose::Sign, "Kakuu-ken", listed);
        let list = jpki.partitioned_crl(authority, point);
        let name = format!("list-municipality-{id}");
        let list = set.list(&name, &list, authority);
        let case = set
            .certificate_case(&name, description, authority, &file)
            .kind(Kind::Crl)
            .crl(&[&list]);
        set.add(if matches { case } else { out_of_scope(case) });
    }
}

/// Bytes that are no list.
fn encodings(set: &mut VectorSet) {
    let (jpki, subject) = subject(set);
    let third = subject.authority().clone();
    let list = complete_list(&jpki, &third).sign(third.key());
    let half = list[..list.len() / 2].to_vec();
    let longer = asn1::concatenated([list.as_slice(), &[0x00]]);
    for (id, description, bytes, signed_by) in [
        ("list-cut-off", "The list ends in its middle.", half, None),
        ("list-trailing-octet", "An octet follows the list.", longer, Some(&third)),
        ("list-no-octets", "The list has no octets.", Vec::new(), None),
        ("list-is-certificate", "The list is a certificate.", third.certificate(), None),
    ] {
        let mut case = judged_by_signed(set, id, description, bytes, signed_by);
        case.openssl.crl_check = None;
        case.openssl.crl_check_all = None;
        set.add(
            case.indeterminate(Check::Revocation, Reason::CrlMalformed).openssl_note(
                "OpenSSL is not asked: its command line stops at an unreadable list.",
            ),
        );
    }
}

/// Place in the counter of the certificate that the lists are about.
const SUBJECT: u64 = 0x0030_0000;

fn subject(set: &VectorSet) -> (crate::jpki::SyntheticJpki, EndEntity) {
    let jpki = set.jpki();
    let serial = jpki.sign_ca(Generation::Third).serial_after(SUBJECT);
    (jpki, jpki.sign_certificate(&Person::taro()).serial(serial).issue())
}

/// 見本　太郎's certificate judged by one list, expected to be valid.
fn judged_by(set: &mut VectorSet, id: &str, description: &str, list: CrlBuilder) -> Case {
    let third = set.jpki().sign_ca(Generation::Third);
    judged_by_signed(set, id, description, list.sign(third.key()), Some(&third))
}

fn judged_by_signed(
    set: &mut VectorSet,
    id: &str,
    description: &str,
    list: Vec<u8>,
    signed_by: Option<&crate::jpki::Authority>,
) -> Case {
    const FILE: &str = "persons/taro/sign.cer";
    let (_, certificate) = subject(set);
    if set.file(FILE).is_empty() {
        set.person("taro/sign", &certificate, Some(&Person::taro()));
    }
    let list = set.list_signed_by(id, list, signed_by);
    set.certificate_case(id, description, certificate.authority(), FILE)
        .kind(Kind::Crl)
        .crl(&[&list])
}

/// 見本　太郎's certificate with this serial number judged by today's list, expected to be valid.
fn with_serial(set: &mut VectorSet, id: &str, serial: SerialNumber) -> Case {
    let certificate = set.jpki().sign_certificate(&Person::taro()).serial(serial).issue();
    let file = set.person(&format!("taro/{id}"), &certificate, None);
    set.certificate_case(id, "", certificate.authority(), &file)
}

fn out_of_scope(case: Case) -> Case {
    case.indeterminate(Check::Revocation, Reason::CrlOutOfScope).openssl_crl("error 44")
}

/// The serial number with one more byte at its end.
fn longer(serial: &SerialNumber) -> SerialNumber {
    SerialNumber::from_bytes(asn1::concatenated([serial.as_bytes(), &[0x01]]))
}
