use jpki_core::basic_four_info::{BasicFourInfo, PersonalAttribute};
use jpki_core::der::{Decode, DerError, Element, Oid, Reader, Span, Tag};
use jpki_core::protected::ProtectedBytes;

use super::{AttributeArc, BasicFourInfoError};
use crate::extension::general_name::GeneralName;

/// Walks the subjectAltName at this place of a certificate. Nothing is copied.
// Requirement: CERT-02
pub(crate) fn read(
    certificate: &ProtectedBytes,
    subject_alternative_name: Span,
    arc: &AttributeArc,
) -> Result<BasicFourInfo, BasicFourInfoError> {
    let mut found = [None; PersonalAttribute::ALL.len()];
    let mut names = enter(certificate.as_ref(), subject_alternative_name)?;
    while !names.is_empty() {
        let Some((type_id, value)) = read_other_name(&mut names)? else { continue };
        let Some(attribute) = arc.attribute(type_id) else { continue };
        if value.tag != Tag::UTF8_STRING {
            return Err(BasicFourInfoError::NotUtf8String(attribute));
        }
        if let Some(place) = found.get_mut(attribute as usize)
            && place.replace(value.content).is_some()
        {
            return Err(BasicFourInfoError::Repeated(attribute));
        }
    }
    let mut values = [Span::default(); PersonalAttribute::ALL.len()];
    for ((attribute, found), value) in PersonalAttribute::ALL.iter().zip(found).zip(&mut values) {
        *value = found.ok_or(BasicFourInfoError::Missing(*attribute))?;
    }
    Ok(BasicFourInfo::within(certificate.clone(), values)?)
}

/// The types of the otherNames that are none of the six; those before the first that is not well formed.
pub(super) fn unknown_types<'a>(
    certificate: &'a [u8],
    subject_alternative_name: Span,
    arc: &AttributeArc,
) -> impl Iterator<Item = Oid<'a>> {
    let mut names = enter(certificate, subject_alternative_name).ok();
    core::iter::from_fn(move || {
        let names = names.as_mut()?;
        while !names.is_empty() {
            if let Some((type_id, _)) = read_other_name(names).ok()?
                && arc.attribute(type_id).is_none()
            {
                return Some(type_id);
            }
        }
        None
    })
}

fn enter(certificate: &[u8], subject_alternative_name: Span) -> Result<Reader<'_>, DerError> {
    Reader::within(certificate, subject_alternative_name).read_all(Reader::sequence)
}

/// The next name: type and value if it is an otherName (RFC 5280 §4.2.1.6).
fn read_other_name<'a>(names: &mut Reader<'a>) -> Result<Option<(Oid<'a>, Element)>, DerError> {
    let Some(mut fields) = names.optional_nested(Tag::context_constructed(0))? else {
        GeneralName::read(names)?;
        return Ok(None);
    };
    let type_id = fields.object_identifier()?;
    let explicit = fields.nested(Tag::context_constructed(0))?;
    fields.finish()?;
    Ok(Some((type_id, explicit.read_all(Reader::any)?)))
}
