//! Lists that come one after the other, each as if the authority had signed it: what is held is never from the future,
//! never older than before, and loses no more revocations than it says.

#![no_main]

mod credulous;

use std::sync::{Arc, LazyLock};

use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_core::time::{ClockAllowance, Timestamp};
use jpki_revocation::store::{CrlImporter, CrlStore, ExpectedCrl, Inserted};
use jpki_revocation::{CrlIssuer, RevocationReason, Users, VerifiedCrl};
use jpki_testkit::jpki::{Generation, SyntheticJpki};
use jpki_testkit::pki::{CrlBuilder, ReasonCode, SerialNumber};
use jpki_x509::certificate::SerialNumber as Asked;
use libfuzzer_sys::fuzz_target;
use time::Duration;

/// Entries of the list that is held at first: enough that some may go.
const ENTRIES: u8 = 32;

struct World {
    issuer: CrlIssuer,
    held: Vec<u8>,
    now: Timestamp,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(Generation::Third);
    let since = jpki.instant() - Duration::days(30);
    let revoke = |list: CrlBuilder, serial| {
        list.revoke(SerialNumber::from(u64::from(serial)), since, ReasonCode::Superseded)
    };
    let held = (1..=ENTRIES).fold(jpki.crl(&authority), revoke).sign(authority.key());
    let name = authority.name().to_der();
    let issuer = credulous::issuer(Name::from_der(&name).expect("a name"));
    let now = Timestamp::from_unix_seconds(jpki.instant().unix_timestamp());
    World { issuer, held, now }
});

fuzz_target!(|bytes: &[u8]| {
    let World { issuer, held, now } = &*WORLD;
    let store = Arc::new(CrlStore::<Users>::in_memory());
    let importer = CrlImporter::new(store, ExpectedCrl::complete(issuer.clone()), Limits::DEFAULT);
    importer.import(held.clone(), *now).expect("taken in");
    // Changes to the list that is held, four bytes each, as long as two bytes say; then a list as it is.
    let Some((length, bytes)) = bytes.split_first_chunk() else { return };
    let length = usize::from(u16::from_be_bytes(*length)).min(bytes.len());
    let (changes, list) = bytes.split_at(length);
    let mut changed = held.clone();
    for [a, b, _, value] in changes.as_chunks::<4>().0 {
        let at = usize::from(u16::from_be_bytes([*a, *b])) % changed.len();
        changed[at] = *value;
    }
    for list in [changed, list.to_vec()] {
        let before = importer.held().expect("held");
        let inserted = importer.import(list.clone(), *now);
        let after = importer.held().expect("still held");
        match inserted.map(|imported| imported.inserted) {
            Ok(Inserted::Replaced { removed }) => {
                assert_eq!(after.list().as_der(), list);
                assert!(after.list().this_update() >= before.list().this_update());
                assert!(ClockAllowance::DEFAULT.admits(after.list().this_update(), *now));
                assert!(gone(&before, &after) <= removed, "revocations went unnoticed");
                assert!(removed <= usize::from(ENTRIES), "more than there were");
            }
            // Of another kind, beside the one that was there.
            Ok(Inserted::First) => {
                assert!([&list[..], before.list().as_der()].contains(&after.list().as_der()))
            }
            Ok(Inserted::Unchanged) | Err(_) => {
                assert_eq!(after.list().as_der(), before.list().as_der())
            }
            Ok(other) => panic!("{other:?}"),
        }
    }
});

/// How many of the first list's entries stand no more.
fn gone(before: &VerifiedCrl, after: &VerifiedCrl) -> usize {
    let name = before.list().issuer();
    let revoked = |list: &VerifiedCrl, serial: u8| {
        let serial = [serial];
        let asked = Asked::from_der_content(&serial).expect("a number");
        let found = list.find(&name, asked).expect("undamaged");
        found.is_some_and(|entry| {
            !matches!(
                entry.reason,
                RevocationReason::CertificateHold | RevocationReason::RemoveFromCrl
            )
        })
    };
    (1..=ENTRIES).filter(|serial| revoked(before, *serial) && !revoked(after, *serial)).count()
}
