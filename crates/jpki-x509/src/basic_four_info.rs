//! 基本4情報, the basic four information: name, address, date of birth and sex of the holder of a
//! 署名用電子証明書, from the six otherNames of its subjectAltName (jpki-profile §2.6).

mod attribute;
mod date_of_birth;
mod error;
mod layout;
mod sex;
mod substitutes;

use core::fmt;

use jpki_core::protected::ProtectedOctets;

pub use attribute::{AttributeArc, PersonalAttribute};
pub use date_of_birth::{BirthDate, DateOfBirth, Era};
pub use error::BasicFourInfoError;
pub(crate) use layout::Layout;
pub use sex::Sex;
pub use substitutes::TextWithSubstitutes;

use crate::certificate::Certificate;

/// The basic four information of one certificate, read in place.
///
/// Who makes it says what it is worth: from
/// [`Certificate::unverified_basic_four_info`] it is what anybody may have written. After a
/// verification it is what J-LIS certified, and it is the present state of the resident record only if
/// the certificate was not revoked at that time.
///
/// Personal data: `Debug` is redacted, there is no `Display`, `Serialize`, `Hash` or `==`, and the
/// octets are wiped with their last owner.
#[derive(Clone)]
pub struct BasicFourInfo {
    octets: ProtectedOctets,
    layout: Layout,
    arc: AttributeArc,
}

impl BasicFourInfo {
    pub(crate) fn at(certificate: &Certificate, layout: Layout, arc: &AttributeArc) -> Self {
        Self { octets: certificate.octets().clone(), layout, arc: *arc }
    }

    /// 氏名, the name: family and given name parted by U+3000, which is kept. A former surname (旧氏) or an
    /// alias (通称) is part of it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text(PersonalAttribute::Name)
    }

    /// The name with the places where another character stands for one that certificates cannot hold.
    #[must_use]
    pub fn name_with_substitutes(&self) -> TextWithSubstitutes<'_> {
        TextWithSubstitutes::new(self.name(), self.text(PersonalAttribute::NameSubstitutes))
    }

    /// 住所, the address, from the prefecture on; of a resident abroad (国外転出者) that fact instead.
    #[must_use]
    pub fn address(&self) -> &str {
        self.text(PersonalAttribute::Address)
    }

    /// The address with the places where another character stands for one that certificates cannot hold.
    #[must_use]
    pub fn address_with_substitutes(&self) -> TextWithSubstitutes<'_> {
        TextWithSubstitutes::new(self.address(), self.text(PersonalAttribute::AddressSubstitutes))
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

    /// The otherNames beside the six, by the content octets of their object identifiers. Newer
    /// certificates may hold more than these crates know, such as a reading (振り仮名).
    pub fn unknown_attributes(&self) -> impl Iterator<Item = &[u8]> {
        self.layout.unknown_type_ids(self.octets.as_ref(), &self.arc)
    }

    fn text(&self, attribute: PersonalAttribute) -> &str {
        let octets = self.layout.value(attribute).of(self.octets.as_ref());
        core::str::from_utf8(octets).unwrap_or_default()
    }
}

impl fmt::Debug for BasicFourInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BasicFourInfo(protected)")
    }
}

impl Certificate {
    /// The basic four information as it stands in this certificate, which nobody has verified: the
    /// values may be forged. Those of a verified signer come with the verification.
    ///
    /// # Errors
    /// [`BasicFourInfoError`] if one of the six attributes is missing, twice, or malformed.
    pub fn unverified_basic_four_info(
        &self,
        arc: &AttributeArc,
    ) -> Result<BasicFourInfo, BasicFourInfoError> {
        let names = self
            .extension_span(crate::extension::oid::SUBJECT_ALTERNATIVE_NAME)
            .ok_or(BasicFourInfoError::NoSubjectAlternativeName)?;
        let layout = Layout::read(self.der(), names.value, arc)?;
        Ok(BasicFourInfo::at(self, layout, arc))
    }
}
