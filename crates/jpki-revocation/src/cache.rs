//! Help for the processor's caches, which guess badly what a walk needs next.

use core::hint::black_box;

/// Octets that the processor fetches at once.
pub(crate) const LINE: usize = 64;

/// Has the processor fetch all of these octets at once, where one after the other would each be waited
/// for.
#[inline]
pub(crate) fn bring_near(octets: &[u8]) {
    black_box(octets.iter().step_by(LINE).fold(0, |seen, octet| seen | octet));
}
