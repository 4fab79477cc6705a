use core::fmt;

/// A name or address with its 代替文字の使用位置情報, which tells where a substitute (代替文字) stands for a
/// character of the resident record that certificates cannot hold.
///
/// The list has one `0` or `1` per character. It is public neither whether U+3000 counts nor whether
/// the list is always as long as the text, so a length that differs is told, not refused: the positions
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
    pub(super) const fn new(text: &'a str, flags: &'a str) -> Self {
        Self { text, flags }
    }

    /// The text as it stands in the certificate.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The list of `0` and `1` as it stands in the certificate.
    #[must_use]
    pub const fn flags(&self) -> &'a str {
        self.flags
    }

    /// Whether the list is as long as the text has characters (Unicode scalar values).
    #[must_use]
    pub fn lengths_agree(&self) -> bool {
        self.text.chars().count() == self.flags.len()
    }

    /// Whether the list marks any substitute.
    #[must_use]
    pub fn has_substitutes(&self) -> bool {
        self.flags.contains('1')
    }

    /// The places of the substitutes, counted in characters from 0. Some may lie beyond the text if the
    /// lengths do not agree.
    pub fn positions(&self) -> impl Iterator<Item = usize> + use<'a> {
        self.flags.bytes().enumerate().filter(|(_, flag)| *flag == b'1').map(|(place, _)| place)
    }
}

impl fmt::Debug for TextWithSubstitutes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextWithSubstitutes(protected)")
    }
}
