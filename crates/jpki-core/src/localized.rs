//! Stable codes, and their text in Japanese and English.

/// The language of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "each text has both languages")]
pub enum Locale {
    /// 日本語
    #[default]
    Ja,
    /// English
    En,
}

/// Something with a stable code for programs and a text for people.
///
/// ```
/// use jpki_core::localized::{Locale, Localized as _};
/// use jpki_core::report::Verdict;
///
/// assert_eq!(Verdict::Indeterminate.code(), "indeterminate");
/// assert_eq!(Verdict::Indeterminate.text(Locale::Ja), "判定不能");
/// ```
pub trait Localized {
    /// The code. It never changes once published.
    fn code(&self) -> &'static str;

    /// The text. It may be improved at any time.
    fn text(&self, locale: Locale) -> &'static str;
}

/// For [`messages`] alone.
#[doc(hidden)]
pub use serde;

/// Defines an enum of coded messages in one table, so that no variant can lack a code or a text. For the crates of this
/// workspace.
#[doc(hidden)]
#[macro_export]
macro_rules! __messages {
    (
        $(#[$attribute:meta])*
        $name:ident {
            $( $variant:ident => $code:literal, ja $ja:literal, en $en:literal; )+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( #[doc = $en] $variant, )+
        }

        impl $name {
            /// Every value, in the order of the table.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// Returns the value with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $( $code => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }

        impl $crate::localized::Localized for $name {
            fn code(&self) -> &'static str {
                match self { $( Self::$variant => $code, )+ }
            }

            fn text(&self, locale: $crate::localized::Locale) -> &'static str {
                match (self, locale) {
                    $(
                        (Self::$variant, $crate::localized::Locale::Ja) => $ja,
                        (Self::$variant, $crate::localized::Locale::En) => $en,
                    )+
                }
            }
        }

        impl $crate::localized::serde::Serialize for $name {
            fn serialize<S: $crate::localized::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::localized::Localized::code(self))
            }
        }
    };
}
#[doc(hidden)]
pub use __messages as messages;

/// Makes coded messages errors, shown in English. For the crates of this workspace.
#[doc(hidden)]
#[macro_export]
macro_rules! __errors {
    ($($name:ident),+) => {$(
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str($crate::localized::Localized::text(self, $crate::localized::Locale::En))
            }
        }

        impl core::error::Error for $name {}
    )+};
}
#[doc(hidden)]
pub use __errors as errors;
