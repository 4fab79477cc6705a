use core::fmt::{self, Write};

use unicode_normalization::char::is_combining_mark;

use super::Bounded;

/// Returns a foreign text, escaped so that it cannot pass for anything else on a screen or in a log.
///
/// Written as `\u{…}`: control and format characters, among them those that turn the direction of
/// writing; characters without width or ink; separators of lines and paragraphs and all spaces but
/// U+0020 and the full-width U+3000 of Japanese names; private use and unassigned characters; and a
/// combining mark at the beginning, which would change what stands before. `\` is written twice. The text
/// ends with `…` after [`Limits::DISPLAYED_CHARACTERS`](crate::limits::Limits::DISPLAYED_CHARACTERS).
///
/// For people to read. Not enough for HTML, shells or SQL.
#[must_use]
pub const fn escape_for_display(text: &str) -> EscapedText<'_> {
    EscapedText(text)
}

/// What [`escape_for_display`] gives.
#[derive(Clone, Copy)]
pub struct EscapedText<'a>(&'a str);

impl fmt::Display for EscapedText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Bounded::new(f);
        for (index, character) in self.0.chars().enumerate() {
            match character {
                '\\' => out.write_str("\\\\")?,
                _ if index == 0 => write_first(&mut out, character)?,
                _ => write_next(&mut out, character)?,
            }
        }
        Ok(())
    }
}

/// The first character of a text.
pub(crate) fn write_first(out: &mut impl Write, character: char) -> fmt::Result {
    if is_combining_mark(character) {
        write!(out, "{}", character.escape_unicode())
    } else {
        write_next(out, character)
    }
}

/// Any other character of a text.
pub(crate) fn write_next(out: &mut impl Write, character: char) -> fmt::Result {
    if is_plain(character) {
        out.write_char(character)
    } else {
        write!(out, "{}", character.escape_unicode())
    }
}

/// `#` and the bytes in hexadecimal (RFC 4514 §2.4).
pub(crate) fn write_hexadecimal(out: &mut impl Write, bytes: &[u8]) -> fmt::Result {
    out.write_char('#')?;
    bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
}

fn is_plain(character: char) -> bool {
    match character {
        '"' | '\'' | '\\' | '\u{3000}' => true,
        // ﾞ and ﾟ: half-width kana, which extend a grapheme but have a place of their own.
        '\u{ff9e}' | '\u{ff9f}' => true,
        // Letters and symbols without ink: Hangul fillers, the blank Braille pattern.
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}' => false,
        // Marks without ink: grapheme joiner, inherent vowels, variation selectors.
        '\u{34f}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}' => false,
        mark if is_combining_mark(mark) => true,
        // The standard library escapes categories C and Z but for U+0020.
        _ => character.escape_debug().count() == 1,
    }
}
