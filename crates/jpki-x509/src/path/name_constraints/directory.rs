use jpki_core::name::Name;

use super::Relation;

/// Comparisons of text that one comparison of distinguished names counts as beyond itself.
pub(super) const COST: usize = 16;

/// A name lies in the subtree of a base whose RDNs it begins with (RFC 5280 §4.2.1.10, §7.1).
pub(super) fn relate(name: &Name<'_>, base: &Name<'_>) -> Relation {
    let mut relative_names = name.relative_names();
    for expected in base.relative_names() {
        if !relative_names.next().is_some_and(|present| present.matches(&expected)) {
            return Relation::Outside;
        }
    }
    Relation::Within
}
