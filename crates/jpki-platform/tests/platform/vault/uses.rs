//! Which uses fell after a revocation.

use jpki_core::time::Timestamp;
use jpki_platform::vault::{Uses, UsesAfter};

use super::support::*;

fn second(second: i64) -> Timestamp {
    Timestamp::from_unix_seconds(second)
}

#[test]
// Requirement: REV-11
fn uses_after_a_revocation_are_found() {
    let world = World::of("bank");
    let mut user = world.user(1);
    // Two processes, in whatever order.
    for used in [30, 10, 20, 40, 20] {
        user.note_use(LOGIN, second(used));
    }
    user.note_check(LOGIN, second(35));
    let entry = user.entry(LOGIN).unwrap();
    assert_eq!(entry.last_good(), Some(second(40)));
    let after = |instant| entry.uses().after(second(instant));
    let all = |seconds: &[i64]| UsesAfter {
        instants: seconds.iter().copied().map(second).collect(),
        are_all: true,
    };
    assert_eq!(after(0), all(&[10, 20, 20, 30, 40]));
    assert_eq!(after(20), all(&[20, 20, 30, 40]));
    assert_eq!(after(21), all(&[30, 40]));
    assert_eq!(after(41), all(&[]));
    assert!(user.entry(SIGNATURE).unwrap().uses().instants().is_empty());
    user.note_check(LOGIN, second(50));
    assert_eq!(user.entry(LOGIN).unwrap().last_good(), Some(second(50)));
    assert_eq!(user.entry(LOGIN).unwrap().uses().instants().len(), 5, "a check is no use");
}

#[test]
// Requirement: REV-11
fn what_was_forgotten_is_said() {
    let world = World::of("bank");
    let mut user = world.user(1);
    let most = i64::try_from(Uses::MOST).unwrap();
    for used in 0..most + 3 {
        user.note_use(LOGIN, second(used));
    }
    let stored = world.scheme.seal(&world.keys, &user, now()).unwrap();
    let user = world.scheme.open(&world.keys, &stored).unwrap();
    let uses = user.entry(LOGIN).unwrap().uses();
    assert_eq!(uses.instants().len(), Uses::MOST);
    // 0, 1 and 2 are forgotten.
    assert!(!uses.after(second(2)).are_all);
    assert!(uses.after(second(3)).are_all);
    assert_eq!(uses.after(second(3)).instants.len(), Uses::MOST);
}
