use jpki_core::time::Timestamp;

use super::error::InsertError;
use super::expected::ExpectedCrl;
use crate::verified_crl::VerifiedCrl;

/// What a list is to the one of its kind that is there.
pub(super) enum Succession {
    Same,
    /// It follows it, without so many lasting revocations that the other has.
    Newer {
        removed: usize,
    },
}

/// Whether a person has looked at what would otherwise be refused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Review {
    None,
    Done,
}

/// Whether a list may follow one of the same kind. A list without a number is older than any with one.
pub(super) fn succession<S>(
    known: &VerifiedCrl,
    new: &VerifiedCrl,
    expected: &ExpectedCrl<S>,
    review: Review,
    now: Timestamp,
) -> Result<Succession, InsertError> {
    let (earlier, later) = (known.list(), new.list());
    if known.is_whole_copy_of(later) {
        return Ok(Succession::Same);
    }
    // What cannot be believed protects nothing.
    if !expected.clocks().admits(earlier.this_update(), now) {
        return Ok(Succession::Newer { removed: 0 });
    }
    if later.this_update() < earlier.this_update() {
        return Err(InsertError::Older);
    }
    let rises = match (earlier.number(), later.number()) {
        (None, None) => later.this_update() > earlier.this_update(),
        (earlier, later) => later > earlier,
    };
    if !rises && review == Review::None && !may_start_anew(known, new, now) {
        return Err(match later.number() == earlier.number() {
            true => InsertError::SameNumberOtherContent,
            false => InsertError::Older,
        });
    }
    let removed = removed(known, new, expected);
    let allowed =
        expected.removals().allowed(known.entries(), earlier.this_update(), later.this_update());
    if removed > allowed && review == Review::None {
        return Err(InsertError::TooManyRemoved { removed, allowed });
    }
    Ok(Succession::Newer { removed })
}

/// Whether numbers may start anew: after a list that has run out and protects nothing any more, with one that was
/// issued since; or after one whose bytes were damaged.
// NOTE: RFC 5280 §5.2.3 has numbers rise for ever. An authority whose database was rebuilt, or one whose list once
// had the greatest number, would else be shut out for ever. Test: `numbers_start_anew_once_the_list_has_run_out`.
fn may_start_anew(known: &VerifiedCrl, new: &VerifiedCrl, now: Timestamp) -> bool {
    let ran_out =
        known.list().next_update().is_some_and(|due| due < now && due <= new.list().this_update());
    ran_out || known.check_whole().is_err()
}

/// Lasting revocations that are gone although their certificates may not have expired.
fn removed<S>(known: &VerifiedCrl, new: &VerifiedCrl, expected: &ExpectedCrl<S>) -> usize {
    // A delta to a later list need not repeat what that list has.
    if known.list().delta_base() != new.list().delta_base() {
        return 0;
    }
    let lifetime = expected.removals().certificate_lifetime;
    let since = new.list().this_update().before(lifetime);
    // Of a damaged list nothing is known.
    new.removed_since(known, since).unwrap_or(0)
}
