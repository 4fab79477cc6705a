//! A request as RFC 6960 §4.1.1 writes it down.

use alloc::vec;
use alloc::vec::Vec;

use const_oid::db::{rfc5912, rfc6960};
use der::asn1::{AnyRef, IntRef, OctetString, OctetStringRef};
use der::{Encode, Sequence};
use jpki_core::algorithm::DigestAlgorithm;
use spki::{AlgorithmIdentifierRef, ObjectIdentifier};

use super::certificate_id::CertificateId;
use super::error::OcspError;

#[derive(Sequence)]
struct OcspRequest<'a> {
    tbs_request: TbsRequest<'a>,
}

/// The version, v1, is left out as the default.
#[derive(Sequence)]
struct TbsRequest<'a> {
    request_list: Vec<Request<'a>>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    request_extensions: Option<Vec<Extension>>,
}

#[derive(Sequence)]
struct Request<'a> {
    req_cert: CertId<'a>,
}

#[derive(Sequence)]
struct CertId<'a> {
    hash_algorithm: AlgorithmIdentifierRef<'a>,
    issuer_name_hash: &'a OctetStringRef,
    issuer_key_hash: &'a OctetStringRef,
    serial_number: IntRef<'a>,
}

#[derive(Sequence)]
struct Extension {
    extn_id: ObjectIdentifier,
    extn_value: OctetString,
}

/// The DER of a request about these certificates, with this nonce.
pub(super) fn request(
    certificates: &[CertificateId<'_>],
    nonce: Option<&[u8]>,
) -> Result<Vec<u8>, OcspError> {
    let requests = certificates.iter().map(|id| Ok(Request { req_cert: cert_id(id)? }));
    let request = || -> der::Result<Vec<u8>> {
        let request_list = requests.collect::<der::Result<_>>()?;
        let request_extensions = nonce.map(nonce_extension).transpose()?.map(|nonce| vec![nonce]);
        OcspRequest { tbs_request: TbsRequest { request_list, request_extensions } }.to_der()
    };
    request().map_err(|_| OcspError::too_large())
}

fn cert_id<'a>(id: &'a CertificateId<'_>) -> der::Result<CertId<'a>> {
    let [name, key] = id.issuer_digests();
    Ok(CertId {
        // Responders of old expect the NULL for SHA-1, and OpenSSL writes it for all.
        hash_algorithm: AlgorithmIdentifierRef {
            oid: match id.algorithm() {
                DigestAlgorithm::Sha1 => rfc5912::ID_SHA_1,
                DigestAlgorithm::Sha256 => rfc5912::ID_SHA_256,
                DigestAlgorithm::Sha384 => rfc5912::ID_SHA_384,
                DigestAlgorithm::Sha512 => rfc5912::ID_SHA_512,
            },
            parameters: Some(AnyRef::NULL),
        },
        issuer_name_hash: OctetStringRef::new(name.as_bytes())?,
        issuer_key_hash: OctetStringRef::new(key.as_bytes())?,
        serial_number: IntRef::new(id.serial_number().expose_protected())?,
    })
}

// RFC 9654 §2.1: Nonce ::= OCTET STRING, within the OCTET STRING of any extension
fn nonce_extension(nonce: &[u8]) -> der::Result<Extension> {
    let value = OctetStringRef::new(nonce)?.to_der()?;
    Ok(Extension { extn_id: rfc6960::ID_PKIX_OCSP_NONCE, extn_value: OctetString::new(value)? })
}
