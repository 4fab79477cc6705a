//! 基本4情報, the basic four information: name, address, date of birth and sex of a resident.
//!
//! The values as 署名用電子証明書 hold them (jpki-profile §2.6), for code with and without certificates. What they
//! are worth depends on where they come from: values of a certificate that nobody has verified may be forged.

mod attribute;
mod date_of_birth;
mod error;
mod sex;
mod substitutes;

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

pub use attribute::PersonalAttribute;
pub use date_of_birth::{BirthDate, DateOfBirth, Era};
pub use error::PersonalAttributeError;
pub use sex::Sex;
pub use substitutes::TextWithSubstitutes;

use crate::der::Span;
use crate::protected::ProtectedBytes;

/// The basic four information of one person.
///
/// Personal data: `Debug` is redacted, there is no `Display`, `Serialize`, `Hash` or `==`, and the bytes are wiped
/// with their last owner.
///
/// ```
/// use jpki_core::basic_four_info::{BasicFourInfo, DateOfBirth, Sex, TextWithSubstitutes};
///
/// let name = TextWithSubstitutes::of_name("見本　花子", "00000")?;
/// let address = TextWithSubstitutes::of_address("架空県見本市１丁目", "000000000")?;
/// let born = DateOfBirth::new("419900401").ok_or("no date of birth")?;
/// let info = BasicFourInfo::new(name, address, born, Sex::Female);
/// assert_eq!(info.name(), "見本　花子");
/// assert_eq!(format!("{info:?}"), "BasicFourInfo(protected)");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct BasicFourInfo {
    bytes: ProtectedBytes,
    values: [Range<usize>; PersonalAttribute::ALL.len()],
}

impl BasicFourInfo {
    /// Copies values that were read before. Unlike those of a verified signer, nobody certifies them.
    #[must_use]
    pub fn new(
        name: TextWithSubstitutes<'_>,
        address: TextWithSubstitutes<'_>,
        date_of_birth: DateOfBirth<'_>,
        sex: Sex,
    ) -> Self {
        let values = PersonalAttribute::ALL.map(|attribute| match attribute {
            PersonalAttribute::Name => name.text(),
            PersonalAttribute::NameSubstitutes => name.flags(),
            PersonalAttribute::Sex => sex.digit(),
            PersonalAttribute::DateOfBirth => date_of_birth.digits(),
            PersonalAttribute::Address => address.text(),
            PersonalAttribute::AddressSubstitutes => address.flags(),
        });
        let mut bytes = Vec::with_capacity(values.iter().map(|value| value.len()).sum());
        let values = values.map(|value| {
            let start = bytes.len();
            bytes.extend_from_slice(value.as_bytes());
            start..bytes.len()
        });
        Self { bytes: bytes.into(), values }
    }

    /// Reads the six values, in the order of [`PersonalAttribute::ALL`], where they lie in `bytes`. Nothing is
    /// copied.
    ///
    /// # Errors
    /// [`PersonalAttributeError`] if one of them has another form than its attribute.
    pub fn within(
        bytes: ProtectedBytes,
        values: [Span; PersonalAttribute::ALL.len()],
    ) -> Result<Self, PersonalAttributeError> {
        for (attribute, value) in PersonalAttribute::ALL.into_iter().zip(values) {
            check(attribute, value.of(bytes.as_ref()))?;
        }
        let values = values.map(|value| value.start() as usize..value.end() as usize);
        Ok(Self { bytes, values })
    }

    /// 氏名, the name: family and given name parted by U+3000, which is kept. A former surname (旧氏) or an
    /// alias (通称) is part of it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text(PersonalAttribute::Name)
    }

    /// Returns the name with the places where another character stands for one that certificates cannot hold.
    #[must_use]
    pub fn name_with_substitutes(&self) -> TextWithSubstitutes<'_> {
        TextWithSubstitutes::from_checked(
            self.name(),
            self.text(PersonalAttribute::NameSubstitutes),
        )
    }

    /// 住所, the address, from the prefecture on; of a resident abroad (国外転出者) that fact instead.
    #[must_use]
    pub fn address(&self) -> &str {
        self.text(PersonalAttribute::Address)
    }

    /// Returns the address with the places where another character stands for one that certificates cannot hold.
    #[must_use]
    pub fn address_with_substitutes(&self) -> TextWithSubstitutes<'_> {
        TextWithSubstitutes::from_checked(
            self.address(),
            self.text(PersonalAttribute::AddressSubstitutes),
        )
    }

    /// 生年月日, the date of birth, which may be known in part only.
    #[must_use]
    pub fn date_of_birth(&self) -> DateOfBirth<'_> {
        DateOfBirth::from_checked(self.text(PersonalAttribute::DateOfBirth))
    }

    /// 性別, the sex.
    #[must_use]
    pub fn sex(&self) -> Sex {
        Sex::from_digit(self.text(PersonalAttribute::Sex)).unwrap_or(Sex::Other)
    }

    // Requirement: DA-01, DA-02
    fn text(&self, attribute: PersonalAttribute) -> &str {
        let bytes = self
            .values
            .get(attribute as usize)
            .and_then(|place| self.bytes.as_ref().get(place.clone()));
        core::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }
}

// Requirement: PRIV-07, ACC-4b
impl fmt::Debug for BasicFourInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BasicFourInfo(protected)")
    }
}

// jpki-profile §2.6, §13.10
fn check(attribute: PersonalAttribute, value: &[u8]) -> Result<(), PersonalAttributeError> {
    let text =
        core::str::from_utf8(value).map_err(|_| PersonalAttributeError::BrokenUtf8(attribute))?;
    match attribute {
        PersonalAttribute::Name | PersonalAttribute::Address => {
            substitutes::check_text(attribute, text)
        }
        PersonalAttribute::NameSubstitutes | PersonalAttribute::AddressSubstitutes => {
            substitutes::check_flags(attribute, text)
        }
        PersonalAttribute::DateOfBirth => {
            DateOfBirth::new(text).map(|_| ()).ok_or(PersonalAttributeError::DateOfBirth)
        }
        PersonalAttribute::Sex => {
            Sex::from_digit(text).map(|_| ()).ok_or(PersonalAttributeError::Sex)
        }
    }
}
