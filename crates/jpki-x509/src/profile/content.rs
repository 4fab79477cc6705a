use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::der::{Decode, DerError, Oid, SequenceOf, Span};
use jpki_core::localized::Localized;
use jpki_core::report::Reason;

use crate::basic_four_info::{self, AttributeArc, BasicFourInfoError};
use crate::certificate::Certificate;
use crate::extension::general_name::GeneralName;
use crate::extension::{
    ANY_POLICY, AccessDescription, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    DistributionPoint, ExtendedKeyUsage, KeyIdentifier, KeyUsage,
};

/// What an extension says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Not looked into.
    Anything,
    /// keyUsage with these uses and no other.
    KeyUsageOnly(KeyUsage),
    /// keyUsage with these uses among others.
    KeyUsageWith(KeyUsage),
    /// extKeyUsage with this purpose and no other.
    ExtendedKeyUsageOnly(Oid<'static>),
    /// extKeyUsage with this purpose among others.
    ExtendedKeyUsageWith(Oid<'static>),
    /// basicConstraints with cA FALSE.
    EndEntity,
    /// basicConstraints with cA TRUE and no path length.
    Authority,
    /// certificatePolicies with exactly one policy, which is not anyPolicy.
    OnePolicy,
    /// Alternative names that are directory names.
    DirectoryNames,
    /// subjectAltName with the basic four information.
    BasicFourInfo,
    /// Well-formed distribution points.
    DistributionPoints,
    /// authorityKeyIdentifier with a key identifier.
    IssuerKeyIdentifier,
    /// subjectKeyIdentifier that is not empty.
    KeyIdentifier,
    /// Well-formed access descriptions.
    InformationAccess,
    /// NULL
    Null,
}

impl Content {
    /// Checks that the value says this. Leaves a person's attributes below `arc` in `attributes` if it reads them.
    pub(super) fn check(
        self,
        arc: Option<&AttributeArc>,
        certificate: &Certificate,
        value: Span,
        attributes: &mut Option<BasicFourInfo>,
    ) -> Result<(), Misfit> {
        let bytes = value.of(certificate.as_der());
        let fits = match self {
            Self::Anything => true,
            Self::KeyUsageOnly(usage) => KeyUsage::from_der(bytes)? == usage,
            Self::KeyUsageWith(usage) => KeyUsage::from_der(bytes)?.contains(usage),
            Self::ExtendedKeyUsageOnly(purpose) => {
                ExtendedKeyUsage::from_der(bytes)?.names_only(purpose)
            }
            Self::ExtendedKeyUsageWith(purpose) => {
                ExtendedKeyUsage::from_der(bytes)?.names(purpose)
            }
            Self::EndEntity => BasicConstraints::from_der(bytes)? == BasicConstraints::EndEntity,
            Self::Authority => {
                BasicConstraints::from_der(bytes)?
                    == BasicConstraints::Authority { path_length: None }
            }
            Self::OnePolicy => {
                let mut policies = CertificatePolicies::from_der(bytes)?.iter();
                let first = policies.next();
                first.is_some_and(|policy| policy.identifier() != ANY_POLICY)
                    && policies.next().is_none()
            }
            Self::DirectoryNames => SequenceOf::<GeneralName<'_>>::from_der(bytes)?
                .iter()
                .all(|name| matches!(name, GeneralName::DirectoryName(_))),
            Self::BasicFourInfo => match arc {
                Some(arc) => {
                    *attributes = Some(basic_four_info::read(certificate.as_bytes(), value, arc)?);
                    true
                }
                None => false,
            },
            Self::DistributionPoints => {
                SequenceOf::<DistributionPoint<'_>>::from_der(bytes).map(|_| true)?
            }
            Self::IssuerKeyIdentifier => {
                AuthorityKeyIdentifier::from_der(bytes)?.key_identifier().is_some()
            }
            Self::KeyIdentifier => !KeyIdentifier::from_der(bytes)?.as_bytes().is_empty(),
            Self::InformationAccess => {
                SequenceOf::<AccessDescription<'_>>::from_der(bytes).map(|_| true)?
            }
            Self::Null => bytes == [0x05, 0x00],
        };
        if fits { Ok(()) } else { Err(Reason::ExtensionContent.into()) }
    }
}

/// How an extension does not fit its row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Misfit {
    pub(super) reason: Reason,
    pub(super) detail: Option<&'static str>,
}

impl From<Reason> for Misfit {
    fn from(reason: Reason) -> Self {
        Self { reason, detail: None }
    }
}

impl From<DerError> for Misfit {
    fn from(error: DerError) -> Self {
        Self { reason: Reason::ExtensionMalformed, detail: Some(error.kind.code()) }
    }
}

impl From<BasicFourInfoError> for Misfit {
    fn from(error: BasicFourInfoError) -> Self {
        match error {
            BasicFourInfoError::Malformed(error) => error.into(),
            _ => Self { reason: Reason::ExtensionContent, detail: Some(error.code()) },
        }
    }
}
