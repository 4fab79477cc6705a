use alloc::sync::Arc;
use alloc::vec::Vec;
use std::collections::HashMap;

use jpki_x509::certificate::Certificate;
use jpki_x509::extension::general_name::{GeneralName, GeneralNames};
use jpki_x509::extension::{DistributionPointName, oid};

use crate::list::VerifiedList;

/// The lists of a store. Copying it copies references, not lists.
#[derive(Clone, Default)]
pub(super) struct Catalogue {
    by_kind: HashMap<ListKindKey, Arc<VerifiedList>>,
    by_point: HashMap<PointKey, Vec<ListKindKey>>,
}

/// What tells lists apart that do not replace each other.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct ListKindKey(Arc<[u8]>);

/// A name of a distribution point, by its octets.
#[derive(Clone, PartialEq, Eq, Hash)]
enum PointKey {
    Named(Vec<u8>),
    /// For lists that have no distribution point, or one whose name is not in full.
    Unnamed,
}

impl ListKindKey {
    /// Signer's key and name, issuing distribution point with all that it restricts, complete or delta.
    pub(super) fn of(list: &VerifiedList) -> Self {
        let (signer, view) = (list.issuer().authority(), list.list());
        let scope = view.extension(oid::ISSUING_DISTRIBUTION_POINT);
        let parts: [&[u8]; 4] = [
            signer.public_key_octets(),
            signer.name().octets(),
            scope.as_ref().map_or(&[], |extension| extension.value()),
            if view.delta_base().is_some() { b"delta" } else { b"" },
        ];
        let mut octets = Vec::new();
        for part in parts {
            octets.extend((part.len() as u64).to_le_bytes());
            octets.extend_from_slice(part);
        }
        Self(octets.into())
    }

    pub(super) fn octets(&self) -> &[u8] {
        &self.0
    }
}

impl Catalogue {
    pub(super) fn insert(&mut self, list: Arc<VerifiedList>) {
        let kind = ListKindKey::of(&list);
        for point in points_of(&list) {
            let kinds = self.by_point.entry(point).or_default();
            if !kinds.contains(&kind) {
                kinds.push(kind.clone());
            }
        }
        self.by_kind.insert(kind, list);
    }

    pub(super) fn of_kind(&self, list: &VerifiedList) -> Option<&VerifiedList> {
        self.by_kind.get(&ListKindKey::of(list)).map(|list| &**list)
    }

    /// Lists of the certificate's distribution points, and those without one.
    pub(super) fn near(&self, certificate: &Certificate) -> impl Iterator<Item = &VerifiedList> {
        let points = certificate.crl_distribution_points().ok().flatten();
        let names = points.into_iter().flatten().filter_map(|point| match point.name() {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
        let mut keys: Vec<PointKey> = names.flat_map(keys_of).collect();
        keys.push(PointKey::Unnamed);
        keys.into_iter()
            .filter_map(|key| self.by_point.get(&key))
            .flatten()
            .filter_map(|kind| self.by_kind.get(kind))
            .map(|list| &**list)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &VerifiedList> {
        self.by_kind.values().map(|list| &**list)
    }

    pub(super) fn shared(&self) -> impl Iterator<Item = &Arc<VerifiedList>> {
        self.by_kind.values()
    }
}

fn points_of(list: &VerifiedList) -> Vec<PointKey> {
    match list.list().scope().name() {
        Some(DistributionPointName::FullName(names)) => keys_of(names).collect(),
        _ => Vec::from([PointKey::Unnamed]),
    }
}

fn keys_of(names: GeneralNames<'_>) -> impl Iterator<Item = PointKey> {
    names.map(|name| {
        PointKey::Named(match name {
            GeneralName::DirectoryName(name) => name.octets().to_vec(),
            GeneralName::UniformResourceIdentifier(uri) => uri.to_vec(),
            // Rare: such points share one key, and the judgement tells them apart.
            _ => Vec::new(),
        })
    })
}
