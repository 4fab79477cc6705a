//! Reads 基本4情報, the basic four information of the holder of a 署名用電子証明書, from the six otherNames of its
//! subjectAltName (jpki-profile §2.6).

mod arc;
mod error;
mod reading;

use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::der::Oid;

pub use arc::AttributeArc;
pub use error::BasicFourInfoError;
pub(crate) use reading::read;

use crate::certificate::Certificate;
use crate::extension::oid;

impl Certificate {
    /// Reads the basic four information as it stands in this certificate, which nobody has verified: the values
    /// may be forged.
    ///
    /// Those of a verified signer come with the verification. They are what J-LIS certified, and the present state
    /// of the resident record only if the certificate was not revoked at that time.
    ///
    /// # Errors
    /// [`BasicFourInfoError`] if one of the six attributes is missing, twice, or malformed.
    pub fn unverified_basic_four_info(
        &self,
        arc: &AttributeArc,
    ) -> Result<BasicFourInfo, BasicFourInfoError> {
        let names = self
            .extension_span(oid::SUBJECT_ALTERNATIVE_NAME)
            .ok_or(BasicFourInfoError::NoSubjectAlternativeName)?;
        read(self.as_bytes(), names.value, arc)
    }

    /// Returns the otherNames beside the six, by their object identifiers. Newer certificates
    /// may hold more than these crates know, such as a reading (振り仮名).
    pub fn unknown_attributes(&self, arc: &AttributeArc) -> impl Iterator<Item = Oid<'_>> {
        let names = self.extension_span(oid::SUBJECT_ALTERNATIVE_NAME);
        names.into_iter().flat_map(|names| reading::unknown_types(self.as_der(), names.value, arc))
    }
}
