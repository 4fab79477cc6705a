//! What a certificate says about policies (RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11, §4.2.1.14).

use core::fmt;

use const_oid::db::rfc5280;
use jpki_core::der::{
    Decode, DerError, DerErrorKind, Integer, Oid, Reader, SequenceIter, SequenceOf, Tag,
};

/// anyPolicy 2.5.29.32.0
pub const ANY_POLICY: Oid<'static> = Oid::of(&rfc5280::ANY_POLICY);

/// id-qt-cps 1.3.6.1.5.5.7.2.1
const PRACTICE_STATEMENT: Oid<'static> = Oid::of(&rfc5280::ID_QT_CPS);
/// id-qt-unotice 1.3.6.1.5.5.7.2.2
const USER_NOTICE: Oid<'static> = Oid::of(&rfc5280::ID_QT_UNOTICE);

/// The policies that a certificate was issued under (証明書ポリシー, RFC 5280 §4.2.1.4).
///
/// Accepted although §4.2.1.4 forbids it, because path validation speaks of it: a policy named twice.
#[derive(Clone, Copy)]
pub struct CertificatePolicies<'a>(SequenceOf<'a, PolicyInformation<'a>>);

impl<'a> CertificatePolicies<'a> {
    /// Returns the policies in their order.
    #[must_use]
    pub const fn iter(&self) -> SequenceIter<'a, PolicyInformation<'a>> {
        self.0.iter()
    }

    /// Returns whether this very policy is named. anyPolicy names no other.
    #[must_use]
    pub fn names(&self, policy: Oid<'_>) -> bool {
        self.iter().any(|named| named.identifier() == policy)
    }
}

impl<'a> Decode<'a> for CertificatePolicies<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        SequenceOf::read(reader).map(Self)
    }
}

impl fmt::Debug for CertificatePolicies<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CertificatePolicies")?;
        self.0.fmt(f)
    }
}

/// One policy with its qualifiers.
#[derive(Clone, Copy)]
pub struct PolicyInformation<'a> {
    identifier: Oid<'a>,
    qualifiers: Option<&'a [u8]>,
}

impl<'a> PolicyInformation<'a> {
    /// Returns the policy's object identifier.
    #[must_use]
    pub const fn identifier(&self) -> Oid<'a> {
        self.identifier
    }

    /// Returns `policyQualifiers` as the element it is: pointers to a practice statement, notices to the user.
    /// Their content was not looked at.
    #[must_use]
    pub const fn qualifiers(&self) -> Option<&'a [u8]> {
        self.qualifiers
    }

    /// Returns what its qualifiers are, each read to its end.
    pub(crate) fn read_qualifiers(self) -> impl Iterator<Item = Result<PolicyQualifier, DerError>> {
        let mut rest =
            self.qualifiers.and_then(|element| Reader::new(element).ok()?.sequence().ok());
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

impl<'a> Decode<'a> for PolicyInformation<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = reader.sequence()?;
        let identifier = fields.object_identifier()?;
        let qualifiers = fields.optional(Tag::SEQUENCE)?;
        if let Some(element) = qualifiers {
            SequenceOf::<PolicyQualifierInfo>::read_content(fields.contents_of(element))?;
        }
        fields.finish()?;
        let qualifiers = qualifiers.map(|element| fields.bytes(element.whole));
        Ok(Self { identifier, qualifiers })
    }
}

impl fmt::Debug for PolicyInformation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.identifier.fmt(f)
    }
}

/// `PolicyQualifierInfo ::= SEQUENCE { policyQualifierId, qualifier ANY }`, not looked into.
#[derive(Clone, Copy)]
struct PolicyQualifierInfo;

impl Decode<'_> for PolicyQualifierInfo {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let mut fields = reader.sequence()?;
        fields.object_identifier()?;
        fields.any()?;
        fields.finish()?;
        Ok(Self)
    }
}

/// What a policy's qualifier is (RFC 5280 §4.2.1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyQualifier {
    /// Where the certification practice statement lies.
    PracticeStatement,
    /// A text for the user.
    UserNotice,
    /// One that RFC 5280 does not define.
    Unknown,
}

impl Decode<'_> for PolicyQualifier {
    /// Texts may be longer than the 200 characters of §4.2.1.4, which asks certificate users to bear it.
    fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let mut fields = reader.sequence()?;
        let qualifier = match fields.object_identifier()? {
            PRACTICE_STATEMENT => {
                check_text(&mut fields, &[Tag::IA5_STRING])?;
                Self::PracticeStatement
            }
            USER_NOTICE => {
                check_user_notice(fields.sequence()?)?;
                Self::UserNotice
            }
            _ => {
                fields.any()?;
                Self::Unknown
            }
        };
        fields.finish()?;
        Ok(qualifier)
    }
}

// UserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL }
fn check_user_notice(mut notice: Reader<'_>) -> Result<(), DerError> {
    if let Some(mut reference) = notice.optional_nested(Tag::SEQUENCE)? {
        check_text(&mut reference, DISPLAY_TEXT)?;
        let mut numbers = reference.sequence()?;
        reference.finish()?;
        while !numbers.is_empty() {
            numbers.integer()?;
        }
    }
    if !notice.is_empty() {
        check_text(&mut notice, DISPLAY_TEXT)?;
    }
    notice.finish()
}

const DISPLAY_TEXT: &[Tag] =
    &[Tag::IA5_STRING, Tag::VISIBLE_STRING, Tag::BMP_STRING, Tag::UTF8_STRING];

fn check_text(fields: &mut Reader<'_>, types: &[Tag]) -> Result<(), DerError> {
    let malformed = fields.error(DerErrorKind::InvalidContent("policy qualifier"));
    let element = fields.any()?;
    let content = fields.bytes(element.content);
    let is_text = match element.tag {
        Tag::BMP_STRING => content.len().is_multiple_of(2),
        Tag::UTF8_STRING => core::str::from_utf8(content).is_ok(),
        _ => content.is_ascii(),
    };
    if types.contains(&element.tag) && is_text { Ok(()) } else { Err(malformed) }
}

/// A policy of the issuer's domain that the subject's domain calls otherwise (ポリシーマッピング,
/// RFC 5280 §4.2.1.5).
///
/// Refused: a mapping from or to anyPolicy (RFC 5280 §6.1.4(a)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "the SEQUENCE of RFC 5280 section 4.2.1.5")]
pub struct PolicyMapping<'a> {
    /// The policy in the domain of the issuer, and of the trust anchor above it.
    pub issuer_domain: Oid<'a>,
    /// The policy in the domain of the subject that is to count as equivalent.
    pub subject_domain: Oid<'a>,
}

impl<'a> Decode<'a> for PolicyMapping<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let malformed = reader.error(DerErrorKind::InvalidContent("mapping of anyPolicy"));
        let mut fields = reader.sequence()?;
        let issuer_domain = fields.object_identifier()?;
        let subject_domain = fields.object_identifier()?;
        fields.finish()?;
        if issuer_domain == ANY_POLICY || subject_domain == ANY_POLICY {
            return Err(malformed);
        }
        Ok(Self { issuer_domain, subject_domain })
    }
}

/// After how many more certificates a policy becomes necessary or mappings end (ポリシー制約,
/// RFC 5280 §4.2.1.11).
///
/// Certificates that are self-issued are not counted. Numbers from 2³² count as 2³² − 1, which no path
/// reaches. Refused: negative numbers, and an extension that says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyConstraints {
    require_explicit_policy: Option<u32>,
    inhibit_policy_mapping: Option<u32>,
}

impl PolicyConstraints {
    /// `requireExplicitPolicy`: certificates that may follow before each needs a valid policy.
    #[must_use]
    pub const fn require_explicit_policy(&self) -> Option<u32> {
        self.require_explicit_policy
    }

    /// `inhibitPolicyMapping`: certificates that may follow before policies are no longer mapped.
    #[must_use]
    pub const fn inhibit_policy_mapping(&self) -> Option<u32> {
        self.inhibit_policy_mapping
    }
}

impl Decode<'_> for PolicyConstraints {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let empty = reader.error(DerErrorKind::InvalidContent("policy constraints"));
        let mut fields = reader.sequence()?;
        let mut count = |tag| {
            let negative = fields.error(NEGATIVE_COUNT);
            let Some(element) = fields.optional(tag)? else { return Ok(None) };
            skip_certificates(fields.integer_content(element)?).map(Some).ok_or(negative)
        };
        let require_explicit_policy = count(Tag::context(0))?;
        let inhibit_policy_mapping = count(Tag::context(1))?;
        fields.finish()?;
        if require_explicit_policy.is_none() && inhibit_policy_mapping.is_none() {
            return Err(empty);
        }
        Ok(Self { require_explicit_policy, inhibit_policy_mapping })
    }
}

/// After how many more certificates anyPolicy no longer stands for every policy (RFC 5280 §4.2.1.14).
///
/// Certificates that are self-issued are not counted. Numbers from 2³² count as 2³² − 1, which no path
/// reaches. Refused: negative numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InhibitAnyPolicy {
    skip_certificates: u32,
}

impl InhibitAnyPolicy {
    /// Certificates that may follow before anyPolicy is ignored.
    #[must_use]
    pub const fn skip_certificates(&self) -> u32 {
        self.skip_certificates
    }
}

impl Decode<'_> for InhibitAnyPolicy {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let negative = reader.error(NEGATIVE_COUNT);
        let skip_certificates = skip_certificates(reader.integer()?).ok_or(negative)?;
        Ok(Self { skip_certificates })
    }
}

const NEGATIVE_COUNT: DerErrorKind = DerErrorKind::InvalidContent("negative count of certificates");

/// `SkipCerts`; `None` if it is negative.
fn skip_certificates(number: Integer<'_>) -> Option<u32> {
    number.magnitude().map(|_| number.to_u32().unwrap_or(u32::MAX))
}
