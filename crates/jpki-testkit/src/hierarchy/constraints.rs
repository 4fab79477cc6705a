//! Names of a random hierarchy's target, and name constraints above it (RFC 5280 §4.2.1.10).

use super::Link;
use crate::oid;
use crate::pki::{DistinguishedName, Extension, GeneralName, GeneralSubtree};
use crate::seed::Choices;

/// The organisation below which most names stand.
pub(super) fn organization() -> DistinguishedName {
    DistinguishedName::new().printable(oid::COUNTRY, "JP").utf8(oid::ORGANIZATION, "Synth")
}

/// A subjectAltName for three of four targets.
pub(super) fn target_names(choices: &mut Choices) -> Option<Extension> {
    if choices.chance(1, 4) {
        return None;
    }
    let names: Vec<GeneralName> =
        candidates().into_iter().filter(|_| choices.chance(1, 3)).collect();
    (!names.is_empty()).then(|| Extension::subject_alt_name(&names))
}

/// Gives every third hierarchy name constraints.
pub(super) fn add(choices: &mut Choices, links: &mut [Link], features: &mut Vec<String>) {
    if !choices.chance(1, 3) || links.len() < 2 {
        return;
    }
    let authorities = links.len() - 1;
    for (place, link) in (1..).zip(links.iter_mut().take(authorities)) {
        if !choices.chance(1, 2) {
            continue;
        }
        let permitted = random_subtrees(choices, 2);
        let excluded = random_subtrees(choices, 5);
        if permitted.is_empty() && excluded.is_empty() {
            continue;
        }
        features.push(format!("certificate {place}: name constraints"));
        let constraints = Extension::name_constraints(&permitted, &excluded).critical();
        link.builder = link.builder.clone().extension(constraints);
    }
}

/// Each kind of subtree once in `rarity` times.
fn random_subtrees(choices: &mut Choices, rarity: u64) -> Vec<GeneralSubtree> {
    let mut subtrees = Vec::new();
    for bases in subtree_bases() {
        if choices.chance(1, rarity)
            && let Some(base) = choices.pick(&bases)
        {
            subtrees.push(GeneralSubtree::new(base.clone()));
        }
    }
    subtrees
}

/// Bases by kind, most of them above the names of [`candidates`].
fn subtree_bases() -> [Vec<GeneralName>; 5] {
    let dns = |text: &str| GeneralName::Dns(text.to_owned());
    let mail = |text: &str| GeneralName::Rfc822(text.to_owned());
    let uri = |text: &str| GeneralName::Uri(text.to_owned());
    let country = DistinguishedName::new().printable(oid::COUNTRY, "JP");
    [
        vec![
            GeneralName::Directory(organization()),
            GeneralName::Directory(country.clone()),
            GeneralName::Directory(DistinguishedName::new()),
            GeneralName::Directory(organization().utf8(oid::ORGANIZATIONAL_UNIT, "People")),
            GeneralName::Directory(country.utf8(oid::ORGANIZATION, "Other")),
        ],
        vec![
            dns("example"),
            dns("sub.example"),
            dns("host.sub.example"),
            dns("other.example"),
            dns(""),
        ],
        vec![
            mail("mail.example"),
            mail(".example"),
            mail("user@mail.example"),
            mail("other.example"),
        ],
        vec![uri(".example"), uri("host.sub.example"), uri("other.example")],
        vec![
            GeneralName::IpAddress(vec![192, 0, 2, 0, 255, 255, 255, 0]),
            GeneralName::IpAddress(vec![198, 51, 100, 0, 255, 255, 255, 0]),
            GeneralName::IpAddress(vec![0; 8]),
        ],
    ]
}

fn candidates() -> Vec<GeneralName> {
    vec![
        GeneralName::Dns("host.sub.example".to_owned()),
        GeneralName::Dns("example".to_owned()),
        GeneralName::Rfc822("user@mail.example".to_owned()),
        GeneralName::Rfc822("User@Other.example".to_owned()),
        GeneralName::Uri("https://host.sub.example/path".to_owned()),
        GeneralName::IpAddress(vec![192, 0, 2, 77]),
        GeneralName::Directory(organization().utf8(oid::COMMON_NAME, "alternative")),
    ]
}
