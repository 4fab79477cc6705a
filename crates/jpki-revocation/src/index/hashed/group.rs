//! A group of slots: as many bytes as the processor fetches at once. First the tags, two bytes each, then
//! four bytes of which the first says whether the group overflowed (an entry found no free slot here and is in a
//! later one), then the positions, four bytes each.

use crate::prefetch;

/// Bytes of a group.
pub(super) const GROUP: usize = prefetch::CACHE_LINE;
/// Slots of a group.
pub(super) const SLOTS: usize = 10;
/// Where it says whether the group overflowed.
const OVERFLOWED: usize = 20;
/// Where the positions begin.
const POSITIONS: usize = 24;

/// A group.
pub(super) type Group = [u8; GROUP];

#[inline]
pub(super) fn position_in(slots: &Group, slot: usize) -> u32 {
    let at = slot.wrapping_mul(4).wrapping_add(POSITIONS);
    let bytes = slots.get(at..).and_then(|rest| rest.first_chunk());
    bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

#[inline]
pub(super) fn fill(slots: &mut Group, slot: usize, tag: u16, position: u32) {
    let at = slot.wrapping_mul(4).wrapping_add(POSITIONS);
    if let Some(place) = slots.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
        *place = position.to_le_bytes();
    }
    let at = slot.wrapping_mul(2);
    if let Some(place) = slots.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
        *place = tag.to_le_bytes();
    }
}

#[inline]
pub(super) fn overflowed(slots: &Group) -> bool {
    slots.get(OVERFLOWED) != Some(&0)
}

pub(super) fn mark_overflowed(slots: &mut Group) {
    if let Some(mark) = slots.get_mut(OVERFLOWED) {
        *mark = 1;
    }
}

/// The tags of a group, and what comes after them, which is masked: 16 are compared as fast as 10. 0 is for
/// a free slot. Slots fill from the first on.
#[derive(Clone, Copy)]
pub(super) struct Tags([[u8; 2]; 16]);

impl Tags {
    #[inline]
    pub(super) fn of(slots: &Group) -> Self {
        let (pairs, _) = slots.as_chunks();
        Self(pairs.first_chunk().copied().unwrap_or_default())
    }

    /// Slots whose tag is this one.
    #[inline]
    pub(super) fn slots_with(self, tag: u16) -> Slots {
        const ALL: u32 = (1 << SLOTS) - 1;
        let equal = |pair: [u8; 2]| u32::from(u16::from_le_bytes(pair) == tag);
        let bits = (0_u32..).zip(self.0).map(|(slot, pair)| equal(pair).wrapping_shl(slot));
        Slots(bits.fold(0, |all, bit| all | bit) & ALL)
    }
}

/// Some slots of a group, from the first on: a bit for each, the lowest for the first.
#[derive(Clone, Copy)]
pub(super) struct Slots(u32);

impl Slots {
    pub(super) const NONE: Self = Self(0);
}

impl Iterator for Slots {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let slot = (self.0 != 0).then(|| self.0.trailing_zeros() as usize);
        self.0 &= self.0.wrapping_sub(1);
        slot
    }
}
