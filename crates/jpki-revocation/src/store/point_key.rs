use alloc::vec::Vec;

use jpki_core::name::Name;
use jpki_x509::extension::DistributionPointName;
use jpki_x509::extension::general_name::{GeneralName, GeneralNames};

/// A name of a distribution point in a form that is equal wherever the judgement takes two names for one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum PointKey {
    Directory(Vec<u8>),
    Uri(Vec<u8>),
    /// Rare: such points share one key, and the judgement tells them apart.
    Other,
}

impl PointKey {
    pub(super) fn of_directory(name: &Name<'_>) -> Self {
        Self::Directory(name.octets().to_vec())
    }

    pub(super) fn of(name: &GeneralName<'_>) -> Self {
        match name {
            GeneralName::DirectoryName(name) => Self::of_directory(name),
            GeneralName::UniformResourceIdentifier(uri) => Self::Uri(uri.to_vec()),
            _ => Self::Other,
        }
    }

    /// Its octets; of another kind of name none.
    pub(super) fn octets(&self) -> &[u8] {
        match self {
            Self::Directory(octets) | Self::Uri(octets) => octets,
            Self::Other => &[],
        }
    }

    pub(super) fn of_names(names: GeneralNames<'_>) -> impl Iterator<Item = Self> {
        names.into_iter().map(|name| Self::of(&name))
    }

    /// The names of a point; `bases` are those that a relative name may follow.
    pub(super) fn of_point(point: DistributionPointName<'_>, bases: &[Name<'_>]) -> Vec<Self> {
        match point {
            DistributionPointName::FullName(names) => Self::of_names(names).collect(),
            DistributionPointName::NameRelativeToIssuer(name) => {
                let _ = (name, bases);
                Vec::new()
            }
        }
    }
}
