use jpki_core::algorithm::{AlgorithmIdentifier, DigestAlgorithm};
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::der::{DerError, Reader, Tag};
use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_x509::certificate::{Certificate, SerialNumber};
use jpki_x509::extension::general_name::{GeneralName, GeneralNames};

/// The first `ESSCertID` or `ESSCertIDv2` of a signing-certificate attribute (RFC 2634 §5.4.1,
/// RFC 5035 §3, §4): the certificate of the signer. What follows it narrows the path, and is not used.
pub(crate) struct EssCertificateIdentifier<'a> {
    digest: Digest,
    issuer_and_serial_number: Option<(Name<'a>, SerialNumber<'a>)>,
}

/// Which attribute.
#[derive(Clone, Copy)]
pub(crate) enum EssVersion {
    /// signing-certificate: SHA-1 over the certificate.
    One,
    /// signing-certificate-v2: any digest, SHA-256 if none is named.
    Two,
}

impl<'a> EssCertificateIdentifier<'a> {
    /// Reads the value of the attribute.
    ///
    /// # Errors
    /// [`Reason::AttributeMalformed`], or [`Reason::AlgorithmUnsupported`] for another digest.
    pub(crate) fn read(value: Reader<'a>, version: EssVersion) -> Result<Self, Reason> {
        Self::read_first(value, version)?.ok_or(Reason::AlgorithmUnsupported)
    }

    fn read_first(mut value: Reader<'a>, version: EssVersion) -> Result<Option<Self>, Malformed> {
        let mut attribute = value.enter(Tag::SEQUENCE)?;
        let mut identifiers = attribute.enter(Tag::SEQUENCE)?;
        if !attribute.is_empty() {
            attribute.enter(Tag::SEQUENCE)?;
            attribute.finish()?;
        }
        let mut fields = identifiers.enter(Tag::SEQUENCE)?;
        let algorithm = match (version, fields.peek()) {
            (EssVersion::One, _) => Some(DigestAlgorithm::Sha1),
            (EssVersion::Two, Some(Tag::SEQUENCE)) => {
                let identifier = AlgorithmIdentifier::read(&mut fields)?;
                DigestAlgorithm::from_identifier(&identifier).ok()
            }
            (EssVersion::Two, _) => Some(DigestAlgorithm::Sha256),
        };
        let hash = fields.expect(Tag::OCTET_STRING)?;
        let issuer_and_serial_number =
            if fields.is_empty() { None } else { Some(issuer_serial(&mut fields)?) };
        fields.finish()?;
        let Some(algorithm) = algorithm else { return Ok(None) };
        let digest = Digest::new(algorithm, value.octets(hash.content)).ok_or(Malformed)?;
        Ok(Some(Self { digest, issuer_and_serial_number }))
    }

    /// Whether it identifies this certificate: by its digest, and by issuer and serial number if stated.
    pub(crate) fn identifies(&self, certificate: &Certificate, crypto: &dyn CryptoBackend) -> bool {
        crypto.digest(self.digest.algorithm(), certificate.der()) == self.digest
            && self.issuer_and_serial_number.as_ref().is_none_or(|(issuer, serial_number)| {
                serial_number.matches(certificate.serial_number())
                    && issuer.matches(&certificate.issuer())
            })
    }
}

// RFC 5035 §4: IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber }, the issuer being exactly
// one directoryName for a certificate
fn issuer_serial<'a>(fields: &mut Reader<'a>) -> Result<(Name<'a>, SerialNumber<'a>), Malformed> {
    let mut members = fields.enter(Tag::SEQUENCE)?;
    let mut names = GeneralNames::read_content(members.enter(Tag::SEQUENCE)?)?;
    let serial_number = members.integer()?;
    let serial_number = SerialNumber::new(members.octets(serial_number));
    members.finish()?;
    match (names.next(), names.next()) {
        (Some(GeneralName::DirectoryName(issuer)), None) => Ok((issuer, serial_number)),
        _ => Err(Malformed),
    }
}

struct Malformed;

impl From<DerError> for Malformed {
    fn from(_: DerError) -> Self {
        Self
    }
}

impl From<Malformed> for Reason {
    fn from(_: Malformed) -> Self {
        Self::AttributeMalformed
    }
}
