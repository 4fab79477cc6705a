use alloc::vec::Vec;

use jpki_core::ber;
use jpki_core::der::{DerError, Element, Oid, Reader, Tag};
use jpki_core::limits::Limits;
use jpki_core::report::Reason;

use crate::error::CmsError;
use crate::oid;
use crate::shell::{Cursor, Stop, read_header};

/// Signed attributes (RFC 5652 §5.3) in the order of DER, those that a rule limits to one instance once.
pub(crate) struct Attributes<'a> {
    attributes: Vec<Attribute<'a>>,
}

/// One attribute with its values.
#[derive(Clone, Copy)]
pub(crate) struct Attribute<'a> {
    kind: Oid<'a>,
    values: Reader<'a>,
}

/// Why attributes are refused as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttributesError {
    Malformed,
    NotDer,
    Repeated,
    TooMany,
}

impl From<DerError> for AttributesError {
    fn from(_: DerError) -> Self {
        Self::Malformed
    }
}

impl From<AttributesError> for Reason {
    fn from(error: AttributesError) -> Self {
        match error {
            AttributesError::Malformed => Self::SignedAttributesMalformed,
            AttributesError::NotDer => Self::SignedAttributesNotDer,
            AttributesError::Repeated => Self::AttributeRepeated,
            AttributesError::TooMany => Self::LimitReached,
        }
    }
}

/// What may occur once, by the rule that says so. Others may be repeated, such as the content-time-stamps
/// of several authorities (ETSI EN 319 122-1 §5.2.8).
const SINGLE: &[Oid<'_>] = &[
    oid::CONTENT_TYPE,
    oid::MESSAGE_DIGEST,
    oid::SIGNING_TIME,
    oid::COUNTERSIGNATURE,
    oid::ALGORITHM_PROTECTION,
    oid::SIGNING_CERTIFICATE,
    oid::SIGNING_CERTIFICATE_V2,
    oid::SMIME_CAPABILITIES,
    oid::ENCRYPTION_KEY_PREFERENCE,
    oid::SIGNATURE_POLICY,
];

impl<'a> Attributes<'a> {
    /// Reads a SET OF Attribute, under whatever tag it stands.
    pub(crate) fn read(
        owner: &'a [u8],
        set: Element,
        limits: &Limits,
    ) -> Result<Self, AttributesError> {
        let mut rest = Reader::within(owner, set.content);
        let mut attributes: Vec<Attribute<'a>> = Vec::with_capacity(8);
        let mut previous: &[u8] = &[];
        while !rest.is_empty() {
            if attributes.len() >= limits.signer_attributes {
                return Err(AttributesError::TooMany);
            }
            let mut ahead = rest;
            let whole = ahead.any()?.whole.of(owner);
            // NOTE: RFC 5652 §5.3 demands DER of signed attributes even in a BER message. Another order
            // is refused and no second order tried: a signature holds over one byte string. Test:
            // attributes_in_another_order_are_refused.
            if previous > whole {
                return Err(AttributesError::NotDer);
            }
            previous = whole;
            let attribute = Attribute::read(&mut rest)?;
            if SINGLE.contains(&attribute.kind)
                && attributes.iter().any(|earlier| earlier.kind == attribute.kind)
            {
                return Err(AttributesError::Repeated);
            }
            attributes.push(attribute);
        }
        if attributes.is_empty() {
            Err(AttributesError::Malformed)
        } else {
            Ok(Self { attributes })
        }
    }

    /// The attribute of this type, which is one that may occur once.
    pub(crate) fn find(&self, kind: Oid<'_>) -> Option<&Attribute<'a>> {
        self.attributes.iter().find(|attribute| attribute.kind == kind)
    }
}

impl<'a> Attribute<'a> {
    // RFC 5652 §5.3: Attribute ::= SEQUENCE { attrType, attrValues SET OF }
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = reader.sequence()?;
        let kind = fields.object_identifier()?;
        let values = fields.nested(Tag::SET)?;
        fields.finish()?;
        Ok(Self { kind, values })
    }

    /// A reader over its only value.
    pub(crate) fn value(&self) -> Result<Reader<'a>, Reason> {
        let mut rest = self.values;
        rest.any().map_err(|_| Reason::AttributeMalformed)?;
        if rest.is_empty() { Ok(self.values) } else { Err(Reason::AttributeRepeated) }
    }
}

/// All values of attributes of one type in a SET OF Attribute in BER, each in the bytes it came in.
pub(super) fn values_in_ber<'a>(
    bytes: &'a [u8],
    kind: Oid<'_>,
    limits: &Limits,
) -> Result<Vec<&'a [u8]>, CmsError> {
    let mut cursor = Cursor::new(bytes, limits);
    collect_values(&mut cursor, kind, limits).map_err(|refusal| match refusal {
        Refusal::Stopped(Stop::Malformed(error)) => error.into(),
        Refusal::Stopped(Stop::Incomplete) => CmsError::truncated(cursor.position()),
        Refusal::Cms(error) => error,
    })
}

fn collect_values<'a>(
    cursor: &mut Cursor<'a>,
    kind: Oid<'_>,
    limits: &Limits,
) -> Result<Vec<&'a [u8]>, Refusal> {
    let mut found = Vec::new();
    let mut attributes: usize = 0;
    cursor.enter(Tag::context_constructed(1))?;
    while cursor.has_more()? {
        attributes = attributes.saturating_add(1);
        if attributes > limits.signer_attributes {
            return Err(Refusal::Cms(CmsError::TooManyAttributes));
        }
        cursor.enter(Tag::SEQUENCE)?;
        let (_, identifier) = cursor.element()?;
        let identifier = ber::normalise(cursor.bytes(identifier), limits)?;
        let is_wanted = Reader::new(&identifier)?.object_identifier()? == kind;
        cursor.enter(Tag::SET)?;
        while cursor.has_more()? {
            let (_, value) = cursor.element()?;
            if is_wanted {
                if found.len() >= limits.message_signers {
                    return Err(Refusal::Cms(CmsError::TooManySigners));
                }
                found.push(cursor.bytes(value));
            }
        }
        cursor.leave()?;
        cursor.leave()?;
    }
    cursor.leave()?;
    Ok(found)
}

enum Refusal {
    Stopped(Stop),
    Cms(CmsError),
}

impl From<Stop> for Refusal {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}

impl From<DerError> for Refusal {
    fn from(error: DerError) -> Self {
        Self::Cms(error.into())
    }
}

/// Whether content of this length that begins so can be read as signed attributes: a SET in DER whose
/// first element is an attribute. DER puts content-type first, which is short.
pub(crate) fn begins_with_attribute(beginning: &[u8], length: u64) -> bool {
    let Ok((header, bytes)) = read_header(beginning, 0) else { return false };
    let content = beginning.get(bytes..).unwrap_or_default();
    header.tag == Tag::SET
        && header.length == length.checked_sub(bytes as u64)
        && Reader::new(content).is_ok_and(|mut reader| Attribute::read(&mut reader).is_ok())
}
