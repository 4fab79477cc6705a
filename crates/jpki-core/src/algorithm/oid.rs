//! Object identifiers of algorithms and curves, as content bytes.

use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc8410};

pub(super) const SHA_1: &[u8] = rfc5912::ID_SHA_1.as_bytes();
pub(super) const SHA_256: &[u8] = rfc5912::ID_SHA_256.as_bytes();
pub(super) const SHA_384: &[u8] = rfc5912::ID_SHA_384.as_bytes();
pub(super) const SHA_512: &[u8] = rfc5912::ID_SHA_512.as_bytes();

pub(super) const RSA_ENCRYPTION: &[u8] = rfc5912::RSA_ENCRYPTION.as_bytes();
pub(super) const SHA_1_WITH_RSA: &[u8] = rfc5912::SHA_1_WITH_RSA_ENCRYPTION.as_bytes();
pub(super) const SHA_256_WITH_RSA: &[u8] = rfc5912::SHA_256_WITH_RSA_ENCRYPTION.as_bytes();
pub(super) const SHA_384_WITH_RSA: &[u8] = rfc5912::SHA_384_WITH_RSA_ENCRYPTION.as_bytes();
pub(super) const SHA_512_WITH_RSA: &[u8] = rfc5912::SHA_512_WITH_RSA_ENCRYPTION.as_bytes();
pub(super) const RSASSA_PSS: &[u8] = rfc5912::ID_RSASSA_PSS.as_bytes();
pub(super) const MGF_1: &[u8] = rfc5912::ID_MGF_1.as_bytes();

pub(super) const EC_PUBLIC_KEY: &[u8] = rfc5912::ID_EC_PUBLIC_KEY.as_bytes();
pub(super) const P_256: &[u8] = rfc5912::SECP_256_R_1.as_bytes();
pub(super) const P_384: &[u8] = rfc5912::SECP_384_R_1.as_bytes();
pub(super) const P_521: &[u8] = rfc5912::SECP_521_R_1.as_bytes();
pub(super) const ECDSA_WITH_SHA_1: &[u8] = ECDSA_WITH_SHA1.as_bytes();
pub(super) const ECDSA_WITH_SHA_256: &[u8] = rfc5912::ECDSA_WITH_SHA_256.as_bytes();
pub(super) const ECDSA_WITH_SHA_384: &[u8] = rfc5912::ECDSA_WITH_SHA_384.as_bytes();
pub(super) const ECDSA_WITH_SHA_512: &[u8] = rfc5912::ECDSA_WITH_SHA_512.as_bytes();

pub(super) const ED25519: &[u8] = rfc8410::ID_ED_25519.as_bytes();

/// RFC 3279 §2.2.3
const ECDSA_WITH_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");
