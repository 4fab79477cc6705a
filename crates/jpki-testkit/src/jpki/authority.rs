//! Certification authorities and their self-signed certificates (自己署名証明書).

use ::time::{Duration, UtcDateTime};

use super::calendar::{end_of_jst_day, jst_date, years_later};
use super::environment::{Environment, Purpose};
use crate::key::Key;
use crate::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, DistinguishedName,
    DistributionPoint, DistributionPointName, Extension, GeneralName, KeyUsage, SerialNumber,
    Validity,
};

/// A generation of an authority: one name, another key each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generation {
    /// Begun ten years and seven months before the instant, so expired.
    First,
    /// Begun six years and eight months before the instant.
    Second,
    /// Begun two years and ten months before the instant.
    Third,
    /// Begun a month before the instant, and not yet known to verifiers.
    Fourth,
    /// An impostor: the third generation's name, serial number and dates with a foreign key.
    Foreign,
}

impl Generation {
    /// The generations that a verifier trusts.
    pub const TRUSTED: [Self; 3] = [Self::First, Self::Second, Self::Third];
}

/// A certification authority with its key.
#[derive(Clone, Debug)]
pub struct Authority {
    environment: Environment,
    purpose: Purpose,
    generation: Generation,
    not_before: UtcDateTime,
}

impl Authority {
    pub(super) fn new(
        environment: Environment,
        purpose: Purpose,
        generation: Generation,
        instant: UtcDateTime,
    ) -> Self {
        let (age, second_of_day) = match (generation, purpose) {
            (Generation::First, Purpose::Sign) => (3877, 9_628),
            (Generation::First, Purpose::Auth) => (3877, 11_293),
            (Generation::Second, Purpose::Sign) => (2452, 85_316),
            (Generation::Second, Purpose::Auth) => (2452, 85_319),
            (Generation::Third | Generation::Foreign, Purpose::Sign) => (1051, 3_027),
            (Generation::Third | Generation::Foreign, Purpose::Auth) => (1051, 3_664),
            (Generation::Fourth, _) => (30, 3_600),
        };
        let day = UtcDateTime::new(instant.date(), ::time::Time::MIDNIGHT) - Duration::days(age);
        Self {
            environment,
            purpose,
            generation,
            not_before: day + Duration::seconds(second_of_day),
        }
    }

    /// Names and object identifiers in use.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// What the authority's certificates are for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The generation.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Distinguished name, the same for all generations.
    pub fn name(&self) -> DistinguishedName {
        self.environment.authority_name(self.purpose)
    }

    /// The key that signs certificates and lists.
    pub fn key(&self) -> Key {
        let environment = match self.environment {
            Environment::Synthetic => 0,
            Environment::SyntheticTest => 10,
            Environment::Parity => 20,
        };
        let purpose = match self.purpose {
            Purpose::Sign => 0,
            Purpose::Auth => 5,
        };
        let generation = match self.generation {
            Generation::First => 0,
            Generation::Second => 1,
            Generation::Third => 2,
            Generation::Fourth => 3,
            Generation::Foreign => 4,
        };
        Key::rsa_2048(environment + purpose + generation)
    }

    /// Serial number of the self-signed certificate. It comes from the same counter as those of end
    /// entities, so generations after the first start high (jpki-profile §2.2).
    pub fn serial(&self) -> SerialNumber {
        SerialNumber::from(self.serial_number())
    }

    /// The serial number this many places after that of the self-signed certificate. Places up to
    /// 0xF0000 are given to end entities by the seed; those after are free for tests.
    pub fn serial_after(&self, places: u64) -> SerialNumber {
        SerialNumber::from(self.serial_number() + places)
    }

    /// The self-signed certificate in DER.
    pub fn certificate(&self) -> Vec<u8> {
        self.certificate_builder().sign(self.key())
    }

    /// The self-signed certificate before it is signed (jpki-profile §1.3).
    pub fn certificate_builder(&self) -> CertificateBuilder {
        let name = self.name();
        CertificateBuilder::new()
            .serial(self.serial())
            .issuer(name.clone())
            .validity(self.validity())
            .subject(name.clone())
            .public_key(self.key())
            .extension(Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical())
            .extension(Extension::subject_alt_name(&[self.japanese_name()]))
            .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
            .extension(Extension::crl_distribution_points(&[DistributionPoint::named(
                DistributionPointName::directory(name),
            )]))
            .extension(Extension::subject_key_identifier(&self.key().identifier()))
    }

    /// Ten years, to the end of a Japanese day.
    pub fn validity(&self) -> Validity {
        let last_day = years_later(jst_date(self.not_before), 10) - Duration::DAY;
        Validity::new(self.not_before, end_of_jst_day(last_day))
    }

    /// First instant of validity.
    pub fn not_before(&self) -> UtcDateTime {
        self.not_before
    }

    /// The name in Japanese script: subjectAltName of the authority and issuerAltName below it.
    pub fn japanese_name(&self) -> GeneralName {
        GeneralName::Directory(self.environment.japanese_name(self.purpose))
    }

    /// Authority key identifier with all three members (jpki-profile §2.4, row 6).
    pub fn key_identifier(&self) -> AuthorityKeyIdentifier {
        AuthorityKeyIdentifier {
            key_identifier: Some(self.key().identifier()),
            issuer: vec![GeneralName::Directory(self.name())],
            serial: Some(self.serial()),
        }
    }

    fn serial_number(&self) -> u64 {
        use {Environment as E, Generation as G, Purpose as P};
        match (self.environment, self.purpose, self.generation) {
            (E::Synthetic | E::Parity, _, G::First) => 1,
            (E::Synthetic, P::Sign, G::Second) => 0x0110_0001,
            (E::Synthetic, P::Auth, G::Second) => 0x0120_0001,
            (E::Synthetic, P::Sign, G::Third | G::Foreign) => 0x0610_0001,
            (E::Synthetic, P::Auth, G::Third | G::Foreign) => 0x0620_0001,
            (E::Parity, P::Sign, G::Second) => 0x0132_C4AB,
            (E::Parity, P::Auth, G::Second) => 0x0133_C349,
            (E::Parity, P::Sign, G::Third | G::Foreign) => 0x067C_6A21,
            (E::Parity, P::Auth, G::Third | G::Foreign) => 0x06D1_8006,
            (E::SyntheticTest, _, G::First) => 0xB001,
            (E::SyntheticTest, _, G::Second) => 0xC001,
            (E::SyntheticTest, _, G::Third | G::Foreign) => 0x21_0001,
            (E::SyntheticTest, _, G::Fourth) => 0x22_0001,
            (_, _, G::Fourth) => 0x0910_0001,
        }
    }
}
