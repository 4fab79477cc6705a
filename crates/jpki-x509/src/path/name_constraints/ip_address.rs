use super::Relation;

/// A base is an address and a mask of the same length (RFC 5280 §4.2.1.10, RFC 4632 §3.1). Addresses of
/// the other version lie outside.
pub(super) fn relate(name: &[u8], base: &[u8]) -> Relation {
    let (address, mask) = match base.len() {
        8 => base.split_at(4),
        32 => base.split_at(16),
        _ => return Relation::NotComparable,
    };
    if !matches!(name.len(), 4 | 16) || !is_prefix(mask) {
        return Relation::NotComparable;
    }
    let agree = |((name, address), mask): ((&u8, &u8), &u8)| name & mask == address & mask;
    if name.len() == address.len() && name.iter().zip(address).zip(mask).all(agree) {
        Relation::Within
    } else {
        Relation::Outside
    }
}

/// Whether all ones come before all zeros.
fn is_prefix(mask: &[u8]) -> bool {
    let mut rest = mask.iter().skip_while(|octet| **octet == 0xff);
    let boundary = rest.next().copied().unwrap_or(0);
    boundary.leading_ones() == boundary.count_ones() && rest.all(|octet| *octet == 0)
}
