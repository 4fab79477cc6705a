use jpki_core::localized::{Locale, Localized};

/// The content of a store was not written by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored record cannot be read")]
pub struct Unreadable;

impl Localized for Unreadable {
    fn code(&self) -> &'static str {
        "store.unreadable"
    }

    fn text(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::Ja => "保存された記録を読み取れません",
            Locale::En => "a stored record cannot be read",
        }
    }
}
