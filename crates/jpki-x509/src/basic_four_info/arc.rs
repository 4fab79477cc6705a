use const_oid::ObjectIdentifier;
use jpki_core::basic_four_info::PersonalAttribute;
use jpki_core::der::Oid;

use crate::domain::TrustDomain;

/// The object identifier below which the six attributes are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttributeArc(ObjectIdentifier);

impl AttributeArc {
    /// 1.2.392.200149.8.5.5, of the production certificates and, as far as is known, of the test
    /// environment (試験環境) too. jpki-profile §2.5
    pub const JPKI: Self = Self(ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5"));

    /// 1.3.6.1.4.1.32473.8.5.5, of synthetic certificates; below the arc of RFC 5612 for examples.
    pub const SYNTHETIC: Self = Self(ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.8.5.5"));

    /// The arc of a domain's certificates.
    #[must_use]
    pub const fn of(domain: TrustDomain) -> Self {
        match domain {
            TrustDomain::Production | TrustDomain::JlisTest => Self::JPKI,
            TrustDomain::Synthetic => Self::SYNTHETIC,
        }
    }

    /// Another arc.
    #[must_use]
    pub const fn new(arc: ObjectIdentifier) -> Self {
        Self(arc)
    }

    /// The attribute that has this object identifier.
    // Requirement: PRIV-08, PRIV-09
    pub(super) fn attribute(&self, type_id: Oid<'_>) -> Option<PersonalAttribute> {
        match type_id.as_bytes().strip_prefix(self.0.as_bytes())? {
            [last] => {
                let place = usize::from(*last).checked_sub(1)?;
                PersonalAttribute::ALL.get(place).copied()
            }
            _ => None,
        }
    }
}
