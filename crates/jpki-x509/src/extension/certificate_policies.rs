use core::fmt;

use const_oid::db::rfc5280;
use jpki_core::der::{DerError, Oid, Reader, Tag};

use super::PolicyQualifier;

/// anyPolicy 2.5.29.32.0
pub const ANY_POLICY: Oid<'static> = Oid::of(&rfc5280::ANY_POLICY);

/// The policies that a certificate was issued under (証明書ポリシー, RFC 5280 §4.2.1.4).
///
/// Accepted although §4.2.1.4 forbids it, because path validation speaks of it: a policy named twice.
#[derive(Clone, Copy)]
pub struct CertificatePolicies<'a> {
    policies: Reader<'a>,
}

impl<'a> CertificatePolicies<'a> {
    /// Reads the value of the extension.
    ///
    /// # Errors
    /// If it names no policy or is malformed.
    pub fn from_der(value: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let policies = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let mut ahead = policies;
        PolicyInformation::read(&mut ahead)?;
        while !ahead.is_empty() {
            PolicyInformation::read(&mut ahead)?;
        }
        Ok(Self { policies })
    }

    /// Returns the policies in their order.
    pub fn policies(self) -> impl Iterator<Item = PolicyInformation<'a>> {
        let mut rest = self.policies;
        core::iter::from_fn(move || PolicyInformation::read(&mut rest).ok())
    }

    /// Returns whether this very policy is named. anyPolicy names no other.
    #[must_use]
    pub fn names(self, policy: Oid<'_>) -> bool {
        self.policies().any(|named| named.identifier() == policy)
    }
}

impl fmt::Debug for CertificatePolicies<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CertificatePolicies")?;
        f.debug_list().entries(self.policies()).finish()
    }
}

/// One policy with its qualifiers.
#[derive(Clone, Copy)]
pub struct PolicyInformation<'a> {
    identifier: Oid<'a>,
    qualifiers: Option<&'a [u8]>,
}

impl<'a> PolicyInformation<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        let identifier = fields.object_identifier()?;
        let qualifiers = match fields.optional(Tag::SEQUENCE)? {
            None => None,
            Some(element) => {
                check_qualifiers(fields.inside(element))?;
                Some(fields.bytes(element.whole))
            }
        };
        fields.finish()?;
        Ok(Self { identifier, qualifiers })
    }

    /// Returns the policy's object identifier.
    #[must_use]
    pub const fn identifier(&self) -> Oid<'a> {
        self.identifier
    }

    /// `policyQualifiers` as the element it is: pointers to a practice statement, notices to the user.
    /// Their content was not looked at.
    #[must_use]
    pub const fn qualifiers(&self) -> Option<&'a [u8]> {
        self.qualifiers
    }

    /// What its qualifiers are, each read to its end.
    pub(crate) fn read_qualifiers(self) -> impl Iterator<Item = Result<PolicyQualifier, DerError>> {
        let mut rest = self.qualifiers.and_then(|element| {
            Reader::new(element).and_then(|mut reader| reader.enter(Tag::SEQUENCE)).ok()
        });
        core::iter::from_fn(move || {
            let list = rest.as_mut().filter(|list| !list.is_empty())?;
            let qualifier = PolicyQualifier::read(list);
            if qualifier.is_err() {
                rest = None;
            }
            Some(qualifier)
        })
    }
}

impl fmt::Debug for PolicyInformation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.identifier)
    }
}

// PolicyQualifierInfo ::= SEQUENCE { policyQualifierId, qualifier ANY }
fn check_qualifiers(mut list: Reader<'_>) -> Result<(), DerError> {
    loop {
        let mut fields = list.enter(Tag::SEQUENCE)?;
        fields.object_identifier()?;
        fields.any()?;
        fields.finish()?;
        if list.is_empty() {
            return Ok(());
        }
    }
}
