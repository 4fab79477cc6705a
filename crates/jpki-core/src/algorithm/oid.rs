//! Object identifiers of algorithms and curves.

use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc8410};

use crate::der::Oid;

pub(super) const SHA_1: Oid<'static> = Oid::of(&rfc5912::ID_SHA_1);
pub(super) const SHA_256: Oid<'static> = Oid::of(&rfc5912::ID_SHA_256);
pub(super) const SHA_384: Oid<'static> = Oid::of(&rfc5912::ID_SHA_384);
pub(super) const SHA_512: Oid<'static> = Oid::of(&rfc5912::ID_SHA_512);

pub(super) const RSA_ENCRYPTION: Oid<'static> = Oid::of(&rfc5912::RSA_ENCRYPTION);
pub(super) const SHA_1_WITH_RSA: Oid<'static> = Oid::of(&rfc5912::SHA_1_WITH_RSA_ENCRYPTION);
pub(super) const SHA_256_WITH_RSA: Oid<'static> = Oid::of(&rfc5912::SHA_256_WITH_RSA_ENCRYPTION);
pub(super) const SHA_384_WITH_RSA: Oid<'static> = Oid::of(&rfc5912::SHA_384_WITH_RSA_ENCRYPTION);
pub(super) const SHA_512_WITH_RSA: Oid<'static> = Oid::of(&rfc5912::SHA_512_WITH_RSA_ENCRYPTION);
pub(super) const RSASSA_PSS: Oid<'static> = Oid::of(&rfc5912::ID_RSASSA_PSS);
pub(super) const MGF_1: Oid<'static> = Oid::of(&rfc5912::ID_MGF_1);

pub(super) const EC_PUBLIC_KEY: Oid<'static> = Oid::of(&rfc5912::ID_EC_PUBLIC_KEY);
pub(super) const P_256: Oid<'static> = Oid::of(&rfc5912::SECP_256_R_1);
pub(super) const P_384: Oid<'static> = Oid::of(&rfc5912::SECP_384_R_1);
pub(super) const P_521: Oid<'static> = Oid::of(&rfc5912::SECP_521_R_1);
pub(super) const ECDSA_WITH_SHA_1: Oid<'static> = Oid::of(&ECDSA_WITH_SHA1);
pub(super) const ECDSA_WITH_SHA_256: Oid<'static> = Oid::of(&rfc5912::ECDSA_WITH_SHA_256);
pub(super) const ECDSA_WITH_SHA_384: Oid<'static> = Oid::of(&rfc5912::ECDSA_WITH_SHA_384);
pub(super) const ECDSA_WITH_SHA_512: Oid<'static> = Oid::of(&rfc5912::ECDSA_WITH_SHA_512);

pub(super) const ED25519: Oid<'static> = Oid::of(&rfc8410::ID_ED_25519);

/// RFC 3279 §2.2.3
const ECDSA_WITH_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");
