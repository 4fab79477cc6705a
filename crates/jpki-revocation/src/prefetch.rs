//! Help for the processor's caches, which guess badly what a walk needs next.

use core::hint::black_box;

/// Bytes that the processor fetches at once.
pub(crate) const CACHE_LINE: usize = 64;

/// Has the processor fetch all of these bytes at once, where one after the other would each be waited
/// for.
#[inline]
pub(crate) fn prefetch(bytes: &[u8]) {
    black_box(bytes.iter().step_by(CACHE_LINE).fold(0, |seen, byte| seen | byte));
}
