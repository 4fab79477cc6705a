use core::fmt;

use jpki_core::basic_four_info::{BasicFourInfo, DateOfBirth, Sex, TextWithSubstitutes};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::ExchangeError;
use crate::field::Field;
use crate::message::RequestedAttributes;

/// Those of the four attributes (基本4情報) that a platform disclosed to a service provider.
///
/// Personal data: `Debug` shows none of it, there is no `Clone`, and it is wiped when dropped.
// Requirement: PRIV-02
pub struct DisclosedAttributes {
    wire: WireAttributes,
}

impl DisclosedAttributes {
    /// Copies the attributes that were asked for, and no others.
    #[must_use]
    pub fn of(certified: &BasicFourInfo, asked: RequestedAttributes) -> Self {
        let text = |text: TextWithSubstitutes<'_>| WireText {
            text: Zeroizing::new(text.text().to_owned()),
            substitutes: Zeroizing::new(text.flags().to_owned()),
        };
        let owned = |text: &str| Zeroizing::new(text.to_owned());
        let wire = WireAttributes {
            name: asked.name.then(|| text(certified.name_with_substitutes())),
            address: asked.address.then(|| text(certified.address_with_substitutes())),
            date_of_birth: asked.date_of_birth.then(|| owned(certified.date_of_birth().digits())),
            sex: asked.sex.then(|| owned(certified.sex().digit())),
        };
        Self { wire }
    }

    /// 氏名
    #[must_use]
    pub fn name(&self) -> Option<TextWithSubstitutes<'_>> {
        let name = self.wire.name.as_ref()?;
        TextWithSubstitutes::of_name(&name.text, &name.substitutes).ok()
    }

    /// 住所
    #[must_use]
    pub fn address(&self) -> Option<TextWithSubstitutes<'_>> {
        let address = self.wire.address.as_ref()?;
        TextWithSubstitutes::of_address(&address.text, &address.substitutes).ok()
    }

    /// 生年月日
    #[must_use]
    pub fn date_of_birth(&self) -> Option<DateOfBirth<'_>> {
        DateOfBirth::new(self.wire.date_of_birth.as_ref()?)
    }

    /// 性別
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        Sex::from_digit(self.wire.sex.as_ref()?)
    }
}

impl fmt::Debug for DisclosedAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DisclosedAttributes(protected)")
    }
}

/// As certificates hold them: texts with the places of their substitutes, nine digits, one digit.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireAttributes {
    name: Option<WireText>,
    address: Option<WireText>,
    date_of_birth: Option<Zeroizing<String>>,
    sex: Option<Zeroizing<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireText {
    text: Zeroizing<String>,
    substitutes: Zeroizing<String>,
}

impl Field for DisclosedAttributes {
    type Wire = WireAttributes;

    fn read(wire: WireAttributes) -> Result<Self, ExchangeError> {
        let read = Self { wire };
        let is_read = read.name().is_some() == read.wire.name.is_some()
            && read.address().is_some() == read.wire.address.is_some()
            && read.date_of_birth().is_some() == read.wire.date_of_birth.is_some()
            && read.sex().is_some() == read.wire.sex.is_some();
        if is_read { Ok(read) } else { Err(ExchangeError::Attribute) }
    }

    fn write(self) -> WireAttributes {
        self.wire
    }
}
