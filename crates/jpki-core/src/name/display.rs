use core::fmt::{self, Write};

use const_oid::ObjectIdentifier;
use const_oid::db::{rfc2985, rfc3280, rfc4519};

use super::{Attribute, Name};
use crate::der::Oid;
use crate::text::{self, Bounded};

/// A name as text.
///
/// Written after RFC 4514, but in the order of the encoding and with spaces: `, ` between RDNs, ` + `
/// between attributes of one RDN. Types have short names where RFC 4514 or custom gives one, else
/// dotted numbers. Special characters are escaped by `\` (RFC 4514 §2.4), whatever could deceive a
/// reader as [`text::escape_for_display`] does it, and a value that is no text is shown as `#` and its
/// DER in hexadecimal. The text ends with `…` after
/// [`Limits::DISPLAYED_CHARACTERS`](crate::limits::Limits::DISPLAYED_CHARACTERS).
///
/// Not prevented: letters of different scripts that look alike, and letters written from right to left
/// that reorder their neighbours on a screen.
#[derive(Clone, Copy)]
pub struct NameDisplay<'a> {
    name: Name<'a>,
}

impl<'a> NameDisplay<'a> {
    pub(super) const fn new(name: Name<'a>) -> Self {
        Self { name }
    }
}

impl fmt::Display for NameDisplay<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Bounded::new(f);
        let mut between_relative_names = "";
        for relative_name in self.name.relative_names() {
            out.write_str(between_relative_names)?;
            let mut between_attributes = "";
            for attribute in relative_name.attributes() {
                out.write_str(between_attributes)?;
                write_attribute(&mut out, &attribute)?;
                between_attributes = " + ";
            }
            between_relative_names = ", ";
        }
        Ok(())
    }
}

fn write_attribute(out: &mut impl Write, attribute: &Attribute<'_>) -> fmt::Result {
    match short_name(attribute.oid()) {
        Some(name) => out.write_str(name)?,
        None => write!(out, "{}", attribute.oid())?,
    }
    out.write_char('=')?;
    match attribute.text() {
        Some(text) => write_value(out, &text),
        None => text::write_hexadecimal(out, attribute.value()),
    }
}

fn write_value(out: &mut impl Write, value: &str) -> fmt::Result {
    let last = value.chars().count().saturating_sub(1);
    for (index, character) in value.chars().enumerate() {
        let is_special = match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => true,
            '#' => index == 0,
            ' ' => index == 0 || index == last,
            _ => false,
        };
        if is_special {
            out.write_char('\\')?;
            out.write_char(character)?;
        } else if index == 0 {
            text::write_first(out, character)?;
        } else {
            text::write_next(out, character)?;
        }
    }
    Ok(())
}

fn short_name(oid: Oid<'_>) -> Option<&'static str> {
    SHORT_NAMES.iter().find(|(named, _)| *named == oid).map(|(_, name)| *name)
}

const SHORT_NAMES: [(Oid<'_>, &str); 19] = [
    (Oid::of(&rfc4519::CN), "CN"),
    (Oid::of(&rfc4519::SN), "SN"),
    (Oid::of(&rfc4519::SERIAL_NUMBER), "SERIALNUMBER"),
    (Oid::of(&rfc4519::C), "C"),
    (Oid::of(&rfc4519::L), "L"),
    (Oid::of(&rfc4519::ST), "ST"),
    (Oid::of(&rfc4519::STREET), "STREET"),
    (Oid::of(&rfc4519::O), "O"),
    (Oid::of(&rfc4519::OU), "OU"),
    (Oid::of(&rfc4519::TITLE), "T"),
    (Oid::of(&rfc4519::GIVEN_NAME), "GN"),
    (Oid::of(&rfc4519::INITIALS), "initials"),
    (Oid::of(&rfc4519::GENERATION_QUALIFIER), "generationQualifier"),
    (Oid::of(&rfc4519::DN_QUALIFIER), "dnQualifier"),
    (Oid::of(&rfc3280::PSEUDONYM), "pseudonym"),
    (Oid::of(&ORGANIZATION_IDENTIFIER), "organizationIdentifier"),
    (Oid::of(&rfc4519::UID), "UID"),
    (Oid::of(&rfc4519::DC), "DC"),
    (Oid::of(&rfc2985::PKCS_9_AT_EMAIL_ADDRESS), "emailAddress"),
];

/// ITU-T X.520 §6.4.4
const ORGANIZATION_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.97");
