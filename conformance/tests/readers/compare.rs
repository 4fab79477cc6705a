//! Our readers and those of `der`, `x509-cert` and `cms` over the same bytes: whether they accept them, and every field
//! that both give. Where they differ, the difference is one of [`LIST`].

use std::collections::{BTreeMap, BTreeSet};

use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData as TheirSignedData, SignerIdentifier as TheirIdentifier};
use const_oid::AssociatedOid;
use const_oid::db::rfc5280::{
    ID_CE_CERTIFICATE_ISSUER, ID_CE_CRL_REASONS, ID_CE_INVALIDITY_DATE,
    ID_CE_ISSUING_DISTRIBUTION_POINT,
};
use const_oid::db::rfc5911::ID_SIGNED_DATA;
use der::asn1::{BitStringRef, GeneralizedTime, IntRef, ObjectIdentifier, UtcTime};
use der::{Decode, Encode, ErrorKind, Header, Reader as _, SliceReader};
use jpki_cms::CmsError;
use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer_info::{SignerIdentifier, SignerInfo};
use jpki_core::algorithm::{AlgorithmError, AlgorithmIdentifier, AlgorithmPolicy};
use jpki_core::ber;
use jpki_core::der::{Decode as _, DerError, DerErrorKind, Reader, Span, Tag};
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_revocation::{Crl, CrlError, RevocationReason};
use jpki_x509::certificate::{Certificate, CertificateError, SerialNumber};
use jpki_x509::extension::Extension;
use x509_cert::crl::{CertificateList, RevokedCert};
use x509_cert::ext::pkix::crl::BaseCrlNumber;
use x509_cert::ext::pkix::name::GeneralNames;
use x509_cert::ext::pkix::{CrlNumber, CrlReason, IssuingDistributionPoint};
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::credulous;

/// What was found to differ.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    /// Rows of [`LIST`] that were met.
    pub(crate) listed: BTreeSet<&'static str>,
    /// What is on no row, with bytes that show it.
    pub(crate) unlisted: BTreeMap<String, Vec<u8>>,
}

impl Differences {
    fn note(&mut self, what: String, bytes: &[u8]) {
        match LIST.iter().find(|(_, known)| known.contains(&what.as_str())) {
            Some((row, _)) => _ = self.listed.insert(row),
            None => _ = self.unlisted.entry(what).or_insert_with(|| bytes.to_vec()),
        }
    }

    /// Notes which side alone refuses, and why.
    fn one_side<A, B>(
        &mut self,
        reader: &str,
        ours: Result<A, String>,
        theirs: Result<B, der::Error>,
        bytes: &[u8],
    ) -> Option<(A, B)> {
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => return Some((ours, theirs)),
            (Err(_), Err(_)) => {}
            (Err(ours), Ok(_)) => self.note(format!("{reader}, ours: {ours}"), bytes),
            (Ok(_), Err(theirs)) => {
                self.note(format!("{reader}, theirs: {}", kind(theirs.kind())), bytes);
            }
        }
        None
    }

    fn field<T: PartialEq>(&mut self, reader: &str, field: &str, ours: T, theirs: T, bytes: &[u8]) {
        if ours != theirs {
            self.note(format!("{reader}, field: {field}"), bytes);
        }
    }
}

/// The difference by its row in docs/dependencies.md, "Where our readers differ", and how it shows.
pub(crate) const LIST: &[(&str, &[&str])] = &[
    (
        "tags without a meaning",
        &[
            "element, theirs: unknown tag",
            "certificate, theirs: unknown tag",
            "CRL, theirs: unknown tag",
            "message, theirs: unknown tag",
            "signer, theirs: unknown tag",
        ],
    ),
    ("tag numbers above 30", &["element, ours: high tag number"]),
    (
        "object identifiers that `const-oid` cannot hold",
        &[
            "object identifier, theirs: OidMalformed",
            "object identifier, theirs: length of OBJECT IDENTIFIER",
            "certificate, theirs: OidMalformed",
            "certificate, theirs: length of OBJECT IDENTIFIER",
            "CRL, theirs: OidMalformed",
            "CRL, theirs: length of OBJECT IDENTIFIER",
            "message, theirs: OidMalformed",
            "message, theirs: length of OBJECT IDENTIFIER",
            "signer, theirs: OidMalformed",
            "signer, theirs: length of OBJECT IDENTIFIER",
        ],
    ),
    (
        "object identifiers that are not in the shortest form",
        &[
            "object identifier, ours: invalid object identifier",
            "certificate, ours: invalid object identifier",
            "CRL, ours: invalid object identifier",
            "message, ours: invalid object identifier",
            "signer, ours: invalid object identifier",
        ],
    ),
    (
        "padding bits of a BIT STRING",
        &[
            "bit string, ours: invalid bit string",
            "certificate, ours: invalid bit string",
            "CRL, ours: invalid bit string",
        ],
    ),
    (
        "times before 1970",
        &[
            "time, theirs: value of UTCTime",
            "time, theirs: value of GeneralizedTime",
            "time, theirs: DateTime",
            "certificate, theirs: value of UTCTime",
            "certificate, theirs: value of GeneralizedTime",
            "certificate, theirs: DateTime",
            "CRL, theirs: value of UTCTime",
            "CRL, theirs: value of GeneralizedTime",
            "CRL, theirs: DateTime",
            "message, theirs: value of UTCTime",
            "message, theirs: value of GeneralizedTime",
            "message, theirs: DateTime",
        ],
    ),
    (
        "an extension twice",
        &[
            "certificate, ours: an extension occurs more than once",
            "CRL, ours: an extension occurs more than once",
        ],
    ),
    (
        "extensions in an earlier version",
        &["certificate, ours: extensions need version 3", "CRL, ours: extensions need version 2"],
    ),
    ("version 1 of a CRL in writing", &["CRL, ours: unknown revocation list version"]),
    (
        "critical extensions of a CRL that are not understood",
        &["CRL, ours: a critical extension is not understood"],
    ),
    (
        "certificate issuers in a CRL that is not indirect",
        &["CRL, ours: a certificate issuer in a list that is not indirect"],
    ),
    ("an empty revokedCertificates", &["CRL, ours: invalid empty revokedCertificates"]),
    (
        "serial numbers of more than 21 bytes",
        &[
            "certificate, theirs: value of INTEGER",
            "CRL, theirs: value of INTEGER",
            "message, theirs: value of INTEGER",
            "signer, theirs: value of INTEGER",
        ],
    ),
    ("reason codes without a meaning", &["CRL, theirs: value of ENUMERATED"]),
    (
        "the bytes of what is not quite DER",
        &["certificate, field: signed bytes", "message, field: certificates"],
    ),
    ("what is inside a key", &["certificate, ours: key"]),
    (
        "parts of a message that are read when they are needed",
        &[
            "message, theirs: Failed",
            "message, theirs: trailing data",
            "message, theirs: unexpected tag",
            "signer, theirs: Failed",
            "signer, theirs: trailing data",
            "signer, theirs: unexpected tag",
        ],
    ),
];

fn kind(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::Value { tag } => format!("value of {tag}"),
        ErrorKind::Length { tag } => format!("length of {tag}"),
        ErrorKind::Noncanonical { tag } => format!("form of {tag}"),
        // SEQUENCE and SET as primitive elements.
        ErrorKind::TagUnknown { .. } | ErrorKind::TagUnexpected { expected: None, .. } => {
            "unknown tag".to_owned()
        }
        ErrorKind::TagUnexpected { .. } => "unexpected tag".to_owned(),
        ErrorKind::Incomplete { .. } => "incomplete".to_owned(),
        ErrorKind::TrailingData { .. } => "trailing data".to_owned(),
        kind => format!("{kind:?}"),
    }
}

fn ours(error: DerErrorKind) -> String {
    match error {
        DerErrorKind::UnexpectedTag { .. } => "unexpected tag".to_owned(),
        kind => kind.to_string(),
    }
}

/// By every reader.
pub(crate) fn all(bytes: &[u8], differences: &mut Differences) {
    elements(bytes, differences);
    certificate(bytes, differences);
    crl(bytes, differences);
    message(bytes, differences);
    signer(bytes, differences);
}

/// Every element of a DER value, with what is read from primitive ones.
fn elements(bytes: &[u8], differences: &mut Differences) {
    let Ok(reader) = Reader::new(bytes) else { return };
    walk(reader, bytes, Span::all(bytes), 0, differences);
}

fn walk(mut reader: Reader<'_>, owner: &[u8], part: Span, depth: usize, found: &mut Differences) {
    let Ok(mut theirs) = SliceReader::new(part.of(owner)) else { return };
    while !reader.is_empty() {
        let start = reader.position();
        let rest = Span::new(start, part.end()).of(owner);
        let ours = reader.any().map_err(|error| ours(error.kind));
        let header = Header::decode(&mut theirs)
            .and_then(|header| Ok((header.tag(), theirs.read_slice(header.length())?)));
        let Some((element, (tag, content))) = found.one_side("element", ours, header, rest) else {
            return;
        };
        let whole = reader.bytes(element.whole);
        found.field("element", "content", reader.bytes(element.content), content, whole);
        let identifier = tag.to_der().unwrap_or_default();
        found.field("element", "tag", &[element.tag.byte()][..], &identifier, whole);
        primitive(element.tag, whole, found);
        if element.tag.byte() & 0x20 != 0 && depth < 40 {
            walk(reader.contents_of(element), owner, element.content, depth + 1, found);
        }
    }
}

fn primitive(tag: Tag, whole: &[u8], found: &mut Differences) {
    let Ok(mut reader) = Reader::new(whole) else { return };
    let text = |error: DerError| ours(error.kind);
    match tag {
        Tag::BOOLEAN => {
            let both = found.one_side(
                "boolean",
                reader.boolean().map_err(text),
                bool::from_der(whole),
                whole,
            );
            if let Some((ours, theirs)) = both {
                found.field("boolean", "value", ours, theirs, whole);
            }
        }
        Tag::INTEGER => {
            let mut again = reader;
            let ours = reader.integer().map(|number| number.as_bytes()).map_err(text);
            if let Some((ours, theirs)) =
                found.one_side("integer", ours, IntRef::from_der(whole), whole)
            {
                found.field("integer", "value", ours, theirs.as_bytes(), whole);
            }
            let ours = again.small_integer().map_err(text);
            if let Some((ours, theirs)) = found.one_side("u32", ours, u32::from_der(whole), whole) {
                found.field("u32", "value", ours, theirs, whole);
            }
        }
        Tag::BIT_STRING => {
            let ours = reader
                .bit_string()
                .map(|bits| (bits.unused, reader.bytes(bits.bytes)))
                .map_err(text);
            let theirs = BitStringRef::from_der(whole);
            if let Some((ours, theirs)) = found.one_side("bit string", ours, theirs, whole) {
                found.field(
                    "bit string",
                    "value",
                    ours,
                    (theirs.unused_bits(), theirs.raw_bytes()),
                    whole,
                );
            }
        }
        Tag::OBJECT_IDENTIFIER => {
            let ours = reader.object_identifier().map(|oid| oid.as_bytes()).map_err(text);
            let theirs = <ObjectIdentifier>::from_der(whole);
            if let Some((ours, theirs)) = found.one_side("object identifier", ours, theirs, whole) {
                found.field("object identifier", "value", ours, theirs.as_bytes(), whole);
            }
        }
        Tag::UTC_TIME | Tag::GENERALIZED_TIME => {
            let ours = reader.time().map(|time| time.unix_seconds()).map_err(text);
            let theirs = match tag {
                Tag::UTC_TIME => UtcTime::from_der(whole).map(|time| time.to_unix_duration()),
                _ => GeneralizedTime::from_der(whole).map(|time| time.to_unix_duration()),
            };
            if let Some((ours, theirs)) = found.one_side("time", ours, theirs, whole) {
                found.field("time", "value", ours, theirs.as_secs() as i64, whole);
            }
        }
        _ => {}
    }
}

/// A certificate with all its fields.
fn certificate(bytes: &[u8], found: &mut Differences) {
    const READER: &str = "certificate";
    let ours = Certificate::from_der(bytes)
        .map_err(|error| match error {
            CertificateError::Malformed(error) => ours(error.kind),
            error => error.to_string(),
        })
        .and_then(|certificate| match certificate.public_key() {
            Err(AlgorithmError::Malformed(_)) => Err("key".to_owned()),
            _ => Ok(certificate),
        });
    let theirs = x509_cert::Certificate::from_der(bytes);
    let Some((ours, theirs)) = found.one_side(READER, ours, theirs, bytes) else { return };
    let fields = theirs.tbs_certificate();
    found.field(READER, "version", ours.version() as u8, fields.version() as u8, bytes);
    let serial = (ours.serial_number().expose_protected(), fields.serial_number().as_bytes());
    found.field(READER, "serial number", serial.0, serial.1, bytes);
    found.field(
        READER,
        "issuer",
        attributes(ours.issuer()),
        their_attributes(fields.issuer()),
        bytes,
    );
    found.field(
        READER,
        "subject",
        attributes(ours.subject()),
        their_attributes(fields.subject()),
        bytes,
    );
    found.field(
        READER,
        "notBefore",
        ours.not_before().unix_seconds(),
        seconds(fields.validity().not_before),
        bytes,
    );
    found.field(
        READER,
        "notAfter",
        ours.not_after().unix_seconds(),
        seconds(fields.validity().not_after),
        bytes,
    );
    let key = fields.subject_public_key_info().to_der().unwrap_or_default();
    found.field(READER, "key", ours.public_key_bytes(), &key, bytes);
    algorithm(READER, ours.signature_algorithm(), theirs.signature_algorithm(), bytes, found);
    let agree = fields.signature() == theirs.signature_algorithm();
    found.field(READER, "algorithms agree", ours.signature_algorithms_agree(), agree, bytes);
    found.field(READER, "signature", ours.signature(), theirs.signature().raw_bytes(), bytes);
    let signed = fields.to_der().unwrap_or_default();
    found.field(READER, "signed bytes", ours.signed_bytes(), &signed, bytes);
    let extensions: Vec<_> =
        fields.extensions().into_iter().flatten().map(their_extension).collect();
    found.field(
        READER,
        "extensions",
        ours.extensions().map(extension).collect(),
        extensions,
        bytes,
    );
}

fn seconds(time: x509_cert::time::Time) -> i64 {
    time.to_unix_duration().as_secs() as i64
}

/// A CRL with all its fields and entries.
fn crl(bytes: &[u8], found: &mut Differences) {
    const READER: &str = "CRL";
    let text = |error| match error {
        CrlError::Malformed(error) => ours(error.kind),
        error => error.to_string(),
    };
    let ours = Crl::from_der(bytes)
        .and_then(|crl| crl.count_entries().map(|count| (crl, count)))
        .map_err(text);
    let theirs = CertificateList::<x509_cert::certificate::Rfc5280>::from_der(bytes)
        .and_then(|crl| extensions_that_ours_reads(&crl).map(|()| crl));
    let Some(((ours, count), theirs)) = found.one_side(READER, ours, theirs, bytes) else { return };
    let fields = theirs.tbs_cert_list;
    found.field(
        READER,
        "issuer",
        attributes(ours.issuer()),
        their_attributes(&fields.issuer),
        bytes,
    );
    found.field(
        READER,
        "thisUpdate",
        ours.this_update().unix_seconds(),
        seconds(fields.this_update),
        bytes,
    );
    let next = ours.next_update().map(|time| time.unix_seconds());
    found.field(READER, "nextUpdate", next, fields.next_update.map(seconds), bytes);
    algorithm(READER, ours.signature_algorithm(), &theirs.signature_algorithm, bytes, found);
    let extensions: Vec<_> = fields.crl_extensions.iter().flatten().map(their_extension).collect();
    found.field(
        READER,
        "extensions",
        ours.extensions().map(extension).collect(),
        extensions,
        bytes,
    );
    let entries = fields.revoked_certificates.unwrap_or_default();
    found.field(READER, "number of entries", count, entries.len(), bytes);

    let issuer = credulous::issuer(ours.issuer());
    let Ok(verified) = ours.verify(&issuer, &AlgorithmPolicy::legacy()) else { return };
    for entry in &entries {
        let number = entry.serial_number.as_bytes();
        // Of several entries of one number, ours gives one.
        if entries.iter().filter(|other| other.serial_number == entry.serial_number).count() > 1 {
            continue;
        }
        let Ok(number) = SerialNumber::from_der_content(number) else { continue };
        let Ok(Some(ours)) = verified.find(&ours.issuer(), number) else {
            if !names_an_issuer(&entries) {
                found.note(format!("{READER}, field: entry"), bytes);
            }
            continue;
        };
        found.field(
            READER,
            "revocationDate",
            ours.revoked_at.unix_seconds(),
            seconds(entry.revocation_date),
            bytes,
        );
        found.field(READER, "reason", Some(ours.reason), their_reason(entry), bytes);
        let since = ours.invalidity_date.map(|time| time.unix_seconds());
        found.field(READER, "invalidityDate", since, their_invalidity(entry), bytes);
    }
}

/// Ours reads these extensions with the CRL, because it cannot be consulted without them.
fn extensions_that_ours_reads(crl: &CertificateList) -> der::Result<()> {
    let fields = &crl.tbs_cert_list;
    let of_entries = fields.revoked_certificates.iter().flatten();
    let of_entries = of_entries.flat_map(|entry| entry.crl_entry_extensions.iter().flatten());
    for extension in fields.crl_extensions.iter().flatten() {
        let value = extension.extn_value.as_bytes();
        match extension.extn_id {
            CrlNumber::OID => _ = CrlNumber::from_der(value)?,
            BaseCrlNumber::OID => _ = BaseCrlNumber::from_der(value)?,
            // Its associated identifier is that of subjectInfoAccess in x509-cert 0.3.0.
            ID_CE_ISSUING_DISTRIBUTION_POINT => _ = IssuingDistributionPoint::from_der(value)?,
            _ => {}
        }
    }
    for extension in of_entries {
        let value = extension.extn_value.as_bytes();
        match extension.extn_id {
            CrlReason::OID => _ = CrlReason::from_der(value)?,
            ID_CE_INVALIDITY_DATE => _ = GeneralizedTime::from_der(value)?,
            ID_CE_CERTIFICATE_ISSUER => _ = GeneralNames::from_der(value)?,
            _ => {}
        }
    }
    Ok(())
}

/// Entries of an indirect CRL are of other issuers, whom ours tells apart.
fn names_an_issuer(entries: &[RevokedCert]) -> bool {
    let names = |entry: &RevokedCert| value_of(entry, ID_CE_CERTIFICATE_ISSUER).is_some();
    entries.iter().any(names)
}

fn value_of(entry: &RevokedCert, oid: ObjectIdentifier) -> Option<&[u8]> {
    let extension =
        entry.crl_entry_extensions.iter().flatten().find(|extension| extension.extn_id == oid)?;
    Some(extension.extn_value.as_bytes())
}

fn their_reason(entry: &RevokedCert) -> Option<RevocationReason> {
    use RevocationReason::{
        AffiliationChanged, AttributeAuthorityCompromise, AuthorityCompromise, CertificateHold,
        CessationOfOperation, KeyCompromise, PrivilegeWithdrawn, RemoveFromCrl, Superseded,
        Unspecified,
    };
    let Some(value) = value_of(entry, ID_CE_CRL_REASONS) else { return Some(Unspecified) };
    Some(match CrlReason::from_der(value).ok()? {
        CrlReason::Unspecified => Unspecified,
        CrlReason::KeyCompromise => KeyCompromise,
        CrlReason::CaCompromise => AuthorityCompromise,
        CrlReason::AffiliationChanged => AffiliationChanged,
        CrlReason::Superseded => Superseded,
        CrlReason::CessationOfOperation => CessationOfOperation,
        CrlReason::CertificateHold => CertificateHold,
        CrlReason::RemoveFromCRL => RemoveFromCrl,
        CrlReason::PrivilegeWithdrawn => PrivilegeWithdrawn,
        CrlReason::AaCompromise => AttributeAuthorityCompromise,
    })
}

fn their_invalidity(entry: &RevokedCert) -> Option<i64> {
    let date = GeneralizedTime::from_der(value_of(entry, ID_CE_INVALIDITY_DATE)?).ok()?;
    Some(date.to_unix_duration().as_secs() as i64)
}

/// A message with its signers.
fn message(bytes: &[u8], found: &mut Differences) {
    const READER: &str = "message";
    let ours = SignedData::from_ber(bytes)
        .map_err(|error| match error {
            CmsError::Malformed(error) => ours(error.kind),
            error => error.to_string(),
        })
        .and_then(|message| match is_readable(&message.signed_data) {
            true => Ok(message),
            false => Err("a part that cannot be read".to_owned()),
        });
    let theirs = in_der(bytes).and_then(|der| ContentInfo::from_der(&der)).and_then(|info| {
        match info.content_type {
            ID_SIGNED_DATA => info.content.decode_as::<TheirSignedData>(),
            oid => Err(ErrorKind::OidUnknown { oid }.into()),
        }
    });
    let Some((ours, theirs)) = found.one_side(READER, ours, theirs, bytes) else { return };
    let ParsedSignedData { signed_data: ours, content } = ours;
    let info = &theirs.encap_content_info;
    found.field(
        READER,
        "content type",
        ours.content_type().as_bytes(),
        info.econtent_type.as_bytes(),
        bytes,
    );
    let content = match content {
        Content::Attached(content) => Some(content.to_vec()),
        Content::Detached => None,
    };
    let theirs_content = info.econtent.as_ref().map(|content| content.value().to_vec());
    found.field(READER, "content", content, theirs_content, bytes);
    let certificates: Vec<_> = theirs
        .certificates
        .iter()
        .flat_map(|set| set.0.iter())
        .map(|certificate| certificate.to_der().unwrap_or_default())
        .collect();
    let ours_certificates = sorted(ours.certificate_bytes().map(<[u8]>::to_vec));
    found.field(READER, "certificates", ours_certificates, sorted(certificates), bytes);
    let lists = theirs.crls.iter().flat_map(|set| set.0.iter());
    found.field(READER, "CRLs", ours.revocation_list_bytes().count(), lists.count(), bytes);

    let signers: Vec<_> = theirs.signer_infos.0.iter().collect();
    found.field(READER, "number of signers", ours.signer_count(), signers.len(), bytes);
    for signer in ours.signers() {
        match signer.map(|signer| signer.to_cms(&Limits::DEFAULT)) {
            Some(Ok(signer)) if signers.contains(&&signer) => {}
            _ => found.note(format!("{READER}, field: signer"), bytes),
        }
    }
}

/// Ours passes over a certificate, CRL or signer that cannot be read; theirs refuses the message.
fn is_readable(message: &SignedData) -> bool {
    message.certificate_bytes().all(|bytes| Certificate::from_der(bytes).is_ok())
        && message.revocation_list_bytes().all(|bytes| Crl::from_der(bytes).is_ok())
        && message.signers().all(|signer| signer.is_some())
}

/// One signer with all that it states.
fn signer(bytes: &[u8], found: &mut Differences) {
    const READER: &str = "signer";
    let ours = SignerInfo::from_ber(bytes).map_err(|error| match error {
        CmsError::Malformed(error) => ours(error.kind),
        error => error.to_string(),
    });
    let theirs = in_der(bytes).and_then(|der| cms::signed_data::SignerInfo::from_der(&der));
    let Some((ours, theirs)) = found.one_side(READER, ours, theirs, bytes) else { return };
    found.field(READER, "signature", ours.signature(), theirs.signature.as_bytes(), bytes);
    let named = match &theirs.sid {
        TheirIdentifier::IssuerAndSerialNumber(named) => {
            Ok((their_attributes(&named.issuer), named.serial_number.as_bytes()))
        }
        TheirIdentifier::SubjectKeyIdentifier(identifier) => Err(identifier.0.as_bytes()),
    };
    let our_name = ours.identifier().map(|identifier| match identifier {
        SignerIdentifier::IssuerAndSerialNumber(issuer, number) => {
            Ok((attributes(issuer), number.expose_protected()))
        }
        SignerIdentifier::SubjectKeyIdentifier(identifier) => Err(identifier),
    });
    found.field(READER, "identifier", our_name, Some(named), bytes);
    let digest = theirs.digest_alg.to_der().unwrap_or_default();
    let digest = Reader::new(&digest)
        .and_then(|mut reader| AlgorithmIdentifier::read(&mut reader))
        .map(|identifier| jpki_core::algorithm::DigestAlgorithm::from_identifier(&identifier).ok());
    found.field(READER, "digest algorithm", Ok(ours.digest_algorithm().ok()), digest, bytes);
    match ours.to_cms(&Limits::DEFAULT) {
        Ok(ours) => found.field(READER, "the rest", &ours, &theirs, bytes),
        Err(error) => found.note(format!("{READER}, again: {}", kind(error.kind())), bytes),
    }
}

/// `der` reads BER in few places only, so it is given DER.
fn in_der(bytes: &[u8]) -> der::Result<Vec<u8>> {
    let der = ber::normalise(bytes, &Limits::DEFAULT).map_err(|_| ErrorKind::Failed)?;
    Ok(der.into_owned())
}

type Attributes = Vec<Vec<(Vec<u8>, Vec<u8>)>>;

/// The attributes of each relative name in one order: theirs sorts a SET OF, ours keeps it.
fn attributes(name: Name<'_>) -> Attributes {
    let of = |attribute: jpki_core::name::Attribute<'_>| {
        (attribute.oid().as_bytes().to_vec(), attribute.value().to_vec())
    };
    name.relative_names().map(|relative| sorted(relative.attributes().map(of))).collect()
}

fn their_attributes(name: &x509_cert::name::Name) -> Attributes {
    let of = |attribute: &x509_cert::attr::AttributeTypeAndValue| {
        (attribute.oid.as_bytes().to_vec(), attribute.value.to_der().unwrap_or_default())
    };
    name.iter_rdn().map(|relative| sorted(relative.iter().map(of))).collect()
}

fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort();
    items
}

fn extension(extension: Extension<'_>) -> (Vec<u8>, bool, Vec<u8>) {
    (extension.oid().as_bytes().to_vec(), extension.is_critical(), extension.value().to_vec())
}

fn their_extension(extension: &x509_cert::ext::Extension) -> (Vec<u8>, bool, Vec<u8>) {
    let value = extension.extn_value.as_bytes().to_vec();
    (extension.extn_id.as_bytes().to_vec(), extension.critical, value)
}

fn algorithm(
    reader: &str,
    ours: Result<AlgorithmIdentifier<'_>, DerError>,
    theirs: &AlgorithmIdentifierOwned,
    bytes: &[u8],
    found: &mut Differences,
) {
    let ours = ours.map(|identifier| identifier.as_bytes().to_vec());
    found.field(
        reader,
        "signature algorithm",
        ours,
        Ok(theirs.to_der().unwrap_or_default()),
        bytes,
    );
}
