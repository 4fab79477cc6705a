use alloc::vec::Vec;

use jpki_core::der::SequenceOf;
use jpki_core::name::{CanonicalName, Name};
use jpki_x509::extension::DistributionPointName;
use jpki_x509::extension::general_name::{CanonicalGeneralName, GeneralName};

/// A name of a distribution point in a form that is equal wherever the judgement takes two names for one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PointKey {
    Directory(CanonicalName),
    Other(CanonicalGeneralName),
}

impl PointKey {
    pub(crate) fn of_directory(name: &Name<'_>) -> Self {
        Self::Directory(name.canonical())
    }

    pub(crate) fn of(name: &GeneralName<'_>) -> Self {
        match name {
            GeneralName::DirectoryName(name) => Self::of_directory(name),
            other => Self::Other(other.canonical()),
        }
    }

    pub(crate) fn of_names<'a>(
        names: SequenceOf<'a, GeneralName<'a>>,
    ) -> impl Iterator<Item = Self> + use<'a> {
        names.into_iter().map(|name| Self::of(&name))
    }

    /// The names of a point; `bases` are those that a relative name may follow.
    pub(crate) fn of_point(point: DistributionPointName<'_>, bases: &[Name<'_>]) -> Vec<Self> {
        match point {
            DistributionPointName::FullName(names) => Self::of_names(names).collect(),
            DistributionPointName::NameRelativeToIssuer(name) => {
                bases.iter().map(|base| Self::Directory(base.canonical_joined(&name))).collect()
            }
        }
    }
}
