use const_oid::db::rfc5280;
use jpki_core::der::{Decode, DerError, Oid, Reader};

use super::general_name::GeneralName;

/// One way to one kind of information, of authorityInfoAccess (機関情報アクセス, RFC 5280 §4.2.2.1) or
/// subjectInfoAccess (§4.2.2.2).
///
/// An address in an untrusted certificate must not be followed; endpoints are configuration.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the SEQUENCE of RFC 5280 section 4.2.2.1")]
pub struct AccessDescription<'a> {
    /// Kind of information.
    pub method: Oid<'a>,
    /// Where it is.
    pub location: GeneralName<'a>,
}

impl AccessDescription<'_> {
    /// id-ad-ocsp 1.3.6.1.5.5.7.48.1
    pub const OCSP: Oid<'static> = Oid::of(&rfc5280::ID_AD_OCSP);
    /// id-ad-caIssuers 1.3.6.1.5.5.7.48.2
    pub const CA_ISSUERS: Oid<'static> = Oid::of(&rfc5280::ID_AD_CA_ISSUERS);
}

impl<'a> Decode<'a> for AccessDescription<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = reader.sequence()?;
        let method = fields.object_identifier()?;
        let location = GeneralName::read(&mut fields)?;
        fields.finish()?;
        Ok(Self { method, location })
    }
}
