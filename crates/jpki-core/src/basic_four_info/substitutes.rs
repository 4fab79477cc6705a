use core::fmt;

use super::{PersonalAttribute, PersonalAttributeError};

/// A name or address with its 代替文字の使用位置情報, which tells where a substitute (代替文字) stands for a
/// character of the resident record that certificates cannot hold.
///
/// The list has one `0` or `1` per character. It is public neither whether U+3000 counts nor whether
/// the list is always as long as the text, so a length that differs is reported, not refused: the positions
/// then mean less. A substituted character must be taken as unknown, never as equal to the character of
/// another document.
///
/// Personal data: `Debug` is redacted.
#[derive(Clone, Copy)]
pub struct TextWithSubstitutes<'a> {
    text: &'a str,
    flags: &'a str,
}

impl<'a> TextWithSubstitutes<'a> {
    /// Reads 氏名 and its list.
    ///
    /// # Errors
    /// [`PersonalAttributeError`] if the text holds control characters or characters that turn the direction of
    /// writing, or the list something else than `0` and `1`.
    pub fn of_name(text: &'a str, flags: &'a str) -> Result<Self, PersonalAttributeError> {
        check_text(PersonalAttribute::Name, text)?;
        check_flags(PersonalAttribute::NameSubstitutes, flags)?;
        Ok(Self { text, flags })
    }

    /// Reads 住所 and its list.
    ///
    /// # Errors
    /// As [`Self::of_name`].
    pub fn of_address(text: &'a str, flags: &'a str) -> Result<Self, PersonalAttributeError> {
        check_text(PersonalAttribute::Address, text)?;
        check_flags(PersonalAttribute::AddressSubstitutes, flags)?;
        Ok(Self { text, flags })
    }

    /// A text and a list that were read before.
    pub(super) const fn from_checked(text: &'a str, flags: &'a str) -> Self {
        Self { text, flags }
    }

    /// Returns the text as it stands in the certificate.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Returns the list of `0` and `1` as it stands in the certificate.
    #[must_use]
    pub const fn flags(&self) -> &'a str {
        self.flags
    }

    /// Returns whether the list is as long as the text has characters (Unicode scalar values).
    #[must_use]
    pub fn lengths_agree(&self) -> bool {
        self.text.chars().count() == self.flags.len()
    }

    /// Returns whether the list marks any substitute.
    #[must_use]
    pub fn has_substitutes(&self) -> bool {
        self.flags.contains('1')
    }

    /// Returns the places of the substitutes, counted in characters from 0. Some may lie beyond the text if the lengths
    /// do not agree.
    // Requirement: CERT-17
    pub fn positions(&self) -> impl Iterator<Item = usize> + use<'a> {
        self.flags.bytes().enumerate().filter(|(_, flag)| *flag == b'1').map(|(place, _)| place)
    }
}

impl fmt::Debug for TextWithSubstitutes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextWithSubstitutes(protected)")
    }
}

pub(super) fn check_text(
    attribute: PersonalAttribute,
    text: &str,
) -> Result<(), PersonalAttributeError> {
    if text.chars().any(is_control) {
        return Err(PersonalAttributeError::ControlCharacter(attribute));
    }
    Ok(())
}

pub(super) fn check_flags(
    attribute: PersonalAttribute,
    flags: &str,
) -> Result<(), PersonalAttributeError> {
    if !flags.bytes().all(|flag| matches!(flag, b'0' | b'1')) {
        return Err(PersonalAttributeError::SubstituteFlags(attribute));
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
