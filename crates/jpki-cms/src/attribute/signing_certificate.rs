use alloc::boxed::Box;
use alloc::vec::Vec;

use jpki_core::algorithm::{AlgorithmIdentifier, DigestAlgorithm};
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::der::{Decode, DerError, Reader, SequenceOf, Tag};
use jpki_core::limits::Budget;
use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_x509::certificate::{Certificate, SerialNumber};
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::path::ValidPath;

use crate::matching::Matching;

/// A signing-certificate attribute (RFC 2634 §5.4, RFC 5035 §3): which certificate the signer says is its
/// own, and which may lead to it.
pub(crate) struct CertificateBinding<'a> {
    own: Identifier<'a>,
    restriction: Option<PathRestriction>,
}

/// Which attribute.
#[derive(Clone, Copy)]
pub(crate) enum EssVersion {
    /// signing-certificate: SHA-1 over the certificate.
    One,
    /// signing-certificate-v2: any digest, SHA-256 if none is named.
    Two,
}

/// The certificates that a signer lets lead to its own.
#[derive(Clone)]
pub(crate) struct PathRestriction {
    named: Vec<Named>,
}

/// A certificate by its digest, and by the bytes of issuer and serial number if stated.
#[derive(Clone)]
struct Named {
    digest: Digest,
    issuer_and_serial_number: Option<[Box<[u8]>; 2]>,
}

/// `ESSCertID` or `ESSCertIDv2` (RFC 2634 §5.4.1, RFC 5035 §4).
struct Identifier<'a> {
    /// `None` if by an unknown algorithm.
    digest: Option<Digest>,
    issuer_and_serial_number: Option<(Name<'a>, SerialNumber<'a>)>,
}

impl<'a> CertificateBinding<'a> {
    /// Reads the value of the attribute. Its `policies`, which only suggest (RFC 5035 §3), are not used.
    ///
    /// # Errors
    /// [`Reason::AttributeMalformed`], or [`Reason::AlgorithmUnsupported`] for another digest.
    pub(crate) fn read(value: Reader<'a>, version: EssVersion) -> Result<Self, Reason> {
        let binding = Self::read_value(value, version)?;
        match binding.own.digest {
            Some(_) => Ok(binding),
            None => Err(Reason::AlgorithmUnsupported),
        }
    }

    // RFC 5035 §3: the first is the signer's own; those after it, if any, limit the path
    fn read_value(mut value: Reader<'a>, version: EssVersion) -> Result<Self, Malformed> {
        let mut attribute = value.sequence()?;
        let mut identifiers = attribute.sequence()?;
        if !attribute.is_empty() {
            attribute.sequence()?;
            attribute.finish()?;
        }
        let own = Identifier::read(&mut identifiers, version)?;
        if identifiers.is_empty() {
            return Ok(Self { own, restriction: None });
        }
        let mut named = Vec::new();
        while !identifiers.is_empty() {
            let Identifier { digest, issuer_and_serial_number } =
                Identifier::read(&mut identifiers, version)?;
            let issuer_and_serial_number = issuer_and_serial_number.map(|(issuer, serial)| {
                [issuer.as_bytes().into(), serial.expose_protected().into()]
            });
            named.extend(digest.map(|digest| Named { digest, issuer_and_serial_number }));
        }
        Ok(Self { own, restriction: Some(PathRestriction { named }) })
    }

    /// Whether this certificate is said to be the signer's own: by its digest, and by issuer and serial
    /// number if stated.
    pub(crate) fn identifies(
        &self,
        certificate: &'a Certificate,
        matching: &Matching<'a>,
    ) -> Result<bool, Reason> {
        let Some(digest) = self.own.digest else { return Ok(false) };
        if let Some((issuer, serial_number)) = &self.own.issuer_and_serial_number
            && !(serial_number.matches(certificate.serial_number())
                && matching.same_name(issuer, &certificate.issuer())?)
        {
            return Ok(false);
        }
        Ok(matching.digest(digest.algorithm(), certificate)? == digest)
    }

    /// What it says of the path, if anything.
    pub(crate) fn into_restriction(self) -> Option<PathRestriction> {
        self.restriction
    }
}

impl PathRestriction {
    /// Whether it names each certificate of the path but the end entity's and the anchor's.
    ///
    /// # Errors
    /// [`Reason::LimitReached`] if the budget does not allow to tell.
    pub(crate) fn admits(
        &self,
        path: &ValidPath,
        crypto: &dyn CryptoBackend,
        budget: &Budget,
    ) -> Result<bool, Reason> {
        let matching = Matching::new(crypto, budget);
        for certificate in path.certificates().iter().skip(1) {
            let mut is_named = false;
            for named in &self.named {
                is_named = is_named || named.is(certificate, &matching)?;
            }
            if !is_named {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Named {
    fn is<'a>(
        &'a self,
        certificate: &'a Certificate,
        matching: &Matching<'a>,
    ) -> Result<bool, Reason> {
        if let Some([issuer, serial_number]) = &self.issuer_and_serial_number
            && !(**serial_number == *certificate.serial_number().expose_protected()
                && matching.same_name(&Name::from_checked(issuer), &certificate.issuer())?)
        {
            return Ok(false);
        }
        Ok(matching.digest(self.digest.algorithm(), certificate)? == self.digest)
    }
}

impl<'a> Identifier<'a> {
    fn read(identifiers: &mut Reader<'a>, version: EssVersion) -> Result<Self, Malformed> {
        let mut fields = identifiers.sequence()?;
        let algorithm = match (version, fields.peek()) {
            (EssVersion::One, _) => Some(DigestAlgorithm::Sha1),
            (EssVersion::Two, Some(Tag::SEQUENCE)) => {
                let identifier = AlgorithmIdentifier::read(&mut fields)?;
                DigestAlgorithm::from_identifier(&identifier).ok()
            }
            (EssVersion::Two, _) => Some(DigestAlgorithm::Sha256),
        };
        let hash = fields.read(Tag::OCTET_STRING)?;
        let issuer_and_serial_number =
            if fields.is_empty() { None } else { Some(issuer_serial(&mut fields)?) };
        fields.finish()?;
        let hash = identifiers.bytes(hash.content);
        let digest =
            algorithm.map(|algorithm| Digest::new(algorithm, hash).ok_or(Malformed)).transpose()?;
        Ok(Self { digest, issuer_and_serial_number })
    }
}

// RFC 5035 §4: IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber }, the issuer being exactly
// one directoryName for a certificate
fn issuer_serial<'a>(fields: &mut Reader<'a>) -> Result<(Name<'a>, SerialNumber<'a>), Malformed> {
    let mut members = fields.sequence()?;
    let mut names = SequenceOf::read(&mut members)?.iter();
    let serial_number = SerialNumber::read(&mut members)?;
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
