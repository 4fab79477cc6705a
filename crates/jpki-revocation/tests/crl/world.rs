//! A synthetic JPKI, its lists verified by these crates.

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::name::Name;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::{ListError, ListIssuer, RevocationList, VerifiedList};
use jpki_testkit::jpki::{Authority as SyntheticAuthority, SyntheticJpki};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use time::UtcDateTime;

/// Instant of the synthetic JPKI, whose lists are of the midnight before, 12 hours earlier in Japan.
pub(crate) fn now() -> ValidationTime {
    at(SyntheticJpki::of_vectors().instant())
}

pub(crate) fn at(instant: UtcDateTime) -> ValidationTime {
    ValidationTime::at(Timestamp::from_unix_seconds(instant.unix_timestamp()))
}

/// The authority with this name (DER) and key.
pub(crate) fn authority(name: &[u8], public_key: &[u8]) -> Authority {
    Authority::new(Name::from_der(name).unwrap(), public_key, &RustCrypto).unwrap()
}

pub(crate) fn certificate(der: &[u8]) -> Certificate {
    Certificate::from_der(der).unwrap()
}

pub(crate) fn anchor(synthetic: &SyntheticAuthority) -> Authority {
    authority(&synthetic.name().to_der(), synthetic.key().subject_public_key_info())
}

pub(crate) fn anchor_issuer(synthetic: &SyntheticAuthority) -> ListIssuer {
    let authority = anchor(synthetic);
    ListIssuer::certified(authority.clone(), &certificate(&synthetic.certificate()), authority)
        .unwrap()
}

pub(crate) fn verify(list: &[u8], issuer: &ListIssuer) -> Result<VerifiedList, ListError> {
    RevocationList::from_der(list)?.verify(issuer, &AlgorithmPolicy::current())
}
