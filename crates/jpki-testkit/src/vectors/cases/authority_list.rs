//! Lists about the authority itself (ARL; guideline 001 App.①, jpki-profile §15 row 10).

use ::time::Duration;

use crate::jpki::{Generation, Person};
use crate::pki::{CrlBuilder, ReasonCode};
use crate::vectors::manifest::{Case, Check, Reason};
use crate::vectors::set::VectorSet;

pub(super) fn add(set: &mut VectorSet) {
    let jpki = set.jpki();
    let third = jpki.sign_ca(Generation::Third);
    let second = jpki.sign_ca(Generation::Second);
    let now = jpki.instant();
    let revoked_at = jpki.lists_issued_at() - Duration::DAY;
    let arl = || jpki.arl(&third);

    for (id, description, reason) in [
        (
            "arl-revoked",
            "The authority is revoked: its key is compromised.",
            ReasonCode::CaCompromise,
        ),
        (
            "arl-superseded",
            "The authority is revoked: a new one took its place.",
            ReasonCode::Superseded,
        ),
        ("arl-on-hold", "The authority is on hold.", ReasonCode::CertificateHold),
    ] {
        let finding = match reason {
            ReasonCode::CertificateHold => Reason::OnHold,
            _ => Reason::Revoked,
        };
        let case =
            judged_by(set, id, description, &arl().revoke(third.serial(), revoked_at, reason));
        set.add(case.invalid(Check::AnchorRevocation, finding).openssl_arl("error 23"));
    }

    let neighbours = arl()
        .revoke(third.serial_after(1), revoked_at, ReasonCode::CaCompromise)
        .revoke(second.serial(), revoked_at, ReasonCode::CaCompromise);
    let case = judged_by(
        set,
        "arl-others-revoked",
        "The list has the second generation's serial number and the next one, not the third's.",
        &neighbours,
    );
    set.add(case);

    let case =
        judged_by(set, "arl-missing", "There is no list about the authority.", &arl()).arl(&[]);
    set.add(
        case.indeterminate(Check::AnchorRevocation, Reason::CrlMissing).openssl_arl("error 44"),
    );

    let case = judged_by(
        set,
        "arl-of-other-generation",
        "The list about the authority is the second generation's.",
        &arl(),
    )
    .arl(&["lists/sign-ca-2-arl.crl"]);
    set.add(
        case.indeterminate(Check::AnchorRevocation, Reason::CrlOfOtherKey).openssl_arl("error 44"),
    );

    let stale = arl().next_update(now - Duration::SECOND);
    let case = judged_by(
        set,
        "arl-stale",
        "The next list about the authority was due a second ago.",
        &stale,
    );
    set.add(case.indeterminate(Check::AnchorRevocation, Reason::CrlStale).openssl_arl("error 12"));

    let future = arl().this_update(now + Duration::SECOND).next_update(now + Duration::DAY);
    let case = judged_by(
        set,
        "arl-future",
        "The list about the authority is issued a second from now.",
        &future,
    );
    set.add(
        case.indeterminate(Check::AnchorRevocation, Reason::CrlNotYetValid).openssl_arl("error 11"),
    );

    let foreign = jpki.sign_ca(Generation::Foreign);
    let list =
        arl().revoke(third.serial(), revoked_at, ReasonCode::CaCompromise).sign(foreign.key());
    let list = set.list_signed_by("arl-signed-by-foreign-key", list, Some(&foreign));
    let case = case_with(
        set,
        "arl-signed-by-foreign-key",
        "The list about the authority names its key, but a foreign key signed it.",
        &list,
    );
    set.add(
        case.indeterminate(Check::AnchorRevocation, Reason::CrlSignature).openssl_arl("error 8"),
    );
}

fn judged_by(set: &mut VectorSet, id: &str, description: &str, list: &CrlBuilder) -> Case {
    let third = set.jpki().sign_ca(Generation::Third);
    let list = set.list(id, list, &third);
    case_with(set, id, description, &list)
}

/// 見本　花子's certificate, judged by a partition of her municipality and this list about the
/// authority; expected to be valid.
fn case_with(set: &mut VectorSet, id: &str, description: &str, list: &str) -> Case {
    const PARTITION: &str = "lists/sign-ca-3-mihon-shi.crl";
    let jpki = set.jpki();
    let hanako = jpki.sign_certificate(&Person::hanako()).issue();
    if set.file(PARTITION).is_empty() {
        let partition = jpki.partitioned_crl(hanako.authority(), hanako.distribution_point());
        set.list("sign-ca-3-mihon-shi", &partition, hanako.authority());
    }
    set.certificate_case(id, description, hanako.authority(), "persons/hanako/sign.cer")
        .crl(&[PARTITION])
        .arl(&[list])
}
