//! Lists in stores: what gets in, and whether they are enough.

use std::sync::Arc;

use jpki_examples::Vectors;
use jpki_testkit::jpki::Generation;
use jpki_testkit::oid;
use jpki_testkit::pki::{CrlBuilder, Extension, ReasonCode};
use jpki_verify::limits::Limits;
use jpki_verify::report::Reason;
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::revocation::store::{
    AuthorityCrlStore, CrlImporter, ExpectedCrl, ImportError, InsertError, UserCrlStore,
};
use jpki_verify::x509::kind::CertificateKind;
use jpki_verify::{AnchorReadiness, CrlIssuer, CrlReadiness, LoadedCrls, StoredCrls, Verdict};
use time::Duration;

use crate::world::{CONTENT, Signed, hanako, instant, jpki, lists, noon};

struct Stores {
    users: CrlImporter,
    authorities: CrlImporter,
    lists: StoredCrls,
}

/// Stores of the lists that the signing authority of the third generation issues.
fn stores() -> Stores {
    let trust = Vectors::open().unwrap().trust().unwrap();
    let authority = jpki().sign_ca(Generation::Third);
    let key = authority.key().subject_public_key_info();
    let issuer = CrlIssuer::of_anchors(&trust)
        .into_iter()
        .find(|issuer| issuer.authority().public_key_bytes() == key)
        .unwrap();
    let users = Arc::new(UserCrlStore::in_memory());
    let authorities = Arc::new(AuthorityCrlStore::in_memory());
    let limits = Limits::DEFAULT;
    Stores {
        users: CrlImporter::new(Arc::clone(&users), ExpectedCrl::complete(issuer.clone()), limits),
        authorities: CrlImporter::new(Arc::clone(&authorities), ExpectedCrl::arl(issuer), limits),
        lists: StoredCrls::new(RevocationPolicy::daily(), users, authorities),
    }
}

fn sign(list: &CrlBuilder) -> Vec<u8> {
    list.sign(jpki().sign_ca(Generation::Third).key())
}

/// Security review H1, at the facade: the CRL's address answers with the ARL.
#[test]
fn the_answer_of_the_wrong_address_makes_nobody_valid() {
    let (authority, midnight, now) =
        (jpki().sign_ca(Generation::Third), jpki().lists_issued_at(), noon().instant());
    let crl = jpki().crl(&authority).revoke(hanako().serial(), midnight, ReasonCode::KeyCompromise);
    let arl = jpki()
        .arl(&authority)
        .replace_extension(Extension::crl_number(jpki().crl_number() + 1))
        .this_update(midnight + Duration::seconds(5));
    let stores = stores();
    stores.users.import(sign(&crl), now).unwrap();
    stores.authorities.import(sign(&arl), now).unwrap();
    let trust = Vectors::open().unwrap().trust().unwrap();
    let verifier = jpki_verify::Verifier::builder().trust(trust).revocation(stores.lists.clone());
    let verifier = verifier.build().unwrap();
    let signed = Signed::by(&hanako(), CONTENT);
    let verdict = || verifier.verify_signature(&signed.document(), noon()).verdict();
    assert_eq!(verdict(), Verdict::Invalid);
    let silent = arl.without_extension(oid::ISSUING_DISTRIBUTION_POINT);
    let refused = stores.users.import(sign(&silent), now);
    assert!(matches!(refused, Err(ImportError::Store(InsertError::TooManyRemoved { .. }))));
    let refused = stores.users.import(sign(&jpki().arl(&authority)), now);
    assert!(matches!(refused, Err(ImportError::Store(InsertError::OtherScope))));
    assert_eq!(verdict(), Verdict::Invalid);
}

/// Whatever the users' list says of all certificates, it is the authorities' list that tells of an authority.
#[test]
fn an_authority_is_looked_up_among_the_lists_of_authorities() {
    let (authority, midnight, now) =
        (jpki().sign_ca(Generation::Third), jpki().lists_issued_at(), noon().instant());
    let arl = jpki().arl(&authority);
    let revoking = arl.clone().revoke(authority.serial(), midnight, ReasonCode::CaCompromise);
    for (arl, expected) in [(arl, Verdict::Valid), (revoking, Verdict::Invalid)] {
        let stores = stores();
        stores.users.import(sign(&jpki().crl(&authority)), now).unwrap();
        stores.authorities.import(sign(&arl), now).unwrap();
        let trust = Vectors::open().unwrap().trust().unwrap();
        let verifier = jpki_verify::Verifier::builder().trust(trust).revocation(stores.lists);
        let signed = Signed::by(&hanako(), CONTENT);
        let assessed = verifier.build().unwrap().verify_signature(&signed.document(), noon());
        assert_eq!(assessed.verdict(), expected);
    }
}

fn of_third(readiness: Vec<AnchorReadiness>) -> AnchorReadiness {
    let others =
        |it: &AnchorReadiness| it.kind != CertificateKind::Signature || it.generation.number() != 3;
    for other in readiness.iter().filter(|it| others(it)) {
        assert_eq!(other.users, CrlReadiness::Not(Reason::CrlMissing), "{other:?}");
        let (CrlReadiness::Not(reason), other) = (other.authority, other) else {
            panic!("{other:?}");
        };
        // The first generation has expired, the others have one name.
        let reasons = [Reason::CrlMissing, Reason::CrlOtherKey, Reason::NoInformationOnceExpired];
        assert!(reasons.contains(&reason), "{other:?}");
        assert!(!other.is_ready());
    }
    let mut third = readiness.into_iter().filter(|it| !others(it));
    third.next().unwrap()
}

#[test]
fn readiness_says_until_when_or_why_not() {
    let trust = Vectors::open().unwrap().trust().unwrap();
    let midnight = jpki().lists_issued_at();
    let until = CrlReadiness::Until(Some(instant(midnight + Duration::DAY).instant()));
    let not = CrlReadiness::Not;
    let ask = |lists: &LoadedCrls, at| of_third(lists.readiness(&trust, at));

    let both = lists(Some(&[]));
    let ready = ask(&both, noon());
    assert_eq!((ready.users, ready.authority, ready.is_ready()), (until, until, true));
    // To the last second, and not beyond.
    let last = instant(midnight + Duration::DAY);
    assert!(ask(&both, last).is_ready());
    let past = ask(&both, instant(midnight + Duration::DAY + Duration::SECOND));
    assert_eq!((past.users, past.authority), (not(Reason::CrlStale), not(Reason::CrlStale)));
    let arl_alone = ask(&lists(None), noon());
    assert_eq!((arl_alone.users, arl_alone.authority), (not(Reason::CrlMissing), until));
    assert!(!arl_alone.is_ready());

    let authority = jpki().sign_ca(Generation::Third);
    let revoking =
        jpki().arl(&authority).revoke(authority.serial(), midnight, ReasonCode::CaCompromise);
    let mut revoked = LoadedCrls::new(RevocationPolicy::daily());
    revoked.add_arl(sign(&revoking), &trust).unwrap();
    assert_eq!(ask(&revoked, noon()).authority, not(Reason::Revoked));

    // A partition is enough for its users; of several the first to run out counts.
    let mut partitions = LoadedCrls::new(RevocationPolicy::daily());
    for hours in [24, 20] {
        let list = jpki()
            .partitioned_crl(&authority, hanako().distribution_point())
            .next_update(midnight + Duration::hours(hours));
        partitions.add_crl(sign(&list), &trust).unwrap();
    }
    let earliest = instant(midnight + Duration::hours(20)).instant();
    let ready = ask(&partitions, noon());
    assert_eq!(ready.users, CrlReadiness::Until(Some(earliest)));
    let one_ran_out = ask(&partitions, instant(midnight + Duration::hours(21)));
    assert_eq!(one_ran_out.users, not(Reason::CrlStale));

    let stores = stores();
    assert_eq!(of_third(stores.lists.readiness(&trust, noon())).users, not(Reason::CrlMissing));
    stores.users.import(sign(&jpki().crl(&authority)), noon().instant()).unwrap();
    stores.authorities.import(sign(&jpki().arl(&authority)), noon().instant()).unwrap();
    assert!(of_third(stores.lists.readiness(&trust, noon())).is_ready());
}
