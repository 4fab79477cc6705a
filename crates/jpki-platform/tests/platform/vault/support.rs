//! A vault in memory, and its users.

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_core::keys::{KeyPeriod, KeyPurpose, KeyRing, SecretKey};
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_platform::vault::{
    Consents, InquiryConsent, PeriodicCheckConsent, Place, TenantKeys, VaultCertificate, VaultKeys,
    VaultScheme, VaultUser,
};
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::{CertificateKind, Generation, Medium};

pub(super) const SIGNATURE: Place = Place::new(CertificateKind::Signature, Medium::Card);
pub(super) const LOGIN: Place = Place::new(CertificateKind::UserAuthentication, Medium::Card);

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}

pub(super) fn now() -> Timestamp {
    at("2026-06-01T12:00:00+09:00")
}

pub(super) fn tenant(name: &str) -> Tenant {
    Tenant::new(name).unwrap()
}

pub(super) fn user(number: u128) -> PairwiseIdentifier {
    PairwiseIdentifier::from_bytes(number.to_be_bytes())
}

/// Of 16 bytes, of which no two are alike.
pub(super) fn serial(number: u64) -> [u8; 16] {
    let number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut serial = [0x5a; 16];
    serial[1..9].copy_from_slice(&number.to_be_bytes());
    serial
}

pub(super) fn certificate(place: Place, number: u64) -> VaultCertificate {
    let not_after = at("2031-01-01T00:00:00+09:00");
    let serial = serial(number);
    let serial = SerialNumber::from_der_content(&serial).unwrap();
    VaultCertificate::from_parts(place, Generation::THIRD, serial, not_after).unwrap()
}

pub(super) fn consents() -> Consents {
    Consents {
        periodic_check: PeriodicCheckConsent::given_at(now(), now()),
        inquiry: InquiryConsent::given_at(now(), now()),
    }
}

/// Keys for the vault: of the index, of the encryption of keys; each by name and first instant.
pub(super) fn ring(index: &[(u8, &str)], encryption: &[(u8, &str)]) -> KeyRing {
    let until = at("2036-01-01T00:00:00+09:00");
    let key = |purpose, secret: u8, from: &str| {
        let period = KeyPeriod::new(at(from), until).unwrap();
        SecretKey::new(purpose, KeyId(u32::from(secret & 0x0f)), period, [secret; 32])
    };
    let index = index.iter().map(|(it, from)| key(KeyPurpose::VaultIndex, 0x10 | it, from));
    let encryption =
        encryption.iter().map(|(it, from)| key(KeyPurpose::VaultKeyEncryption, 0x20 | it, from));
    KeyRing::new(index.chain(encryption)).unwrap()
}

pub(super) const FIRST: &str = "2026-01-01T00:00:00+09:00";

pub(super) fn one_ring() -> KeyRing {
    ring(&[(1, FIRST)], &[(1, FIRST)])
}

pub(super) struct World {
    pub(super) scheme: VaultScheme,
    pub(super) keys: TenantKeys,
    pub(super) tenant: Tenant,
}

impl World {
    pub(super) fn of(name: &str) -> Self {
        let scheme = VaultScheme::new(VaultKeys::of_ring(&one_ring()));
        let tenant = tenant(name);
        let key = scheme.draw_tenant_key(&tenant, KeyId(1), now()).unwrap();
        let keys = scheme.open_tenant_keys(&tenant, &[key]).unwrap();
        Self { scheme, keys, tenant }
    }

    /// A user with certificates of both kinds, numbered from this.
    pub(super) fn user(&self, number: u128) -> VaultUser {
        let mut user = self.scheme.new_user(&self.tenant, &user(number)).unwrap();
        let first = u64::try_from(number).unwrap() * 10;
        user.enrol(certificate(SIGNATURE, first), consents());
        user.enrol(certificate(LOGIN, first + 1), consents());
        user
    }
}
