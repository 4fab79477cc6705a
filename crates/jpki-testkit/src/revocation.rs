//! Random certificates with random lists about them, for comparing revocation checkers (RFC 5280
//! §6.3).
//!
//! A situation comes without a verdict. Ask several checkers and explain where they differ:
//! [`Situation::features`] tells how it is made.

use ::time::{Duration, UtcDateTime};

use crate::asn1::{self, ObjectIdentifier};
use crate::jpki::VECTOR_INSTANT;
use crate::key::Key;
use crate::oid;
use crate::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, CrlBuilder, CrlEntry,
    DistinguishedName, DistributionPoint, DistributionPointName, Extension, GeneralName,
    IssuingDistributionPoint, KeyUsage, Reason, ReasonCode, SerialNumber, Validity,
};
use crate::seed::{Choices, Seed};

/// A certificate, lists about it, and who signs them.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The trust anchor as a self-signed certificate. It issued the certificate.
    pub anchor: Vec<u8>,
    /// The certificate to check.
    pub certificate: Vec<u8>,
    /// Certificate of a separate issuer of lists, below the anchor.
    pub list_issuer: Vec<u8>,
    /// The lists, shuffled.
    pub lists: Vec<Vec<u8>>,
    /// The instant to check at.
    pub at: UtcDateTime,
    /// How certificate and lists are made, in words.
    pub features: Vec<String>,
}

impl Situation {
    /// The situation that this seed stands for.
    pub fn random(seed: Seed) -> Self {
        Draft::new(seed.choices()).finish()
    }
}

/// The certificate's serial number.
const SUBJECT: u64 = 0x0100_2000;

/// Number of the base lists; deltas come after.
const BASE: u64 = 100;

struct Draft {
    choices: Choices,
    features: Vec<String>,
    points: Vec<DistributionPoint>,
    lists: Vec<Vec<u8>>,
}

/// Who signs a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signer {
    Anchor,
    CrlIssuer,
    Foreign,
}

impl Signer {
    fn name(self) -> DistinguishedName {
        match self {
            Self::Anchor | Self::Foreign => anchor_name(),
            Self::CrlIssuer => list_issuer_name(),
        }
    }

    fn key(self) -> Key {
        match self {
            Self::Anchor => Key::p256(0),
            Self::CrlIssuer => Key::p256(1),
            Self::Foreign => Key::p256(2),
        }
    }
}

impl Draft {
    fn new(choices: Choices) -> Self {
        Self { choices, features: Vec::new(), points: Vec::new(), lists: Vec::new() }
    }

    fn finish(mut self) -> Situation {
        self.add_points();
        if self.points.is_empty() {
            self.add_lists_for(None);
        }
        for point in self.points.clone() {
            self.add_lists_for(Some(&point));
        }
        let certificate = self.certificate();
        let mut lists = Vec::new();
        for list in std::mem::take(&mut self.lists) {
            let place = self.choices.below(lists.len() as u64 + 1) as usize;
            lists.insert(place, list);
        }
        Situation {
            anchor: anchor_certificate(),
            certificate,
            list_issuer: list_issuer_certificate(),
            lists,
            at: VECTOR_INSTANT,
            features: self.features,
        }
    }

    fn add_points(&mut self) {
        let names = point_names();
        match self.choices.below(8) {
            0 => self.note("no distribution points"),
            1 => {
                // Two points that share the reasons between them.
                self.note("two points with reasons");
                let (first, second) = ALL_REASONS.split_at(4);
                for (name, reasons) in names.iter().zip([first, second]) {
                    let point = DistributionPoint {
                        name: Some(name.clone()),
                        reasons: Some(reasons.to_vec()),
                        crl_issuer: Vec::new(),
                    };
                    self.points.push(point);
                }
            }
            2 | 3 => {
                self.note("point with a separate issuer of lists");
                let name = self.choices.chance(1, 2).then(|| names[0].clone());
                let issuer = GeneralName::Directory(list_issuer_name());
                self.points.push(DistributionPoint {
                    name,
                    reasons: None,
                    crl_issuer: vec![issuer],
                });
            }
            4 => {
                self.note("two points");
                self.points = names[..2].iter().cloned().map(DistributionPoint::named).collect();
            }
            _ => {
                let name = self.choices.pick(&names).cloned().unwrap_or_else(|| names[0].clone());
                self.note(&format!("point {}", describe(&name)));
                self.points.push(DistributionPoint::named(name));
            }
        }
    }

    /// One or two lists that may serve the point, with deltas at times.
    fn add_lists_for(&mut self, point: Option<&DistributionPoint>) {
        for _ in 0..=self.choices.below(2) {
            let signer = match point {
                Some(point) if !point.crl_issuer.is_empty() && !self.choices.chance(1, 8) => {
                    Signer::CrlIssuer
                }
                _ if self.choices.chance(1, 12) => Signer::Foreign,
                _ => Signer::Anchor,
            };
            let scope = self.scope(point, signer);
            let base = self.list(signer, scope.as_ref());
            let base = self.with_entries(base, signer);
            let base = self.with_times(base);
            self.lists.push(base.sign(signer.key()));
            if self.choices.chance(1, 5) {
                self.note("delta");
                let delta = self
                    .list(signer, scope.as_ref())
                    .replace_extension(Extension::crl_number(BASE + 1))
                    .extension(Extension::delta_crl_indicator(BASE).critical());
                let delta = self.with_delta_entries(delta, signer);
                self.lists.push(delta.sign(signer.key()));
            }
        }
    }

    /// A scope that mostly fits the point.
    fn scope(
        &mut self,
        point: Option<&DistributionPoint>,
        signer: Signer,
    ) -> Option<IssuingDistributionPoint> {
        let names = point_names();
        let point_name = point.and_then(|point| point.name.clone());
        let mut scope = IssuingDistributionPoint {
            indirect: signer == Signer::CrlIssuer && !self.choices.chance(1, 10),
            ..Default::default()
        };
        match self.choices.below(10) {
            0 | 1 if !scope.indirect => {
                self.note("list without scope");
                return None;
            }
            2 => {
                self.note("scope of another point");
                scope.name = self.choices.pick(&names).cloned();
            }
            3 => self.note("scope without name"),
            _ => scope.name = point_name,
        }
        match self.choices.below(14) {
            0 | 1 => scope.only_user_certificates = true,
            2 => scope.only_ca_certificates = true,
            3 => scope.only_attribute_certificates = true,
            _ => {}
        }
        if let Some(reasons) = point.and_then(|point| point.reasons.clone()) {
            scope.only_some_reasons = Some(reasons);
        } else if self.choices.chance(1, 10) {
            self.note("list of some reasons");
            scope.only_some_reasons = Some(ALL_REASONS[..3].to_vec());
        }
        if scope == IssuingDistributionPoint::default() {
            return None;
        }
        for (set, feature) in [
            (scope.only_user_certificates, "list of end entities"),
            (scope.only_ca_certificates, "list of authorities"),
            (scope.only_attribute_certificates, "list of attribute certificates"),
            (scope.indirect, "indirect list"),
        ] {
            if set {
                self.note(feature);
            }
        }
        Some(scope)
    }

    fn list(&mut self, signer: Signer, scope: Option<&IssuingDistributionPoint>) -> CrlBuilder {
        if signer == Signer::Foreign {
            self.note("list with a foreign signature");
        }
        let named = match signer {
            Signer::Foreign => Signer::Anchor,
            signer => signer,
        };
        let list = CrlBuilder::new()
            .issuer(signer.name())
            .this_update(VECTOR_INSTANT - Duration::HOUR)
            .next_update(VECTOR_INSTANT + Duration::DAY)
            .extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(
                named.key(),
            )))
            .extension(Extension::crl_number(BASE));
        let list = match scope {
            Some(scope) => list.extension(Extension::issuing_distribution_point(scope).critical()),
            None => list,
        };
        if self.choices.chance(1, 25) {
            self.note("list with an unknown critical extension");
            return list.extension(unknown_critical());
        }
        list
    }

    /// Neighbours, and in one of three lists the certificate.
    fn with_entries(&mut self, mut list: CrlBuilder, signer: Signer) -> CrlBuilder {
        let neighbours = self.choices.below(6);
        let place = self.choices.chance(1, 3).then(|| self.choices.below(neighbours + 1));
        for number in 0..=neighbours {
            if place == Some(number) {
                let reason = self.reason();
                self.note(&format!("listed, {reason:?}"));
                list = list.entry(self.entry(SUBJECT, signer, Some(reason)));
            }
            let neighbour = SUBJECT - 3 + number + u64::from(number >= 3);
            list = list.entry(self.entry(neighbour, signer, None));
        }
        if signer == Signer::CrlIssuer && self.choices.chance(1, 6) {
            self.note("same serial number of another issuer listed");
            let entry = CrlEntry::new(SUBJECT, VECTOR_INSTANT - Duration::DAY)
                .certificate_issuer(DistinguishedName::common_name("another issuer"));
            list = list.entry(entry);
        }
        list
    }

    /// The certificate newly listed, taken off, or not mentioned.
    fn with_delta_entries(&mut self, list: CrlBuilder, signer: Signer) -> CrlBuilder {
        match self.choices.below(3) {
            0 => list,
            1 => {
                self.note("taken off by the delta");
                list.entry(self.entry(SUBJECT, signer, Some(ReasonCode::RemoveFromCrl)))
            }
            _ => {
                let reason = self.reason();
                self.note(&format!("listed in the delta, {reason:?}"));
                list.entry(self.entry(SUBJECT, signer, Some(reason)))
            }
        }
    }

    /// An entry; in lists of the separate issuer it names the anchor as the certificate's issuer.
    fn entry(&mut self, serial: u64, signer: Signer, reason: Option<ReasonCode>) -> CrlEntry {
        let days = 1 + self.choices.below(300) as i64;
        let mut entry =
            CrlEntry::new(SerialNumber::from(serial), VECTOR_INSTANT - Duration::days(days));
        if let Some(reason) = reason {
            entry = entry.reason(reason);
        }
        if signer == Signer::CrlIssuer {
            entry = entry.certificate_issuer(anchor_name());
        }
        entry
    }

    fn with_times(&mut self, list: CrlBuilder) -> CrlBuilder {
        match self.choices.below(20) {
            0 => {
                self.note("stale list");
                list.this_update(VECTOR_INSTANT - Duration::days(9))
                    .next_update(VECTOR_INSTANT - Duration::DAY)
            }
            1 => {
                self.note("list of the future");
                list.this_update(VECTOR_INSTANT + Duration::HOUR)
            }
            _ => list,
        }
    }

    fn certificate(&mut self) -> Vec<u8> {
        let mut builder = CertificateBuilder::new()
            .serial(SUBJECT)
            .issuer(anchor_name())
            .subject(DistinguishedName::common_name("subject"))
            .validity(Validity::around(VECTOR_INSTANT, Duration::days(300)))
            .public_key(Key::p256(3))
            .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical())
            .extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(
                Signer::Anchor.key(),
            )));
        if !self.points.is_empty() {
            builder = builder.extension(Extension::crl_distribution_points(&self.points));
            if self.choices.chance(1, 6) {
                self.note("freshestCRL");
                builder = builder.extension(Extension::freshest_crl(&self.points));
            }
        }
        builder.sign(Signer::Anchor.key())
    }

    fn reason(&mut self) -> ReasonCode {
        let reasons = ReasonCode::NAMED.map(|reason| match reason {
            ReasonCode::RemoveFromCrl => ReasonCode::CertificateHold,
            reason => reason,
        });
        self.choices.pick(&reasons).copied().unwrap_or(ReasonCode::Unspecified)
    }

    fn note(&mut self, feature: &str) {
        self.features.push(feature.to_owned());
    }
}

const ALL_REASONS: [Reason; 8] = [
    Reason::KeyCompromise,
    Reason::CaCompromise,
    Reason::AffiliationChanged,
    Reason::Superseded,
    Reason::CessationOfOperation,
    Reason::CertificateHold,
    Reason::PrivilegeWithdrawn,
    Reason::AaCompromise,
];

/// Names of distribution points, of every kind that lists know.
fn point_names() -> Vec<DistributionPointName> {
    let directory = |text: &str| anchor_name().utf8(oid::COMMON_NAME, text);
    vec![
        DistributionPointName::directory(directory("point 1")),
        DistributionPointName::directory(directory("point 2")),
        DistributionPointName::uri("http://crl.example/1.crl"),
        DistributionPointName::Full(vec![
            GeneralName::Uri("http://crl.example/2.crl".to_owned()),
            GeneralName::Directory(directory("point 2")),
        ]),
        DistributionPointName::Full(vec![GeneralName::Dns("crl.example".to_owned())]),
        DistributionPointName::RelativeToIssuer(DistinguishedName::common_name("point 1")),
        DistributionPointName::RelativeToIssuer(DistinguishedName::common_name("point 3")),
    ]
}

fn describe(name: &DistributionPointName) -> &'static str {
    match name {
        DistributionPointName::Full(names) if names.len() > 1 => "with two names",
        DistributionPointName::Full(names) if matches!(names[0], GeneralName::Directory(_)) => {
            "in a directory"
        }
        DistributionPointName::Full(_) => "with another name",
        DistributionPointName::RelativeToIssuer(_) => "relative to the issuer",
    }
}

fn anchor_name() -> DistinguishedName {
    DistinguishedName::new().printable(oid::COUNTRY, "JP").utf8(oid::ORGANIZATION, "Synth")
}

fn list_issuer_name() -> DistinguishedName {
    anchor_name().utf8(oid::COMMON_NAME, "issuer of lists")
}

fn anchor_certificate() -> Vec<u8> {
    let key = Signer::Anchor.key();
    authority(anchor_name(), 1, key)
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .extension(Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical())
        .sign(key)
}

fn list_issuer_certificate() -> Vec<u8> {
    let identifier = AuthorityKeyIdentifier::of_key(Signer::Anchor.key());
    authority(list_issuer_name(), 2, Signer::CrlIssuer.key())
        .extension(Extension::key_usage(&[KeyUsage::CrlSign]).critical())
        .extension(Extension::authority_key_identifier(&identifier))
        .sign(Signer::Anchor.key())
}

fn authority(subject: DistinguishedName, serial: u64, key: Key) -> CertificateBuilder {
    CertificateBuilder::new()
        .serial(serial)
        .issuer(anchor_name())
        .subject(subject)
        .validity(Validity::around(VECTOR_INSTANT, Duration::days(3000)))
        .public_key(key)
        .extension(Extension::subject_key_identifier(&key.identifier()))
}

fn unknown_critical() -> Extension {
    let unknown =
        ObjectIdentifier::new("1.3.6.1.4.1.32473.2.2").expect("a valid object identifier");
    Extension::new(unknown, asn1::null()).critical()
}
