use core::fmt;

use jpki_core::der::{Decode, DerError, DerErrorKind, Element, Reader, Tag};
use jpki_core::limits::Budget;
use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_x509::certificate::{Certificate, SerialNumber};

/// `SignerIdentifier` (RFC 5652 §5.3): which certificate a signer says is its own.
///
/// A hint: it is not signed, and whoever makes a certificate chooses what is in it.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "the CHOICE of RFC 5652 section 5.3")]
pub enum SignerIdentifier<'a> {
    /// By issuer and serial number (発行番号), the latter protected data.
    IssuerAndSerialNumber(Name<'a>, SerialNumber<'a>),
    /// By subjectKeyIdentifier.
    SubjectKeyIdentifier(&'a [u8]),
}

impl<'a> SignerIdentifier<'a> {
    pub(super) fn at(owner: &'a [u8], element: Element) -> Result<Self, DerError> {
        if element.tag == Tag::context(0) {
            return Ok(Self::SubjectKeyIdentifier(element.content.of(owner)));
        }
        if element.tag != Tag::SEQUENCE {
            let kind = DerErrorKind::UnexpectedTag { expected: Tag::SEQUENCE, found: element.tag };
            return Err(DerError { kind, position: element.whole.start() });
        }
        let mut fields = Reader::within(owner, element.content);
        let issuer = Name::read(&mut fields)?;
        let serial_number = SerialNumber::read(&mut fields)?;
        fields.finish()?;
        Ok(Self::IssuerAndSerialNumber(issuer, serial_number))
    }

    /// Returns whether it names this certificate.
    ///
    /// # Errors
    /// [`Reason::LimitReached`] if the budget does not allow to compare the names.
    pub fn names(&self, certificate: &Certificate, budget: &Budget) -> Result<bool, Reason> {
        self.names_by(certificate, |name, other| budget.same_name(name, other))
    }

    /// The same, by this comparison of names.
    pub(crate) fn names_by<'c>(
        &self,
        certificate: &'c Certificate,
        same_name: impl FnOnce(&Name<'a>, &Name<'c>) -> Result<bool, Reason>,
    ) -> Result<bool, Reason> {
        match self {
            Self::IssuerAndSerialNumber(issuer, serial_number) => {
                if serial_number.matches(certificate.serial_number()) {
                    same_name(issuer, &certificate.issuer())
                } else {
                    Ok(false)
                }
            }
            Self::SubjectKeyIdentifier(identifier) => {
                let extension = certificate.subject_key_identifier();
                Ok(extension.is_ok_and(|extension| {
                    extension.is_some_and(|own| own.as_bytes() == *identifier)
                }))
            }
        }
    }
}

impl fmt::Debug for SignerIdentifier<'_> {
    /// The alternative only: serial numbers and keys are protected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IssuerAndSerialNumber(..) => "IssuerAndSerialNumber",
            Self::SubjectKeyIdentifier(_) => "SubjectKeyIdentifier",
        })
    }
}
