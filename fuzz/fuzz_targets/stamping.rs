//! A time-stamping root and what it signed.

use jpki_testkit::jpki::SyntheticJpki;
use jpki_testkit::key::Key;
use jpki_testkit::pki::{
    BasicConstraints, CertificateBuilder, CrlBuilder, DistinguishedName, Extension,
};
use time::Duration;

pub const CONTENT: &[u8] = "住所変更届 別紙のとおり届け出ます。".as_bytes();

pub fn root_key() -> Key {
    Key::rsa_2048(38)
}

pub fn root_name() -> DistinguishedName {
    DistinguishedName::common_name("time-stamping root")
}

pub fn root() -> Vec<u8> {
    CertificateBuilder::new()
        .issuer(root_name())
        .subject(root_name())
        .public_key(root_key())
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .sign(root_key())
}

pub fn root_list() -> Vec<u8> {
    let today = SyntheticJpki::of_vectors().instant();
    CrlBuilder::new()
        .issuer(root_name())
        .this_update(today - Duration::hours(1))
        .next_update(today + Duration::hours(23))
        .sign(root_key())
}
