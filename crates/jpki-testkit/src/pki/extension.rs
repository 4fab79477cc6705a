//! Extensions of certificates, lists and list entries (RFC 5280 §4.2, §5.2, §5.3).

use ::time::UtcDateTime;

use super::distribution_point::{DistributionPoint, IssuingDistributionPoint};
use super::general_name::{GeneralName, general_names};
use super::policy::PolicyInformation;
use super::reason_code::ReasonCode;
use super::serial::SerialNumber;
use super::time::generalized_time;
use crate::asn1::{self, ObjectIdentifier};
use crate::key::Key;
use crate::oid;

/// How the critical flag is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Criticality {
    /// TRUE.
    Critical,
    /// Left out, which means FALSE.
    NonCritical,
    /// FALSE written out, which DER forbids (X.690 §11.5).
    WrittenFalse,
}

/// An extension: non-critical until [`Extension::critical`] is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extension {
    /// extnID.
    pub oid: ObjectIdentifier,
    /// critical.
    pub criticality: Criticality,
    /// Content of extnValue.
    pub value: Vec<u8>,
}

impl Extension {
    /// Any extension: identifier and content of extnValue.
    pub fn new(oid: ObjectIdentifier, value: Vec<u8>) -> Self {
        Self { oid, criticality: Criticality::NonCritical, value }
    }

    /// keyUsage.
    pub fn key_usage(usages: &[KeyUsage]) -> Self {
        Self::new(oid::KEY_USAGE, asn1::named_bits(usages.iter().map(|usage| *usage as u8)))
    }

    /// basicConstraints.
    pub fn basic_constraints(constraints: BasicConstraints) -> Self {
        let value = match constraints {
            BasicConstraints::EndEntity => asn1::element(asn1::SEQUENCE, &[]),
            BasicConstraints::WrittenEndEntity => asn1::sequence([asn1::boolean(false)]),
            BasicConstraints::Ca => asn1::sequence([asn1::boolean(true)]),
            BasicConstraints::CaWithPathLength(length) => {
                asn1::sequence([asn1::boolean(true), asn1::unsigned(length)])
            }
        };
        Self::new(oid::BASIC_CONSTRAINTS, value)
    }

    /// subjectAltName.
    pub fn subject_alt_name(names: &[GeneralName]) -> Self {
        Self::new(oid::SUBJECT_ALT_NAME, general_names(names))
    }

    /// issuerAltName.
    pub fn issuer_alt_name(names: &[GeneralName]) -> Self {
        Self::new(oid::ISSUER_ALT_NAME, general_names(names))
    }

    /// subjectKeyIdentifier.
    pub fn subject_key_identifier(identifier: &[u8]) -> Self {
        Self::new(oid::SUBJECT_KEY_IDENTIFIER, asn1::octet_string(identifier))
    }

    /// authorityKeyIdentifier.
    pub fn authority_key_identifier(identifier: &AuthorityKeyIdentifier) -> Self {
        Self::new(oid::AUTHORITY_KEY_IDENTIFIER, identifier.to_der())
    }

    /// certificatePolicies.
    pub fn certificate_policies(policies: &[PolicyInformation]) -> Self {
        let value = asn1::sequence(policies.iter().map(PolicyInformation::to_der));
        Self::new(oid::CERTIFICATE_POLICIES, value)
    }

    /// policyMappings: pairs of issuer domain policy and subject domain policy.
    pub fn policy_mappings(mappings: &[(ObjectIdentifier, ObjectIdentifier)]) -> Self {
        let value = asn1::sequence(mappings.iter().map(|(issuer, subject)| {
            asn1::sequence([asn1::object_identifier(*issuer), asn1::object_identifier(*subject)])
        }));
        Self::new(oid::POLICY_MAPPINGS, value)
    }

    /// policyConstraints.
    pub fn policy_constraints(
        require_explicit_policy: Option<u64>,
        inhibit_policy_mapping: Option<u64>,
    ) -> Self {
        let members = [(0, require_explicit_policy), (1, inhibit_policy_mapping)];
        let value = asn1::sequence(
            members
                .into_iter()
                .filter_map(|(number, skip)| Some(asn1::implicit(number, asn1::unsigned(skip?)))),
        );
        Self::new(oid::POLICY_CONSTRAINTS, value)
    }

    /// inhibitAnyPolicy.
    pub fn inhibit_any_policy(skip: u64) -> Self {
        Self::new(oid::INHIBIT_ANY_POLICY, asn1::unsigned(skip))
    }

    /// nameConstraints; an empty list is left out.
    pub fn name_constraints(permitted: &[GeneralSubtree], excluded: &[GeneralSubtree]) -> Self {
        let value = asn1::sequence(
            [(0, permitted), (1, excluded)]
                .into_iter()
                .filter(|(_, subtrees)| !subtrees.is_empty())
                .map(|(number, subtrees)| {
                    let subtrees = asn1::sequence(subtrees.iter().map(GeneralSubtree::to_der));
                    asn1::implicit(number, subtrees)
                }),
        );
        Self::new(oid::NAME_CONSTRAINTS, value)
    }

    /// extKeyUsage.
    pub fn extended_key_usage(purposes: &[ObjectIdentifier]) -> Self {
        let value =
            asn1::sequence(purposes.iter().map(|purpose| asn1::object_identifier(*purpose)));
        Self::new(oid::EXTENDED_KEY_USAGE, value)
    }

    /// cRLDistributionPoints.
    pub fn crl_distribution_points(points: &[DistributionPoint]) -> Self {
        let value = asn1::sequence(points.iter().map(DistributionPoint::to_der));
        Self::new(oid::CRL_DISTRIBUTION_POINTS, value)
    }

    /// freshestCRL.
    pub fn freshest_crl(points: &[DistributionPoint]) -> Self {
        let value = asn1::sequence(points.iter().map(DistributionPoint::to_der));
        Self::new(oid::FRESHEST_CRL, value)
    }

    /// authorityInfoAccess: pairs of method and location.
    pub fn authority_info_access(descriptions: &[(ObjectIdentifier, GeneralName)]) -> Self {
        Self::new(oid::AUTHORITY_INFO_ACCESS, access_descriptions(descriptions))
    }

    /// subjectInfoAccess: pairs of method and location.
    pub fn subject_info_access(descriptions: &[(ObjectIdentifier, GeneralName)]) -> Self {
        Self::new(oid::SUBJECT_INFO_ACCESS, access_descriptions(descriptions))
    }

    /// subjectDirectoryAttributes: pairs of type and values as whole elements.
    pub fn subject_directory_attributes(attributes: &[(ObjectIdentifier, Vec<Vec<u8>>)]) -> Self {
        let value = asn1::sequence(attributes.iter().map(|(oid, values)| {
            asn1::sequence([asn1::object_identifier(*oid), asn1::set(values)])
        }));
        Self::new(oid::SUBJECT_DIRECTORY_ATTRIBUTES, value)
    }

    /// id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1).
    pub fn ocsp_no_check() -> Self {
        Self::new(oid::OCSP_NO_CHECK, asn1::null())
    }

    /// cRLNumber of a list.
    pub fn crl_number(number: u64) -> Self {
        Self::new(oid::CRL_NUMBER, asn1::unsigned(number))
    }

    /// deltaCRLIndicator of a list: number of the base. RFC 5280 §5.2.4 wants it critical.
    pub fn delta_crl_indicator(base: u64) -> Self {
        Self::new(oid::DELTA_CRL_INDICATOR, asn1::unsigned(base))
    }

    /// issuingDistributionPoint of a list. RFC 5280 §5.2.5 wants it critical.
    pub fn issuing_distribution_point(point: &IssuingDistributionPoint) -> Self {
        Self::new(oid::ISSUING_DISTRIBUTION_POINT, point.to_der())
    }

    /// reasonCode of an entry.
    pub fn reason_code(reason: ReasonCode) -> Self {
        Self::new(oid::REASON_CODE, asn1::enumerated(reason.number()))
    }

    /// invalidityDate of an entry.
    pub fn invalidity_date(instant: UtcDateTime) -> Self {
        Self::new(oid::INVALIDITY_DATE, generalized_time(instant))
    }

    /// certificateIssuer of an entry in an indirect list. RFC 5280 §5.3.3 wants it critical.
    pub fn certificate_issuer(names: &[GeneralName]) -> Self {
        Self::new(oid::CERTIFICATE_ISSUER, general_names(names))
    }

    /// The same extension, critical.
    #[must_use]
    pub fn critical(self) -> Self {
        self.with_criticality(Criticality::Critical)
    }

    /// The same extension with the critical flag written so.
    #[must_use]
    pub fn with_criticality(mut self, criticality: Criticality) -> Self {
        self.criticality = criticality;
        self
    }

    /// Extension in DER.
    pub fn to_der(&self) -> Vec<u8> {
        let mut members = vec![asn1::object_identifier(self.oid)];
        match self.criticality {
            Criticality::Critical => members.push(asn1::boolean(true)),
            Criticality::NonCritical => {}
            Criticality::WrittenFalse => members.push(asn1::boolean(false)),
        }
        members.push(asn1::octet_string(&self.value));
        asn1::sequence(members)
    }
}

/// Extensions in DER.
pub fn extensions(extensions: &[Extension]) -> Vec<u8> {
    asn1::sequence(extensions.iter().map(Extension::to_der))
}

/// A bit of keyUsage (RFC 5280 §4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum KeyUsage {
    /// digitalSignature.
    DigitalSignature = 0,
    /// nonRepudiation, also called contentCommitment.
    NonRepudiation = 1,
    /// keyEncipherment.
    KeyEncipherment = 2,
    /// dataEncipherment.
    DataEncipherment = 3,
    /// keyAgreement.
    KeyAgreement = 4,
    /// keyCertSign.
    KeyCertSign = 5,
    /// cRLSign.
    CrlSign = 6,
    /// encipherOnly.
    EncipherOnly = 7,
    /// decipherOnly.
    DecipherOnly = 8,
}

/// Content of basicConstraints (RFC 5280 §4.2.1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BasicConstraints {
    /// An empty SEQUENCE: cA is FALSE by default.
    EndEntity,
    /// cA FALSE written out, which DER forbids (X.690 §11.5).
    WrittenEndEntity,
    /// cA TRUE without a path length.
    Ca,
    /// cA TRUE with a path length.
    CaWithPathLength(u64),
}

/// GeneralSubtree of name constraints (RFC 5280 §4.2.1.10).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GeneralSubtree {
    /// base.
    pub base: GeneralName,
    /// minimum; RFC 5280 allows only 0, which is left out.
    pub minimum: u64,
    /// maximum; RFC 5280 allows none.
    pub maximum: Option<u64>,
}

impl GeneralSubtree {
    /// The subtree below this base.
    pub fn new(base: GeneralName) -> Self {
        Self { base, minimum: 0, maximum: None }
    }

    fn to_der(&self) -> Vec<u8> {
        let minimum = (self.minimum != 0).then(|| asn1::implicit(0, asn1::unsigned(self.minimum)));
        let maximum = self.maximum.map(|maximum| asn1::implicit(1, asn1::unsigned(maximum)));
        asn1::sequence([Some(self.base.to_der()), minimum, maximum].into_iter().flatten())
    }
}

/// Content of authorityKeyIdentifier (RFC 5280 §4.2.1.1); empty and none are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AuthorityKeyIdentifier {
    /// keyIdentifier.
    pub key_identifier: Option<Vec<u8>>,
    /// authorityCertIssuer.
    pub issuer: Vec<GeneralName>,
    /// authorityCertSerialNumber.
    pub serial: Option<SerialNumber>,
}

impl AuthorityKeyIdentifier {
    /// The key identifier of this key and nothing more.
    pub fn of_key(key: Key) -> Self {
        Self { key_identifier: Some(key.identifier()), ..Self::default() }
    }

    fn to_der(&self) -> Vec<u8> {
        let key = self
            .key_identifier
            .as_ref()
            .map(|identifier| asn1::implicit(0, asn1::octet_string(identifier)));
        let issuer =
            (!self.issuer.is_empty()).then(|| asn1::implicit(1, general_names(&self.issuer)));
        let serial = self.serial.as_ref().map(|serial| asn1::implicit(2, serial.to_der()));
        asn1::sequence([key, issuer, serial].into_iter().flatten())
    }
}

fn access_descriptions(descriptions: &[(ObjectIdentifier, GeneralName)]) -> Vec<u8> {
    asn1::sequence(descriptions.iter().map(|(method, location)| {
        asn1::sequence([asn1::object_identifier(*method), location.to_der()])
    }))
}
