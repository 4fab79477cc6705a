use core::fmt;

use const_oid::db::rfc5280;
use jpki_core::der::{DerError, Oid, Reader, Tag};

use super::general_name::GeneralName;

/// Where the issuer offers information about itself (機関情報アクセス, RFC 5280 §4.2.2.1).
///
/// An address in an untrusted certificate must not be followed; endpoints are configuration.
#[derive(Clone, Copy)]
pub struct AuthorityInformationAccess<'a> {
    rest: Reader<'a>,
}

impl<'a> AuthorityInformationAccess<'a> {
    /// Reads the value of the extension.
    ///
    /// # Errors
    /// If it describes no access or is malformed.
    pub fn from_der(value: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let rest = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let mut ahead = rest;
        AccessDescription::read(&mut ahead)?;
        while !ahead.is_empty() {
            AccessDescription::read(&mut ahead)?;
        }
        Ok(Self { rest })
    }
}

impl<'a> Iterator for AuthorityInformationAccess<'a> {
    type Item = AccessDescription<'a>;

    fn next(&mut self) -> Option<AccessDescription<'a>> {
        if self.rest.is_empty() { None } else { AccessDescription::read(&mut self.rest).ok() }
    }
}

impl fmt::Debug for AuthorityInformationAccess<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}

/// One way to one kind of information.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the SEQUENCE of RFC 5280 section 4.2.2.1")]
pub struct AccessDescription<'a> {
    /// Kind of information.
    pub method: Oid<'a>,
    /// Where it is.
    pub location: GeneralName<'a>,
}

impl<'a> AccessDescription<'a> {
    /// id-ad-ocsp 1.3.6.1.5.5.7.48.1
    pub const OCSP: Oid<'static> = Oid::of(&rfc5280::ID_AD_OCSP);
    /// id-ad-caIssuers 1.3.6.1.5.5.7.48.2
    pub const CA_ISSUERS: Oid<'static> = Oid::of(&rfc5280::ID_AD_CA_ISSUERS);

    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        let method = fields.object_identifier()?;
        let location = GeneralName::read(&mut fields)?;
        fields.finish()?;
        Ok(Self { method, location })
    }
}
