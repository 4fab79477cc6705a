use jpki_core::name::Containment;

/// A base is an address and a mask of the same length (RFC 5280 §4.2.1.10, RFC 4632 §3.1). Addresses of
/// the other version lie outside. Nobody can say what version an IPv4-mapped address is of, since some
/// programs take it for the IPv4 address (RFC 4291 §2.5.5.2).
pub(super) fn relate(name: &[u8], base: &[u8]) -> Containment {
    let (address, mask) = match base.len() {
        8 => base.split_at(4),
        32 => base.split_at(16),
        _ => return Containment::Undecided,
    };
    if !matches!(name.len(), 4 | 16) || !is_prefix(mask) {
        return Containment::Undecided;
    }
    if name.len() != address.len() && (is_mapped(name) || is_mapped(address)) {
        return Containment::Undecided;
    }
    let agree = |((name, address), mask): ((&u8, &u8), &u8)| name & mask == address & mask;
    if name.len() == address.len() && name.iter().zip(address).zip(mask).all(agree) {
        Containment::Within
    } else {
        Containment::Outside
    }
}

/// Whether it is within ::ffff:0:0/96.
const fn is_mapped(address: &[u8]) -> bool {
    matches!(address, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, _, _, _, _])
}

/// Whether all ones come before all zeros.
fn is_prefix(mask: &[u8]) -> bool {
    let mut rest = mask.iter().skip_while(|byte| **byte == 0xff);
    let boundary = rest.next().copied().unwrap_or(0);
    boundary.leading_ones() == boundary.count_ones() && rest.all(|byte| *byte == 0)
}
