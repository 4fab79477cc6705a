use jpki_core::der::SequenceOf;
use jpki_core::name::{Name, RelativeName};
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::extension::{DistributionPoint, DistributionPointName, ReasonFlags};

use super::policy::CrlPartitionPolicy;
use super::view::View;
use crate::crl::CrlKind;

/// A distribution point as the algorithm goes through them: one of the certificate's, or the one that
/// stands for lists that no distribution point names.
#[derive(Clone, Copy)]
pub(super) enum Point<'a> {
    Stated { point: DistributionPoint<'a>, certificate_issuer: Name<'a> },
    // RFC 5280 §6.3.3, last paragraph: neither reasons nor cRLIssuer, its name the certificate issuer's.
    Implied { certificate_issuer: Name<'a>, partitions: CrlPartitionPolicy },
}

impl<'a> Point<'a> {
    pub(super) fn stated(point: DistributionPoint<'a>, certificate: &'a Certificate) -> Self {
        Self::Stated { point, certificate_issuer: certificate.issuer() }
    }

    pub(super) fn implied(certificate: &'a Certificate, partitions: CrlPartitionPolicy) -> Self {
        Self::Implied { certificate_issuer: certificate.issuer(), partitions }
    }

    pub(super) fn reasons(&self) -> ReasonFlags {
        match self {
            Self::Stated { point, .. } => point.reasons().unwrap_or(ReasonFlags::ALL),
            Self::Implied { .. } => ReasonFlags::ALL,
        }
    }

    pub(super) const fn is_implied(&self) -> bool {
        matches!(self, Self::Implied { .. })
    }

    pub(super) fn names_list_issuer(&self) -> bool {
        matches!(self, Self::Stated { point, .. } if point.crl_issuer().is_some())
    }

    // RFC 5280 §6.3.3(b)(1)
    pub(super) fn fits_issuer(&self, view: &View<'_>) -> bool {
        let list = view.complete().list();
        match self {
            Self::Stated { point, certificate_issuer } => match point.crl_issuer() {
                Some(issuers) => {
                    view.scope().kind() == CrlKind::Indirect
                        && directory_names(issuers).any(|name| name.matches(&list.issuer()))
                }
                None => certificate_issuer.matches(&list.issuer()),
            },
            Self::Implied { certificate_issuer, .. } => certificate_issuer.matches(&list.issuer()),
        }
    }

    // RFC 5280 §6.3.3(b)(2)(i)
    pub(super) fn fits_name(&self, view: &View<'_>) -> bool {
        let Some(issued) = view.scope().name() else { return true };
        let issued = PointName::of(issued, Some(view.complete().list().issuer()));
        match self {
            Self::Implied { partitions: CrlPartitionPolicy::Refused, .. } => false,
            Self::Implied { certificate_issuer, partitions: CrlPartitionPolicy::OfIssuersName } => {
                issued.meets(&PointName::Directory(*certificate_issuer))
            }
            Self::Stated { point, certificate_issuer } => {
                match (point.name(), point.crl_issuer()) {
                    (Some(name), None) => {
                        issued.meets(&PointName::of(name, Some(*certificate_issuer)))
                    }
                    (Some(name), Some(issuers)) => {
                        issued.meets(&PointName::of(name, only(directory_names(issuers))))
                    }
                    (None, Some(issuers)) => issued.meets(&PointName::Full(issuers)),
                    (None, None) => false,
                }
            }
        }
    }
}

/// A distribution point's name with what it is relative to.
#[derive(Clone, Copy)]
enum PointName<'a> {
    Full(SequenceOf<'a, GeneralName<'a>>),
    Directory(Name<'a>),
    Relative {
        base: Name<'a>,
        name: RelativeName<'a>,
    },
    /// Relative to more than one name, which RFC 5280 §4.2.1.13 forbids, or to none.
    Undefined,
}

impl<'a> PointName<'a> {
    fn of(name: DistributionPointName<'a>, base: Option<Name<'a>>) -> Self {
        match (name, base) {
            (DistributionPointName::FullName(names), _) => Self::Full(names),
            (DistributionPointName::NameRelativeToIssuer(name), Some(base)) => {
                Self::Relative { base, name }
            }
            (DistributionPointName::NameRelativeToIssuer(_), None) => Self::Undefined,
        }
    }

    /// Whether both have a name in common.
    fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undefined, _) | (_, Self::Undefined) => false,
            (Self::Full(these), Self::Full(those)) => {
                these.into_iter().any(|this| those.into_iter().any(|that| this.matches(&that)))
            }
            (Self::Directory(this), Self::Directory(that)) => this.matches(that),
            (Self::Full(names), Self::Directory(name))
            | (Self::Directory(name), Self::Full(names)) => {
                directory_names(*names).any(|full| full.matches(name))
            }
            (Self::Relative { base, name }, Self::Relative { base: other, name: that }) => {
                base.matches(other) && name.matches(that)
            }
            (Self::Relative { base, name }, Self::Full(names))
            | (Self::Full(names), Self::Relative { base, name }) => {
                directory_names(*names).any(|full| full.is_joined_from(base, name))
            }
            (Self::Relative { base, name }, Self::Directory(full))
            | (Self::Directory(full), Self::Relative { base, name }) => {
                full.is_joined_from(base, name)
            }
        }
    }
}

fn directory_names<'a>(names: SequenceOf<'a, GeneralName<'a>>) -> impl Iterator<Item = Name<'a>> {
    names.into_iter().filter_map(|name| match name {
        GeneralName::DirectoryName(name) => Some(name),
        _ => None,
    })
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    match items.next() {
        None => Some(first),
        Some(_) => None,
    }
}
