//! Certificate policies (RFC 5280 §4.2.1.4).

use super::name::StringType;
use crate::asn1::{self, ObjectIdentifier};
use crate::oid;

/// PolicyInformation: a policy and its qualifiers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyInformation {
    policy: ObjectIdentifier,
    qualifiers: Vec<PolicyQualifier>,
}

impl PolicyInformation {
    /// A policy without qualifiers.
    pub fn new(policy: ObjectIdentifier) -> Self {
        Self { policy, qualifiers: Vec::new() }
    }

    /// Adds a qualifier.
    #[must_use]
    pub fn qualifier(mut self, qualifier: PolicyQualifier) -> Self {
        self.qualifiers.push(qualifier);
        self
    }

    pub(super) fn to_der(&self) -> Vec<u8> {
        let mut members = vec![asn1::object_identifier(self.policy)];
        if !self.qualifiers.is_empty() {
            members.push(asn1::sequence(self.qualifiers.iter().map(PolicyQualifier::to_der)));
        }
        asn1::sequence(members)
    }
}

/// PolicyQualifierInfo.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PolicyQualifier {
    /// Address of the certification practice statement (CPS, 運用規程).
    CpsUri(String),
    /// Explicit text of a user notice as UTF8String.
    UserNotice(String),
    /// Any qualifier: its identifier and value as a whole element.
    Other(ObjectIdentifier, Vec<u8>),
}

impl PolicyQualifier {
    fn to_der(&self) -> Vec<u8> {
        let (qualifier, value) = match self {
            Self::CpsUri(uri) => (oid::CPS_QUALIFIER, StringType::Ia5.element(uri)),
            Self::UserNotice(text) => {
                (oid::USER_NOTICE_QUALIFIER, asn1::sequence([StringType::Utf8.element(text)]))
            }
            Self::Other(qualifier, value) => (*qualifier, value.clone()),
        };
        asn1::sequence([asn1::object_identifier(qualifier), value])
    }
}
