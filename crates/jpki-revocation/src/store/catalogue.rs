use alloc::sync::Arc;
use alloc::vec::Vec;
use std::collections::HashMap;

use jpki_core::der::SequenceOf;
use jpki_core::name::{CanonicalName, Name};
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::general_name::GeneralName;

use crate::crl::{PointKey, ScopeKey};
use crate::verified_crl::VerifiedCrl;

/// The lists of a store. Copying it copies references, not lists.
#[derive(Clone, Default)]
pub(super) struct Catalogue {
    by_kind: HashMap<CrlKindKey, Arc<VerifiedCrl>>,
    /// For lists without a distribution point under no key.
    by_point: HashMap<Option<PointKey>, Vec<CrlKindKey>>,
}

/// What tells lists apart that do not replace each other: signer's key and name, issuing distribution point with all
/// that it restricts, complete or delta. However their names are written.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct CrlKindKey {
    public_key: Vec<u8>,
    signer: CanonicalName,
    scope: Arc<ScopeKey>,
    is_delta: bool,
}

impl CrlKindKey {
    pub(super) fn of(list: &VerifiedCrl) -> Self {
        let signer = list.issuer().authority();
        Self {
            public_key: signer.public_key_bytes().to_vec(),
            signer: signer.name().canonical(),
            scope: Arc::clone(&list.scope),
            is_delta: list.list().delta_base().is_some(),
        }
    }

    /// The kind of the complete list that goes with a delta of this one's kind.
    fn of_complete(delta: &VerifiedCrl) -> Self {
        Self { is_delta: false, ..Self::of(delta) }
    }
}

impl Catalogue {
    /// The newest list of every kind.
    pub(super) fn of<'l>(lists: impl IntoIterator<Item = &'l Arc<VerifiedCrl>>) -> Self {
        let mut catalogue = Self::default();
        for list in lists {
            if catalogue.of_kind(list).is_none_or(|known| is_newer(list, known)) {
                catalogue.insert(Arc::clone(list));
            }
        }
        catalogue
    }

    pub(super) fn insert(&mut self, list: Arc<VerifiedCrl>) {
        let kind = CrlKindKey::of(&list);
        for point in list.scope.points() {
            let kinds = self.by_point.entry(point.clone()).or_default();
            if !kinds.contains(&kind) {
                kinds.push(kind.clone());
            }
        }
        self.by_kind.insert(kind, list);
    }

    pub(super) fn of_kind(&self, list: &VerifiedCrl) -> Option<&VerifiedCrl> {
        self.by_kind.get(&CrlKindKey::of(list)).map(|list| &**list)
    }

    /// The complete list to which one of the kind of this delta goes.
    pub(super) fn complete_to(&self, delta: &VerifiedCrl) -> Option<&VerifiedCrl> {
        self.by_kind.get(&CrlKindKey::of_complete(delta)).map(|list| &**list)
    }

    /// Every list that a policy could apply to the certificate: those without a distribution point, and those whose
    /// point has a name in common with one of the certificate's or with its issuer (RFC 5280 §6.3.3(b)(2)(i)).
    pub(super) fn near(&self, certificate: &Certificate) -> Vec<&VerifiedCrl> {
        let mut keys = keys_of(certificate);
        keys.sort_unstable();
        keys.dedup();
        let mut lists: Vec<&VerifiedCrl> = Vec::new();
        for kind in keys.iter().filter_map(|key| self.by_point.get(key)).flatten() {
            let Some(list) = self.by_kind.get(kind) else { continue };
            if !lists.iter().any(|known| core::ptr::eq(*known, &**list)) {
                lists.push(list);
            }
        }
        lists
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &VerifiedCrl> {
        self.by_kind.values().map(|list| &**list)
    }

    pub(super) fn shared(&self) -> impl Iterator<Item = &Arc<VerifiedCrl>> {
        self.by_kind.values()
    }
}

/// Whether a list was issued later than another of its kind.
fn is_newer(list: &VerifiedCrl, other: &VerifiedCrl) -> bool {
    let issued = |list: &VerifiedCrl| (list.list().this_update(), list.list().number());
    issued(list) > issued(other)
}

fn keys_of(certificate: &Certificate) -> Vec<Option<PointKey>> {
    let issuer = certificate.issuer();
    let mut keys = Vec::from([None, Some(PointKey::of_directory(&issuer))]);
    for point in certificate.crl_distribution_points().ok().flatten().into_iter().flatten() {
        let list_issuers: Vec<_> = match point.crl_issuer() {
            Some(issuers) => directory_names(issuers).collect(),
            None => Vec::from([issuer]),
        };
        let named = point.name().map(|name| PointKey::of_point(name, &list_issuers));
        keys.extend(named.into_iter().flatten().map(Some));
        keys.extend(point.crl_issuer().into_iter().flat_map(PointKey::of_names).map(Some));
    }
    keys
}

fn directory_names<'a>(names: SequenceOf<'a, GeneralName<'a>>) -> impl Iterator<Item = Name<'a>> {
    names.into_iter().filter_map(|name| match name {
        GeneralName::DirectoryName(name) => Some(name),
        _ => None,
    })
}
