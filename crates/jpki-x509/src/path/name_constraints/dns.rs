use jpki_core::name::Containment;

use super::Subtrees;

/// A name lies in the subtree of a base that it ends with, label by label; so the base itself does
/// (RFC 5280 §4.2.1.10). The empty base is the base of every name.
///
/// A wildcard stands for every label (RFC 6125 §6.4.3): such a name is permitted if all that it stands
/// for is, and excluded if anything that it stands for is.
pub(super) fn relate(name: &[u8], base: &[u8], subtrees: Subtrees) -> Containment {
    let (wildcard, host) = match name {
        [b'*', b'.', host @ ..] => (true, host),
        _ => (false, name),
    };
    if !is_host(host) || !(base.is_empty() || is_host(base)) {
        return Containment::Undecided;
    }
    let may_be_below = |base: &[u8]| match base.iter().position(|byte| *byte == b'.') {
        Some(dot) => base.get(dot.saturating_add(1)..).is_some_and(|rest| equal(rest, host)),
        None => false,
    };
    if is_at_or_below(host, base)
        || (wildcard && subtrees == Subtrees::Excluded && may_be_below(base))
    {
        Containment::Within
    } else {
        Containment::Outside
    }
}

/// Whether `host` ends with the labels of `base`.
pub(super) fn is_at_or_below(host: &[u8], base: &[u8]) -> bool {
    base.is_empty() || equal(host, base) || is_below(host, base)
}

/// Whether `host` has labels before those of `base`.
pub(super) fn is_below(host: &[u8], base: &[u8]) -> bool {
    let Some(start) = host.len().checked_sub(base.len()) else {
        return false;
    };
    match (host.get(..start), host.get(start..)) {
        (Some([.., b'.']), Some(end)) => equal(end, base),
        _ => false,
    }
}

pub(super) fn equal(a: &[u8], b: &[u8]) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Labels of letters, digits, hyphens and, as is common, underscores (RFC 1034 §3.5, RFC 5890 §2.3.1).
pub(in crate::path) fn is_host(name: &[u8]) -> bool {
    let is_label = |label: &[u8]| {
        matches!(label.len(), 1..=63)
            && label.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
            && label.first() != Some(&b'-')
            && label.last() != Some(&b'-')
    };
    name.len() <= 253 && name.split(|byte| *byte == b'.').all(is_label)
}
