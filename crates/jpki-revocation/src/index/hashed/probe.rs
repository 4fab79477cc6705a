/// Groups that are probed for one serial number at most. Serial numbers that nobody chose to collide need a few.
pub(super) const MAX_PROBES: usize = 64;

/// The group that the probe sequence comes to next.
#[inline]
pub(super) const fn next_bucket(bucket: usize, buckets: usize) -> usize {
    let next = bucket.wrapping_add(1);
    if next < buckets { next } else { 0 }
}
