use jpki_core::der::{DerError, Element, Reader, Span, Tag};

use super::{AttributeArc, BasicFourInfoError, DateOfBirth, PersonalAttribute, Sex};
use crate::extension::general_name::GeneralName;

/// Where subjectAltName and the six values lie in the certificate; each value is well formed.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    names: Span,
    values: [Span; PersonalAttribute::ALL.len()],
}

impl Layout {
    /// Walks the subjectAltName in this part of a certificate. Nothing is allocated.
    pub(crate) fn read(
        owner: &[u8],
        extension_value: Span,
        arc: &AttributeArc,
    ) -> Result<Self, BasicFourInfoError> {
        let mut outermost = Reader::within(owner, extension_value);
        let sequence = outermost.expect(Tag::SEQUENCE)?;
        outermost.finish()?;

        let mut found = [None; PersonalAttribute::ALL.len()];
        let mut names = outermost.inside(sequence);
        while !names.is_empty() {
            let Some((type_id, value)) = read_other_name(&mut names)? else { continue };
            let Some(attribute) = arc.attribute(type_id) else { continue };
            check_value(attribute, &names, value)?;
            if let Some(place) = found.get_mut(attribute as usize)
                && place.replace(value.content).is_some()
            {
                return Err(BasicFourInfoError::Repeated(attribute));
            }
        }
        let mut values = [Span::default(); PersonalAttribute::ALL.len()];
        for ((attribute, found), value) in PersonalAttribute::ALL.iter().zip(found).zip(&mut values)
        {
            *value = found.ok_or(BasicFourInfoError::Missing(*attribute))?;
        }
        Ok(Self { names: sequence.content, values })
    }

    pub(super) fn value(&self, attribute: PersonalAttribute) -> Span {
        self.values.get(attribute as usize).copied().unwrap_or_default()
    }

    pub(super) fn unknown_type_ids<'a>(
        &self,
        owner: &'a [u8],
        arc: &AttributeArc,
    ) -> impl Iterator<Item = &'a [u8]> {
        let mut names = Reader::within(owner, self.names);
        core::iter::from_fn(move || {
            while !names.is_empty() {
                if let Some((type_id, _)) = read_other_name(&mut names).ok()?
                    && arc.attribute(type_id).is_none()
                {
                    return Some(type_id);
                }
            }
            None
        })
    }
}

/// The next name: type and value if it is an otherName (RFC 5280 §4.2.1.6).
fn read_other_name<'a>(names: &mut Reader<'a>) -> Result<Option<(&'a [u8], Element)>, DerError> {
    let Some(other_name) = names.optional(Tag::context_constructed(0))? else {
        GeneralName::read(names)?;
        return Ok(None);
    };
    let mut fields = names.inside(other_name);
    let type_id = fields.object_identifier()?;
    let mut explicit = fields.enter(Tag::context_constructed(0))?;
    fields.finish()?;
    let value = explicit.any()?;
    explicit.finish()?;
    Ok(Some((type_id, value)))
}

// jpki-profile §2.6, §13.10
fn check_value(
    attribute: PersonalAttribute,
    names: &Reader<'_>,
    value: Element,
) -> Result<(), BasicFourInfoError> {
    if value.tag != Tag::UTF8_STRING {
        return Err(BasicFourInfoError::NotUtf8String(attribute));
    }
    let text = core::str::from_utf8(names.octets(value.content))
        .map_err(|_| BasicFourInfoError::BrokenUtf8(attribute))?;
    match attribute {
        PersonalAttribute::Name | PersonalAttribute::Address => {
            if text.chars().any(is_control) {
                return Err(BasicFourInfoError::ControlCharacter(attribute));
            }
        }
        PersonalAttribute::NameSubstitutes | PersonalAttribute::AddressSubstitutes => {
            if !text.bytes().all(|flag| matches!(flag, b'0' | b'1')) {
                return Err(BasicFourInfoError::SubstituteFlags(attribute));
            }
        }
        PersonalAttribute::DateOfBirth => {
            DateOfBirth::new(text).ok_or(BasicFourInfoError::DateOfBirth)?;
        }
        PersonalAttribute::Sex => {
            Sex::from_digit(text).ok_or(BasicFourInfoError::Sex)?;
        }
    }
    Ok(())
}

/// Control characters, and those that turn the direction of writing (Unicode Standard Annex 9 §2): no
/// resident record has them, and they make a name look like another.
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}
