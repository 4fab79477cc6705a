use alloc::string::String;

use const_oid::db::rfc4519;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Attribute;
use crate::der::{Oid, Tag};

/// An attribute in the form in which equal ones are equal.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CanonicalAttribute<'a> {
    oid: Oid<'a>,
    value: CanonicalValue<'a>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum CanonicalValue<'a> {
    /// Text after the preparation that its type demands, whatever string type held it.
    Prepared(String),
    /// A value without a canonical form, tag and length included.
    Bytes(&'a [u8]),
}

impl<'a> CanonicalAttribute<'a> {
    pub(super) fn of(attribute: Attribute<'a>) -> Self {
        let value = match prepared(&attribute) {
            Some(text) => CanonicalValue::Prepared(text),
            None => CanonicalValue::Bytes(attribute.value()),
        };
        Self { oid: attribute.oid(), value }
    }

    pub(super) const fn oid(&self) -> Oid<'a> {
        self.oid
    }

    /// Which form the value has, and its bytes in that form.
    pub(super) fn form_and_value(&self) -> (u8, &[u8]) {
        match &self.value {
            CanonicalValue::Prepared(text) => (0, text.as_bytes()),
            CanonicalValue::Bytes(bytes) => (1, bytes),
        }
    }

    /// Whether both are equal, or nobody can say: unequal bytes do not tell that values differ.
    pub(super) fn may_equal(&self, other: &CanonicalAttribute<'_>) -> bool {
        self.oid == other.oid
            && match (&self.value, &other.value) {
                (CanonicalValue::Prepared(text), CanonicalValue::Prepared(other)) => text == other,
                _ => true,
            }
    }
}

/// Whether a look without preparation tells both apart, as it does nearly all that differ: by type, or
/// as ASCII text that differs in more than case, spaces and control characters.
pub(super) fn certainly_differ(one: &Attribute<'_>, other: &Attribute<'_>) -> bool {
    one.oid() != other.oid()
        || match (ascii_text(one), ascii_text(other)) {
            (Some(one), Some(other)) => !graphic(one).eq(graphic(other)),
            _ => false,
        }
}

fn ascii_text<'a>(attribute: &Attribute<'a>) -> Option<&'a [u8]> {
    match attribute.tag() {
        Tag::UTF8_STRING
        | Tag::PRINTABLE_STRING
        | Tag::IA5_STRING
        | Tag::VISIBLE_STRING
        | Tag::TELETEX_STRING
            if attribute.content().is_ascii() =>
        {
            Some(attribute.content())
        }
        _ => None,
    }
}

fn graphic(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().filter(|byte| byte.is_ascii_graphic()).map(u8::to_ascii_lowercase)
}

fn prepared(attribute: &Attribute<'_>) -> Option<String> {
    match attribute.tag() {
        Tag::NUMERIC_STRING => return None,
        Tag::TELETEX_STRING if !attribute.content().is_ascii() => return None,
        _ => {}
    }
    let text = attribute.text()?;
    if attribute.oid() == DOMAIN_COMPONENT {
        // RFC 5280 §7.3
        return if text.is_ascii() { Some(text.to_ascii_lowercase()) } else { None };
    }
    prepare(&text)
}

/// domainComponent: 0.9.2342.19200300.100.1.25
const DOMAIN_COMPONENT: Oid<'static> = Oid::of(&rfc4519::DOMAIN_COMPONENT);

/// String preparation of RFC 4518 §2 for caseIgnoreMatch; `None` where it prohibits the text.
///
/// Its first step, to transcode, is [`Attribute::text`]; its fifth, on bidirectional text, does nothing.
fn prepare(text: &str) -> Option<String> {
    let mapped = text.chars().filter_map(map);
    if text.is_ascii() {
        // What the steps below come to: ASCII is its own normal form, and nothing in it is prohibited.
        return Some(without_insignificant_spaces(mapped.map(|c| c.to_ascii_lowercase())));
    }
    let normalised: String = mapped.nfkc().flat_map(fold_case).nfkc().collect();
    if normalised.contains(is_prohibited) {
        return None;
    }
    Some(without_insignificant_spaces(normalised.chars()))
}

/// RFC 4518 §2.2: separators and control characters with a width become a space, those without vanish.
fn map(character: char) -> Option<char> {
    match character {
        '\u{09}'..='\u{0d}'
        | '\u{85}'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'..='\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Some(' '),
        '\u{00}'..='\u{08}'
        | '\u{0e}'..='\u{1f}'
        | '\u{7f}'..='\u{84}'
        | '\u{86}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{1806}'
        | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2063}'
        | '\u{206a}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffc}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}'
        | '\u{e0020}'..='\u{e007f}' => None,
        _ => Some(character),
    }
}

/// RFC 5280 §7.1 wants the folding of RFC 3454 table B.2. Upper case and then lower case, between two
/// normalisations, gives just that for each character of Unicode 3.2, but for the dotless i.
fn fold_case(character: char) -> impl Iterator<Item = char> {
    let (folded, kept) =
        if character == 'ı' { (None, Some('ı')) } else { (Some(character), None) };
    folded.into_iter().flat_map(char::to_uppercase).flat_map(char::to_lowercase).chain(kept)
}

/// RFC 4518 §2.4, without the code points unassigned in Unicode 3.2 (see [`super::Name::matches`]).
fn is_prohibited(character: char) -> bool {
    matches!(character,
        // private use, RFC 3454 table C.3
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}'
        // no characters, table C.4
        | '\u{fdd0}'..='\u{fdef}'
        // REPLACEMENT CHARACTER
        | '\u{fffd}')
        || u32::from(character) & 0xfffe == 0xfffe
}

/// RFC 4518 §2.6.1: no space at either end, one between words. A space that carries a combining mark
/// is no space.
fn without_insignificant_spaces(characters: impl Iterator<Item = char>) -> String {
    let mut words = String::with_capacity(characters.size_hint().1.unwrap_or_default());
    let mut space_before = false;
    let mut characters = characters.peekable();
    while let Some(character) = characters.next() {
        if character == ' ' && !characters.peek().copied().is_some_and(is_combining_mark) {
            space_before = !words.is_empty();
        } else {
            if space_before {
                words.push(' ');
                space_before = false;
            }
            words.push(character);
        }
    }
    words
}
