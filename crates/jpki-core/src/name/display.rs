use core::fmt::{self, Write};

use super::{Attribute, Name};
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
        None => write!(out, "{}", text::object_identifier(attribute.oid()))?,
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

fn short_name(oid: &[u8]) -> Option<&'static str> {
    Some(match oid {
        // id-at: 2.5.4
        [0x55, 0x04, last] => match last {
            3 => "CN",
            4 => "SN",
            5 => "SERIALNUMBER",
            6 => "C",
            7 => "L",
            8 => "ST",
            9 => "STREET",
            10 => "O",
            11 => "OU",
            12 => "T",
            42 => "GN",
            43 => "initials",
            44 => "generationQualifier",
            46 => "dnQualifier",
            65 => "pseudonym",
            97 => "organizationIdentifier",
            _ => return None,
        },
        // 0.9.2342.19200300.100.1
        [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, last] => match last {
            1 => "UID",
            25 => "DC",
            _ => return None,
        },
        // pkcs-9 emailAddress: 1.2.840.113549.1.9.1
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01] => "emailAddress",
        _ => return None,
    })
}
