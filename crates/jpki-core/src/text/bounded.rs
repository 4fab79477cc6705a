use core::fmt::{self, Write};

use crate::limits::Limits;

/// Writes on until [`Limits::DISPLAYED_CHARACTERS`], then `…` and nothing more.
pub(crate) struct Bounded<'a, 'b> {
    out: &'a mut fmt::Formatter<'b>,
    left: Option<usize>,
}

impl<'a, 'b> Bounded<'a, 'b> {
    pub(crate) const fn new(out: &'a mut fmt::Formatter<'b>) -> Self {
        Self { out, left: Some(Limits::DISPLAYED_CHARACTERS) }
    }
}

impl Write for Bounded<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let Some(left) = self.left else { return Ok(()) };
        match text.char_indices().nth(left) {
            None => {
                self.left = Some(left.saturating_sub(text.chars().count()));
                self.out.write_str(text)
            }
            Some((end, _)) => {
                self.left = None;
                self.out.write_str(text.get(..end).unwrap_or_default())?;
                self.out.write_char('…')
            }
        }
    }
}
