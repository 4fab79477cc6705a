//! Random hierarchies for comparing path validators (RFC 5280 §6.1): depths, policies, mappings,
//! constraints, cross-certificates, and things that are wrong.
//!
//! A hierarchy comes without a verdict. Ask several validators and explain where they differ:
//! [`Hierarchy::features`] tells what is unusual.

mod constraints;
mod fault;
mod policies;

use ::time::{Duration, UtcDateTime};

pub use self::fault::Fault;
pub use self::policies::PolicyInputs;

use crate::jpki::VECTOR_INSTANT;
use crate::key::{Key, KeyKind};
use crate::oid;
use crate::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, DistinguishedName, Extension,
    KeyUsage, SerialNumber, StringType, Validity,
};
use crate::seed::{Choices, Seed};

/// A random hierarchy and the inputs to validate its target with.
#[derive(Clone, Debug)]
pub struct Hierarchy {
    /// The trust anchor as a self-signed certificate without constraints.
    pub anchor: Vec<u8>,
    /// Certificates between anchor and target, shuffled, with others that lead nowhere.
    pub intermediates: Vec<Vec<u8>>,
    /// The certificate to validate.
    pub target: Vec<u8>,
    /// The certificates from the anchor's first subordinate to the target, before any was dropped.
    pub path: Vec<Vec<u8>>,
    /// The instant to validate at.
    pub at: UtcDateTime,
    /// Policy inputs of RFC 5280 §6.1.1.
    pub policies: PolicyInputs,
    /// What is unusual, in words.
    pub features: Vec<String>,
}

impl Hierarchy {
    /// The hierarchy that this seed stands for.
    pub fn random(seed: Seed) -> Self {
        Draft::new(seed.choices()).finish()
    }
}

/// A name with its key.
#[derive(Clone, Debug)]
struct Entity {
    name: DistinguishedName,
    key: Key,
}

/// A certificate before it is signed.
#[derive(Clone, Debug)]
struct Link {
    issuer: Entity,
    subject: Entity,
    builder: CertificateBuilder,
    fault: Option<Fault>,
}

/// A hierarchy in the making.
struct Draft {
    choices: Choices,
    features: Vec<String>,
    links: Vec<Link>,
    anchor: Entity,
}

impl Draft {
    fn new(mut choices: Choices) -> Self {
        let kind = if choices.chance(1, 4) { KeyKind::Rsa2048 } else { KeyKind::P256 };
        // At most 3 + 6: keys after the ninth are foreign to the path.
        let first_key = choices.below(4) as usize;
        let anchor = Entity { name: entity_name("anchor", 0), key: Key::new(kind, first_key) };
        let mut draft = Self { choices, features: Vec::new(), links: Vec::new(), anchor };
        let depth = 1 + draft.choices.below(6) as usize;
        let mut issuer = draft.anchor.clone();
        for place in 1..=depth {
            let key = Key::new(kind, first_key + place);
            let self_issued = place < depth && draft.choices.chance(1, 10);
            let name = if self_issued {
                draft.note(place, "self-issued");
                issuer.name.clone()
            } else {
                entity_name("authority", place)
            };
            let name = if place == depth { target_name(&mut draft.choices) } else { name };
            let subject = Entity { name, key };
            let link = draft.link(place, depth, &issuer, &subject);
            draft.links.push(link);
            issuer = subject;
        }
        draft
    }

    fn finish(mut self) -> Hierarchy {
        let inputs = self.add_policies();
        self.add_constraints();
        self.add_faults();
        let path: Vec<Vec<u8>> = self.links.iter().map(Link::sign).collect();
        let mut intermediates = path[..path.len() - 1].to_vec();
        if !intermediates.is_empty() && self.choices.chance(1, 20) {
            let dropped = self.choices.below(intermediates.len() as u64) as usize;
            intermediates.remove(dropped);
            self.note(dropped + 1, "missing");
        }
        let others = self.certificates_that_lead_nowhere();
        for certificate in others {
            let place = self.choices.below(intermediates.len() as u64 + 1) as usize;
            intermediates.insert(place, certificate);
        }
        Hierarchy {
            anchor: anchor_certificate(&self.anchor),
            intermediates,
            target: path[path.len() - 1].clone(),
            path,
            at: VECTOR_INSTANT,
            policies: inputs,
            features: self.features,
        }
    }

    /// A sound certificate.
    fn link(&mut self, place: usize, depth: usize, issuer: &Entity, subject: &Entity) -> Link {
        let is_target = place == depth;
        let mut builder = CertificateBuilder::new()
            .serial(self.serial())
            .issuer(self.respelt(place, &issuer.name))
            .subject(subject.name.clone())
            .validity(Validity::around(VECTOR_INSTANT, Duration::days(365)))
            .public_key(subject.key);
        if is_target {
            builder = builder
                .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical())
                .extensions(constraints::target_names(&mut self.choices));
        } else {
            let constraints = match self.choices.below(4) {
                0 => BasicConstraints::CaWithPathLength((depth - place) as u64),
                _ => BasicConstraints::Ca,
            };
            builder =
                builder.extension(Extension::basic_constraints(constraints).critical()).extension(
                    Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical(),
                );
        }
        if !self.choices.chance(1, 10) {
            builder =
                builder.extension(Extension::subject_key_identifier(&subject.key.identifier()));
        }
        if !self.choices.chance(1, 10) {
            let identifier = AuthorityKeyIdentifier::of_key(issuer.key);
            builder = builder.extension(Extension::authority_key_identifier(&identifier));
        }
        Link { issuer: issuer.clone(), subject: subject.clone(), builder, fault: None }
    }

    /// The issuer's name, at times in another spelling that RFC 5280 §7.1 takes for the same.
    fn respelt(&mut self, place: usize, name: &DistinguishedName) -> DistinguishedName {
        if !self.choices.chance(1, 12) {
            return name.clone();
        }
        self.note(place, "issuer name in another spelling");
        let string_type =
            if self.choices.chance(1, 2) { StringType::Printable } else { StringType::Utf8 };
        name.relative_names().iter().flatten().fold(DistinguishedName::new(), |name, attribute| {
            let text = String::from_utf8_lossy(attribute.value.get(2..).unwrap_or_default())
                .to_uppercase();
            name.attribute(attribute.oid, string_type, &text)
        })
    }

    fn add_policies(&mut self) -> PolicyInputs {
        policies::add(&mut self.choices, &mut self.links, &mut self.features)
    }

    fn add_constraints(&mut self) {
        constraints::add(&mut self.choices, &mut self.links, &mut self.features);
    }

    fn add_faults(&mut self) {
        let count = match self.choices.below(10) {
            0..=4 => 0,
            5..=8 => 1,
            _ => 2,
        };
        for _ in 0..count {
            let place = self.choices.below(self.links.len() as u64) as usize;
            let is_target = place + 1 == self.links.len();
            let fault = Fault::random(&mut self.choices, is_target);
            self.note(place + 1, fault.description());
            let link = &mut self.links[place];
            link.builder = fault.apply(link.builder.clone());
            link.fault = Some(fault);
        }
    }

    /// Cross-certificates, impostors and loops around the path.
    fn certificates_that_lead_nowhere(&mut self) -> Vec<Vec<u8>> {
        let mut certificates = Vec::new();
        if self.links.len() < 2 || !self.choices.chance(1, 4) {
            return certificates;
        }
        let stranger = Entity { name: entity_name("stranger", 0), key: Key::p256(14) };
        let authorities: Vec<Link> = self.links[..self.links.len() - 1].to_vec();
        for (index, link) in authorities.iter().enumerate() {
            let place = index + 1;
            let builder = link.builder.clone().serial(self.serial());
            match self.choices.below(6) {
                0 => {
                    self.note(place, "also certified by a stranger");
                    let identifier = AuthorityKeyIdentifier::of_key(stranger.key);
                    let builder = builder
                        .issuer(stranger.name.clone())
                        .replace_extension(Extension::authority_key_identifier(&identifier));
                    certificates.push(builder.sign(stranger.key));
                }
                1 => {
                    self.note(place, "has a namesake with another key");
                    let builder = builder.public_key(Key::p256(15)).replace_extension(
                        Extension::subject_key_identifier(&Key::p256(15).identifier()),
                    );
                    certificates.push(builder.sign(link.issuer.key));
                }
                2 => {
                    self.note(place, "certifies its issuer in return");
                    let identifier = AuthorityKeyIdentifier::of_key(link.subject.key);
                    let builder = builder
                        .issuer(link.subject.name.clone())
                        .subject(link.issuer.name.clone())
                        .public_key(link.issuer.key)
                        .replace_extension(Extension::subject_key_identifier(
                            &link.issuer.key.identifier(),
                        ))
                        .replace_extension(Extension::authority_key_identifier(&identifier));
                    certificates.push(builder.sign(link.subject.key));
                }
                _ => {}
            }
        }
        certificates
    }

    fn serial(&mut self) -> SerialNumber {
        let mut bytes = vec![0; 16];
        self.choices.fill(&mut bytes);
        bytes[0] = (bytes[0] & 0x7F) | 0x40;
        SerialNumber::from_bytes(bytes)
    }

    fn note(&mut self, place: usize, feature: &str) {
        self.features.push(format!("certificate {place}: {feature}"));
    }
}

impl Link {
    fn sign(&self) -> Vec<u8> {
        let key = match self.fault {
            Some(Fault::WrongKey) => Key::new(self.issuer.key.kind(), 13),
            _ => self.issuer.key,
        };
        let mut certificate = self.builder.sign(key);
        if self.fault == Some(Fault::SpoiltSignature)
            && let Some(last) = certificate.last_mut()
        {
            *last ^= 0x01;
        }
        certificate
    }
}

fn anchor_certificate(anchor: &Entity) -> Vec<u8> {
    CertificateBuilder::new()
        .serial(1)
        .issuer(anchor.name.clone())
        .subject(anchor.name.clone())
        .validity(Validity::around(VECTOR_INSTANT, Duration::days(3650)))
        .public_key(anchor.key)
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .extension(Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical())
        .extension(Extension::subject_key_identifier(&anchor.key.identifier()))
        .sign(anchor.key)
}

fn entity_name(role: &str, place: usize) -> DistinguishedName {
    constraints::organization().utf8(oid::COMMON_NAME, &format!("{role} {place}"))
}

fn target_name(choices: &mut Choices) -> DistinguishedName {
    match choices.below(6) {
        0 => DistinguishedName::new(),
        1 => {
            DistinguishedName::new().printable(oid::COUNTRY, "JP").utf8(oid::ORGANIZATION, "Other")
        }
        _ => constraints::organization()
            .utf8(oid::ORGANIZATIONAL_UNIT, "People")
            .utf8(oid::COMMON_NAME, "target"),
    }
}
