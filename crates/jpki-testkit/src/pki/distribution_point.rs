//! Distribution points (RFC 5280 §4.2.1.13) and issuing distribution points (§5.2.5).

use super::general_name::{GeneralName, general_names};
use super::name::DistinguishedName;
use crate::asn1;

/// DistributionPointName.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DistributionPointName {
    /// fullName.
    Full(Vec<GeneralName>),
    /// nameRelativeToCRLIssuer: the last relative name of this name.
    RelativeToIssuer(DistinguishedName),
}

impl DistributionPointName {
    /// The full name of a directory entry, as J-LIS writes it.
    pub fn directory(name: DistinguishedName) -> Self {
        Self::Full(vec![GeneralName::Directory(name)])
    }

    /// The full name that is an address.
    pub fn uri(uri: &str) -> Self {
        Self::Full(vec![GeneralName::Uri(uri.to_owned())])
    }

    fn to_der(&self) -> Vec<u8> {
        let choice = match self {
            Self::Full(names) => asn1::implicit(0, general_names(names)),
            Self::RelativeToIssuer(name) => asn1::implicit(1, name.last_relative_name()),
        };
        // A CHOICE keeps its own tag, so the outer one is explicit (X.680 §31.2.7).
        asn1::explicit(0, choice)
    }
}

/// A revocation reason as a bit of ReasonFlags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Reason {
    /// Bit 0, not used.
    Unused = 0,
    /// keyCompromise.
    KeyCompromise = 1,
    /// cACompromise.
    CaCompromise = 2,
    /// affiliationChanged.
    AffiliationChanged = 3,
    /// superseded.
    Superseded = 4,
    /// cessationOfOperation.
    CessationOfOperation = 5,
    /// certificateHold.
    CertificateHold = 6,
    /// privilegeWithdrawn.
    PrivilegeWithdrawn = 7,
    /// aACompromise.
    AaCompromise = 8,
}

/// DistributionPoint of a certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DistributionPoint {
    /// distributionPoint.
    pub name: Option<DistributionPointName>,
    /// reasons; none means all.
    pub reasons: Option<Vec<Reason>>,
    /// cRLIssuer; empty means absent.
    pub crl_issuer: Vec<GeneralName>,
}

impl DistributionPoint {
    /// A point that is named and nothing more.
    pub fn named(name: DistributionPointName) -> Self {
        Self { name: Some(name), ..Self::default() }
    }

    pub(super) fn to_der(&self) -> Vec<u8> {
        let name = self.name.as_ref().map(DistributionPointName::to_der);
        let reasons =
            self.reasons.as_deref().map(|reasons| asn1::implicit(1, reason_flags(reasons)));
        let issuer = (!self.crl_issuer.is_empty())
            .then(|| asn1::implicit(2, general_names(&self.crl_issuer)));
        asn1::sequence([name, reasons, issuer].into_iter().flatten())
    }
}

/// IssuingDistributionPoint of a list; false and none are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct IssuingDistributionPoint {
    /// distributionPoint.
    pub name: Option<DistributionPointName>,
    /// onlyContainsUserCerts.
    pub only_user_certificates: bool,
    /// onlyContainsCACerts.
    pub only_ca_certificates: bool,
    /// onlySomeReasons.
    pub only_some_reasons: Option<Vec<Reason>>,
    /// indirectCRL.
    pub indirect: bool,
    /// onlyContainsAttributeCerts.
    pub only_attribute_certificates: bool,
}

impl IssuingDistributionPoint {
    /// The scope that is this point's and not narrowed further.
    pub fn named(name: DistributionPointName) -> Self {
        Self { name: Some(name), ..Self::default() }
    }

    pub(super) fn to_der(&self) -> Vec<u8> {
        let flag = |number, set: bool| set.then(|| asn1::implicit(number, asn1::boolean(true)));
        let reasons = self
            .only_some_reasons
            .as_deref()
            .map(|reasons| asn1::implicit(3, reason_flags(reasons)));
        let members = [
            self.name.as_ref().map(DistributionPointName::to_der),
            flag(1, self.only_user_certificates),
            flag(2, self.only_ca_certificates),
            reasons,
            flag(4, self.indirect),
            flag(5, self.only_attribute_certificates),
        ];
        asn1::sequence(members.into_iter().flatten())
    }
}

fn reason_flags(reasons: &[Reason]) -> Vec<u8> {
    asn1::named_bits(reasons.iter().map(|reason| *reason as u8))
}
