//! Users and keys of a vault.

use std::fmt::Debug;

use jpki_core::event::Tenant;
use jpki_core::keys::{KeyId, KeyPeriod, KeyPurpose, KeyRing, SecretKey};
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_platform::vault::blocking::{Vault, VaultStore};
use jpki_platform::vault::{
    Consents, InquiryConsent, PeriodicCheckConsent, Place, VaultCertificate, VaultKeys,
};
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::{CertificateKind, Generation, Medium};

pub(super) const SIGNATURE: Place = Place::new(CertificateKind::Signature, Medium::Card);
pub(super) const LOGIN: Place = Place::new(CertificateKind::UserAuthentication, Medium::Card);
pub(super) const FIRST: &str = "2026-01-01T00:00:00+09:00";
/// When second keys begin.
pub(super) const SECOND: &str = "2027-01-01T00:00:00+09:00";

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}

pub(super) fn now() -> Timestamp {
    at("2026-06-01T12:00:00+09:00")
}

pub(super) fn later() -> Timestamp {
    at("2027-06-01T12:00:00+09:00")
}

pub(super) fn tenant(name: &str) -> Tenant {
    Tenant::new(name).unwrap()
}

pub(super) fn user(number: u64) -> PairwiseIdentifier {
    let number = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    PairwiseIdentifier::from_bytes(number.to_be_bytes())
}

/// Of 16 bytes, of which no two are alike.
pub(super) fn serial(number: u64) -> [u8; 16] {
    let mut serial = [0x5a; 16];
    serial[1..9].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    serial[9..].copy_from_slice(&number.wrapping_mul(0xd1b5_4a32_d192_ed03).to_be_bytes()[..7]);
    serial
}

pub(super) fn certificate(place: Place, number: u64) -> VaultCertificate {
    let serial = serial(number);
    let serial = SerialNumber::from_der_content(&serial).unwrap();
    let not_after = at("2031-01-01T00:00:00+09:00");
    VaultCertificate::from_parts(place, Generation::THIRD, serial, not_after).unwrap()
}

pub(super) fn consents() -> Consents {
    Consents {
        periodic_check: PeriodicCheckConsent::given_at(now(), now()),
        inquiry: InquiryConsent::given_at(now(), now()),
    }
}

/// The first keys of index and encryption, and with `second` the second ones.
pub(super) fn ring(first: bool, second: bool) -> KeyRing {
    let until = at("2036-01-01T00:00:00+09:00");
    let key = |purpose, number: u8, from: &str, secret| {
        let period = KeyPeriod::new(at(from), until).unwrap();
        SecretKey::new(purpose, KeyId(u32::from(number)), period, [secret; 32])
    };
    let both = |number, from, secret| {
        let index = key(KeyPurpose::VaultIndex, number, from, secret);
        [index, key(KeyPurpose::VaultKeyEncryption, number, from, secret + 1)]
    };
    let first = first.then(|| both(1, FIRST, 0x10)).into_iter().flatten();
    let second = second.then(|| both(2, SECOND, 0x20)).into_iter().flatten();
    KeyRing::new(first.chain(second)).unwrap()
}

pub(super) fn vault<S: VaultStore<Error: Debug>>(store: S, ring: &KeyRing) -> Vault<S> {
    Vault::new(store, VaultKeys::of_ring(ring))
}

/// Registers users of these numbers, with certificates of both kinds.
pub(super) fn fill<S: VaultStore>(
    vault: &Vault<S>,
    tenant: &Tenant,
    numbers: std::ops::Range<u64>,
) {
    for number in numbers {
        let of_tenant = vault.of(tenant);
        of_tenant
            .update(&user(number), now(), |user| {
                user.enrol(certificate(SIGNATURE, number * 2), consents());
                user.enrol(certificate(LOGIN, number * 2 + 1), consents());
            })
            .unwrap();
    }
}

pub(super) fn find<S: VaultStore>(
    vault: &Vault<S>,
    tenant: &Tenant,
    place: Place,
    number: u64,
) -> Option<PairwiseIdentifier> {
    let serial = serial(number);
    let serial = SerialNumber::from_der_content(&serial).unwrap();
    vault.of(tenant).find(place.kind(), serial).unwrap().map(|found| *found.user())
}
