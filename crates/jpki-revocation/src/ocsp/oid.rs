//! Object identifiers of OCSP, as content bytes.

use const_oid::db::rfc6960;

pub(super) const BASIC: &[u8] = rfc6960::ID_PKIX_OCSP_BASIC.as_bytes();
pub(super) const NONCE: &[u8] = rfc6960::ID_PKIX_OCSP_NONCE.as_bytes();
pub(super) const CRL_REFERENCES: &[u8] = rfc6960::ID_PKIX_OCSP_CRL.as_bytes();
pub(super) const ARCHIVE_CUTOFF: &[u8] = rfc6960::ID_PKIX_OCSP_ARCHIVE_CUTOFF.as_bytes();
pub(super) const EXTENDED_REVOKE: &[u8] = rfc6960::ID_PKIX_OCSP_EXTENDED_REVOKE.as_bytes();
