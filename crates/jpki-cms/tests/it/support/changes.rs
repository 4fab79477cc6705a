//! One change each to a message that somebody made, and why its first signer must be refused then.

use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_core::algorithm::{EllipticCurve, KeyKind};
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::{CheckId, Reason};
use jpki_testkit::asn1;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{CertificateBuilder, DistinguishedName, Extension, KeyUsage, SerialNumber};
use jpki_x509::certificate::Certificate;

use super::tree::Element;

/// A message after one change.
pub(crate) struct Changed {
    pub(crate) name: &'static str,
    pub(crate) message: Vec<u8>,
    /// Every failure of the first signer.
    pub(crate) failures: Vec<(CheckId, Reason)>,
}

const MISMATCH: (CheckId, Reason) = (CheckId::SignatureValue, Reason::SignatureMismatch);

/// The changes of a message whose content stays as it is.
pub(crate) fn changes(message: &[u8]) -> Vec<Changed> {
    let original = Original::read(message);
    let mut changed = vec![
        original.with_another_certificate(message),
        original.with_another_digest(),
        original.with_bytes_after_the_signature(),
    ];
    changed.extend(original.with_other_attributes());
    changed
}

/// The message with one length made one more and one less, for each element that the signers need: an
/// element would reach over its end, or leave bytes that belong to none.
pub(crate) fn lengths(message: &[u8]) -> Vec<Vec<u8>> {
    let root = Element::read(message);
    let fields = root.at(&[1, 0]);
    let signers = &fields.last().expect("signers").children;
    let certificates = fields.iter().find(|field| field.tag == 0xa0).expect("certificates");
    let unsigned = signers[0].children.iter().find(|field| field.tag == 0xa1);
    let of_others = (certificates.children.len() > signers.len()).then_some(certificates);
    let needless: Vec<&Element> = unsigned.into_iter().chain(of_others).collect();
    let mut changed = Vec::new();
    root.for_each(&mut |element: &Element| {
        let is_needed = needless.iter().all(|needless| !needless.span.contains(&element.at));
        if let Some(at) = element.last_length_byte
            && is_needed
        {
            for by in [1, u8::MAX] {
                let mut message = message.to_vec();
                message[at] = message[at].wrapping_add(by);
                changed.push(message);
            }
        }
    });
    changed
}

/// A message as a tree, in which its first signer is found.
#[derive(Clone)]
struct Original {
    root: Element,
    key: KeyKind,
}

impl Original {
    fn read(message: &[u8]) -> Self {
        Self { root: Element::read(message), key: key_of_first_signer(message) }
    }

    fn signed_data(&mut self) -> &mut Element {
        &mut self.root.children[1].children[0]
    }

    fn signer(&mut self) -> &mut Element {
        &mut self.signed_data().children.last_mut().expect("signers").children[0]
    }

    fn field(&mut self, tag: u8) -> Option<&mut Element> {
        self.signer().children.iter_mut().find(|field| field.tag == tag)
    }

    fn attributes(&mut self) -> Option<&mut Vec<Element>> {
        self.field(0xa0)
            .filter(|field| field.children[0].tag == asn1::SEQUENCE)
            .map(|field| &mut field.children)
    }

    fn changed(
        &self,
        name: &'static str,
        change: impl FnOnce(&mut Self),
        failures: impl Into<Vec<(CheckId, Reason)>>,
    ) -> Changed {
        let mut copy = self.clone();
        change(&mut copy);
        Changed { name, message: copy.root.to_bytes(), failures: failures.into() }
    }

    fn with_other_attributes(&self) -> Vec<Changed> {
        let Some(count) = self.clone().attributes().map(|attributes| attributes.len()) else {
            return Vec::new();
        };
        let form = |reason| (CheckId::SignerAttributes, reason);
        let mut changed = vec![
            self.changed(
                "content and digest replaced",
                |message| {
                    let digest = message.attribute(oid::CMS_MESSAGE_DIGEST);
                    digest.children[1].children[0].content.iter_mut().for_each(|byte| *byte ^= 1);
                },
                [(CheckId::SignerMessageDigest, Reason::MessageDigestMismatch), MISMATCH],
            ),
            self.changed(
                "content type of something else",
                |message| {
                    let kind = message.attribute(oid::CMS_CONTENT_TYPE);
                    *kind.children[1].children[0].content.last_mut().expect("an arc") = 2;
                },
                [(CheckId::SignerContentType, Reason::ContentTypeMismatch), MISMATCH],
            ),
            self.changed(
                "an attribute twice",
                |message| {
                    let attributes = message.attributes().expect("attributes");
                    attributes.insert(0, attributes[0].clone());
                },
                [form(Reason::AttributeRepeated), MISMATCH],
            ),
            self.changed(
                "attributes in another order",
                |message| message.attributes().expect("attributes").reverse(),
                [form(Reason::SignedAttributesNotDer), MISMATCH],
            ),
            self.changed(
                "all attributes dropped",
                |message| message.signer().children.retain(|field| field.tag != 0xa0),
                [form(Reason::SignedAttributesMissing), MISMATCH],
            ),
        ];
        for (name, kind, failure) in [
            (
                "content-type dropped",
                oid::CMS_CONTENT_TYPE,
                Some((CheckId::SignerContentType, Reason::ContentTypeMissing)),
            ),
            (
                "message-digest dropped",
                oid::CMS_MESSAGE_DIGEST,
                Some((CheckId::SignerMessageDigest, Reason::MessageDigestMissing)),
            ),
            ("signing-time dropped", oid::CMS_SIGNING_TIME, None),
        ] {
            let value = asn1::object_identifier(kind);
            let drop = |message: &mut Self| {
                let attributes = message.attributes().expect("attributes");
                attributes.retain(|attribute| attribute.children[0].to_bytes() != value);
                assert!(attributes.len() < count, "{name}");
            };
            let failures: Vec<_> = failure.into_iter().chain([MISMATCH]).collect();
            changed.push(self.changed(name, drop, failures));
        }
        changed
    }

    fn attribute(&mut self, kind: asn1::ObjectIdentifier) -> &mut Element {
        let value = asn1::object_identifier(kind);
        let mut attributes = self.attributes().expect("attributes").iter_mut();
        attributes.find(|attribute| attribute.children[0].to_bytes() == value).expect("there")
    }

    /// The signer names, and the message has, the certificate of another key of the same kind.
    fn with_another_certificate(&self, message: &[u8]) -> Changed {
        let (key, serial_number) = (another_key(self.key), 99);
        let name = DistinguishedName::common_name("another");
        let certificate = CertificateBuilder::new()
            .serial(SerialNumber::from(serial_number))
            .issuer(name.clone())
            .subject(name.clone())
            .public_key(key)
            .extension(Extension::key_usage(&[KeyUsage::NonRepudiation]).critical())
            .extension(Extension::subject_key_identifier(&key.identifier()))
            .sign(key);
        let binding = asn1::object_identifier(oid::SIGNING_CERTIFICATE_V2);
        let is_bound = contains(message, &binding);
        self.changed(
            "another certificate",
            |message| {
                let identifier = &mut message.signer().children[1];
                *identifier = Element::read(&match identifier.tag {
                    0x80 => asn1::element(0x80, &key.identifier()),
                    _ => asn1::sequence([name.to_der(), asn1::unsigned(serial_number)]),
                });
                let certificates =
                    message.signed_data().children.iter_mut().find(|field| field.tag == 0xa0);
                certificates.expect("certificates").children.push(Element::read(&certificate));
            },
            if is_bound {
                vec![(CheckId::SignerCertificateBinding, Reason::SigningCertificateMismatch)]
            } else {
                vec![MISMATCH]
            },
        )
    }

    /// SHA-512 in the place of another digest, or SHA-256 in its own.
    fn with_another_digest(&self) -> Changed {
        let arcs = |hash: HashAlgorithm| asn1::sequence([asn1::object_identifier(hash.oid())]);
        let mut copy = self.clone();
        let old = copy.signer().children[2].children[0].to_bytes();
        let is_512 = old == asn1::object_identifier(HashAlgorithm::Sha512.oid());
        let new = if is_512 { HashAlgorithm::Sha256 } else { HashAlgorithm::Sha512 };
        let mut scheme = copy.signer().children.iter().filter(|field| field.tag == asn1::SEQUENCE);
        let scheme = scheme.next_back().expect("a signature algorithm").children[0].to_bytes();
        let names_a_digest = scheme != asn1::object_identifier(oid::RSA_ENCRYPTION);
        let has_attributes = copy.attributes().is_some();
        let protection = asn1::object_identifier(oid::CMS_ALGORITHM_PROTECTION);
        let is_protected = contains(&copy.signer().to_bytes(), &protection);
        let digest = (CheckId::SignerMessageDigest, Reason::MessageDigestMismatch);
        let protection = (CheckId::SignerAlgorithmProtection, Reason::AlgorithmProtectionMismatch);
        let value = match names_a_digest {
            true => (CheckId::SignatureAlgorithm, Reason::DigestAlgorithmMismatch),
            false => MISMATCH,
        };
        self.changed(
            "another digest algorithm",
            |message| {
                message.signer().children[2] = Element::read(&arcs(new));
                message.signed_data().children[1].children.push(Element::read(&arcs(new)));
            },
            [has_attributes.then_some(digest), is_protected.then_some(protection), Some(value)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>(),
        )
    }

    fn with_bytes_after_the_signature(&self) -> Changed {
        self.changed(
            "bytes after the signature",
            |message| message.signer().children.push(Element::read(&asn1::null())),
            [(CheckId::SignerForm, Reason::SignerMalformed)],
        )
    }
}

fn key_of_first_signer(message: &[u8]) -> KeyKind {
    let ParsedSignedData { signed_data, .. } = SignedData::from_ber(message).expect("a message");
    let signer = signed_data.signers().next().flatten().expect("a signer");
    let identifier = signer.identifier().expect("an identifier");
    let own = |certificate: &Certificate| {
        identifier.names(certificate, &Budget::new(&Limits::DEFAULT)) == Ok(true)
    };
    let certificate = signed_data.unverified_certificates().find(own).expect("its certificate");
    certificate.public_key().expect("a key").kind()
}

fn another_key(kind: KeyKind) -> Key {
    match kind {
        KeyKind::Ec(EllipticCurve::P256) => Key::p256(0),
        KeyKind::Ec(EllipticCurve::P384) => Key::p384(0),
        KeyKind::Ec(EllipticCurve::P521) => Key::p521(0),
        _ => Key::rsa_2048(9),
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
