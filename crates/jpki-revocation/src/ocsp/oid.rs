//! Object identifiers of OCSP.

use const_oid::db::rfc6960;
use jpki_core::der::Oid;

pub(super) const BASIC: Oid<'static> = Oid::of(&rfc6960::ID_PKIX_OCSP_BASIC);
pub(super) const NONCE: Oid<'static> = Oid::of(&rfc6960::ID_PKIX_OCSP_NONCE);
pub(super) const CRL_REFERENCES: Oid<'static> = Oid::of(&rfc6960::ID_PKIX_OCSP_CRL);
pub(super) const ARCHIVE_CUTOFF: Oid<'static> = Oid::of(&rfc6960::ID_PKIX_OCSP_ARCHIVE_CUTOFF);
pub(super) const EXTENDED_REVOKE: Oid<'static> = Oid::of(&rfc6960::ID_PKIX_OCSP_EXTENDED_REVOKE);
