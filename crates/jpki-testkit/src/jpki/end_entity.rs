//! Certificates of persons: 署名用電子証明書 and 利用者証明用電子証明書 on a card.

use ::time::{Duration, UtcDateTime};

use super::SyntheticJpki;
use super::authority::{Authority, Generation};
use super::calendar::{end_of_jst_day, fifth_birthday_end, jst_date, jst_timestamp, years_later};
use super::deviation::Deviation;
use super::environment::Purpose;
use super::issuance::Issuance;
use super::person::Person;
use super::scheme::SignatureScheme;
use crate::key::Key;
use crate::oid;
use crate::pki::{
    CertificateBuilder, DistinguishedName, DistributionPoint, DistributionPointName, Extension,
    GeneralName, KeyUsage, SerialNumber, Validity,
};

/// A person's certificate in the making.
#[derive(Clone, Debug)]
pub struct EndEntityBuilder {
    issuance: Issuance,
    key: Key,
    serial: Option<SerialNumber>,
    issued_at: Option<UtcDateTime>,
    not_after: Option<UtcDateTime>,
    deviations: Vec<Deviation>,
}

impl EndEntityBuilder {
    pub(super) fn new(jpki: SyntheticJpki, purpose: Purpose, person: &Person) -> Self {
        Self {
            issuance: Issuance {
                jpki,
                person: person.clone(),
                authority: jpki.authority(purpose, Generation::Third),
            },
            key: person.key,
            serial: None,
            issued_at: None,
            not_after: None,
            deviations: Vec::new(),
        }
    }

    /// Issued by this generation, at a time when it was the current one.
    #[must_use]
    pub fn issued_by(mut self, generation: Generation) -> Self {
        self.issuance.authority =
            self.issuance.jpki.authority(self.issuance.authority.purpose(), generation);
        self
    }

    /// With this key in place of the person's.
    #[must_use]
    pub fn key(mut self, key: Key) -> Self {
        self.key = key;
        self
    }

    /// With this serial number in place of one from the authority's counter.
    #[must_use]
    pub fn serial(mut self, serial: impl Into<SerialNumber>) -> Self {
        self.serial = Some(serial.into());
        self
    }

    /// Issued at this instant.
    #[must_use]
    pub fn issued_at(mut self, instant: UtcDateTime) -> Self {
        self.issued_at = Some(instant);
        self
    }

    /// Valid through this instant instead of through the fifth birthday.
    #[must_use]
    pub fn not_after(mut self, instant: UtcDateTime) -> Self {
        self.not_after = Some(instant);
        self
    }

    /// Different from the profile in this way; several add up.
    #[must_use]
    pub fn with(mut self, deviation: Deviation) -> Self {
        self.deviations.push(deviation);
        self
    }

    /// The certificate, signed by its authority.
    pub fn issue(&self) -> EndEntity {
        let builder = self.certificate_builder();
        let algorithm = self
            .deviations
            .iter()
            .find_map(|deviation| deviation.signature_algorithm())
            .unwrap_or_else(|| self.issuance.authority.key().usual_algorithm());
        EndEntity {
            certificate: builder.sign_with(self.issuance.authority.key(), algorithm),
            serial: self.serial_number(),
            key: self.key,
            authority: self.issuance.authority.clone(),
            distribution_point: self.distribution_point(),
        }
    }

    /// The certificate before it is signed, for changes that no [`Deviation`] describes.
    pub fn certificate_builder(&self) -> CertificateBuilder {
        let builder = CertificateBuilder::new()
            .serial(self.serial_number())
            .issuer(self.issuance.authority.name())
            .validity(Validity::new(self.not_before(), self.not_after_instant()))
            .subject(self.subject())
            .public_key(self.key)
            .extensions(match self.issuance.authority.purpose() {
                Purpose::Sign => self.sign_extensions(),
                Purpose::Auth => self.auth_extensions(),
            });
        self.deviations
            .iter()
            .fold(builder, |builder, deviation| deviation.apply(&self.issuance, builder))
    }

    /// The attributes of the person as subjectAltName carries them.
    pub fn other_names(&self) -> Vec<GeneralName> {
        self.issuance.other_names()
    }

    /// Name of the CRL distribution point.
    pub fn distribution_point(&self) -> DistinguishedName {
        self.issuance.environment().distribution_point(
            self.issuance.authority.purpose(),
            &self.issuance.person.prefecture,
            &self.issuance.person.municipality,
        )
    }

    /// jpki-profile §2.4.
    fn sign_extensions(&self) -> Vec<Extension> {
        let usage = [KeyUsage::DigitalSignature, KeyUsage::NonRepudiation];
        vec![
            Extension::key_usage(&usage).critical(),
            Extension::subject_alt_name(&self.other_names()),
            self.policies(),
            Extension::issuer_alt_name(&[self.issuance.authority.japanese_name()]),
            self.distribution_points(),
            Extension::authority_key_identifier(&self.issuance.authority.key_identifier()),
            Extension::subject_key_identifier(&self.key.identifier()),
        ]
    }

    /// jpki-profile §3.
    fn auth_extensions(&self) -> Vec<Extension> {
        let responder = GeneralName::Uri(self.issuance.environment().ocsp_uri().to_owned());
        vec![
            Extension::key_usage(&[KeyUsage::DigitalSignature]).critical(),
            Extension::extended_key_usage(&[oid::CLIENT_AUTH]),
            self.policies(),
            Extension::issuer_alt_name(&[self.issuance.authority.japanese_name()]),
            self.distribution_points(),
            Extension::authority_info_access(&[(oid::OCSP, responder)]),
            Extension::authority_key_identifier(&self.issuance.authority.key_identifier()),
            Extension::subject_key_identifier(&self.key.identifier()),
        ]
    }

    fn policies(&self) -> Extension {
        let policy = self.issuance.environment().policy(self.issuance.authority.purpose());
        Extension::certificate_policies(&[self.issuance.policy_information(policy)]).critical()
    }

    fn distribution_points(&self) -> Extension {
        let name = DistributionPointName::directory(self.distribution_point());
        Extension::crl_distribution_points(&[DistributionPoint::named(name)])
    }

    fn subject(&self) -> DistinguishedName {
        let mut choices = self.choices("subject");
        let country = DistinguishedName::new().printable(oid::COUNTRY, "JP");
        match self.issuance.authority.purpose() {
            // jpki-profile §2.1: 14 digits of the time of issue, then 14 more.
            Purpose::Sign => country
                .utf8(oid::LOCALITY, &self.issuance.person.prefecture)
                .utf8(oid::LOCALITY, &self.issuance.person.municipality)
                .utf8(
                    oid::COMMON_NAME,
                    &format!("{}{}", jst_timestamp(self.not_before()), choices.digits(14)),
                ),
            // jpki-profile §3: six digits, E, seven digits or capitals, municipality code, 003A.
            Purpose::Auth => {
                let digits = choices.digits(6);
                let tail: String = (0..7)
                    .map(|_| {
                        let alphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
                        char::from(choices.pick(alphabet).copied().unwrap_or(b'0'))
                    })
                    .collect();
                let code = &self.issuance.person.municipality_code;
                country.utf8(oid::COMMON_NAME, &format!("{digits}E{tail}{code}003A"))
            }
        }
    }

    fn not_before(&self) -> UtcDateTime {
        let age = match self.issuance.authority.generation() {
            Generation::First => 3000,
            Generation::Second => 1200,
            Generation::Third | Generation::Foreign => 300,
            Generation::Fourth => 10,
        };
        let default =
            self.issuance.jpki.lists_issued_at() - Duration::days(age) + Duration::seconds(37_425);
        self.issued_at.unwrap_or(default)
    }

    fn not_after_instant(&self) -> UtcDateTime {
        self.not_after.unwrap_or_else(|| {
            let issued_at = self.not_before();
            match self.issuance.person.birthday() {
                Some(birthday) => fifth_birthday_end(issued_at, birthday),
                None => end_of_jst_day(years_later(jst_date(issued_at), 5)),
            }
        })
    }

    fn serial_number(&self) -> SerialNumber {
        self.serial.clone().unwrap_or_else(|| {
            let place = self.choices("serial number").below(0x000F_0000);
            self.issuance.authority.serial_after(1 + place)
        })
    }

    fn choices(&self, purpose: &str) -> crate::seed::Choices {
        let certificate = format!(
            "{purpose} {:?} {:?} {} {}",
            self.issuance.authority.purpose(),
            self.issuance.authority.generation(),
            self.issuance.person.id,
            self.not_before().unix_timestamp(),
        );
        self.issuance.jpki.seed_for(certificate).choices()
    }
}

/// A person's certificate with what belongs to it.
#[derive(Clone, Debug)]
pub struct EndEntity {
    certificate: Vec<u8>,
    serial: SerialNumber,
    key: Key,
    authority: Authority,
    distribution_point: DistinguishedName,
}

impl EndEntity {
    /// The certificate in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Serial number (発行番号).
    pub fn serial(&self) -> SerialNumber {
        self.serial.clone()
    }

    /// The private key in the card.
    pub fn key(&self) -> Key {
        self.key
    }

    /// Who issued the certificate.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Name of the CRL distribution point.
    pub fn distribution_point(&self) -> DistinguishedName {
        self.distribution_point.clone()
    }

    /// Signature value over the content.
    pub fn sign(&self, scheme: SignatureScheme, content: &[u8]) -> Vec<u8> {
        scheme.sign(self.key, content)
    }
}
