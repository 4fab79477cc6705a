//! Object identifiers of CMS.

use const_oid::ObjectIdentifier;
use const_oid::db::{rfc3161, rfc5911, rfc5912};
use jpki_core::der::Oid;

/// id-data: 1.2.840.113549.1.7.1 (RFC 5652 §4)
pub const DATA: Oid<'static> = Oid::of(&rfc5911::ID_DATA);
/// id-signedData: 1.2.840.113549.1.7.2 (RFC 5652 §5.1)
pub const SIGNED_DATA: Oid<'static> = Oid::of(&rfc5911::ID_SIGNED_DATA);
/// id-ct-TSTInfo: 1.2.840.113549.1.9.16.1.4 (RFC 3161 §2.4.2)
pub const TIME_STAMP_INFO: Oid<'static> = Oid::of(&rfc3161::ID_CT_TST_INFO);
/// id-contentType: 1.2.840.113549.1.9.3 (RFC 5652 §11.1)
pub const CONTENT_TYPE: Oid<'static> = Oid::of(&rfc5911::ID_CONTENT_TYPE);
/// id-messageDigest: 1.2.840.113549.1.9.4 (RFC 5652 §11.2)
pub const MESSAGE_DIGEST: Oid<'static> = Oid::of(&rfc5911::ID_MESSAGE_DIGEST);
/// id-signingTime: 1.2.840.113549.1.9.5 (RFC 5652 §11.3)
pub const SIGNING_TIME: Oid<'static> = Oid::of(&rfc5911::ID_SIGNING_TIME);
/// id-countersignature: 1.2.840.113549.1.9.6 (RFC 5652 §11.4)
pub const COUNTERSIGNATURE: Oid<'static> = Oid::of(&rfc5911::ID_COUNTERSIGNATURE);
/// id-aa-CMSAlgorithmProtection: 1.2.840.113549.1.9.52 (RFC 6211 §2)
pub const ALGORITHM_PROTECTION: Oid<'static> = Oid::of(&ID_AA_CMS_ALGORITHM_PROTECTION);
/// id-aa-signingCertificate: 1.2.840.113549.1.9.16.2.12 (RFC 2634 §5.4)
pub const SIGNING_CERTIFICATE: Oid<'static> = Oid::of(&rfc5911::ID_AA_SIGNING_CERTIFICATE);
/// id-aa-signingCertificateV2: 1.2.840.113549.1.9.16.2.47 (RFC 5035 §3)
pub const SIGNING_CERTIFICATE_V2: Oid<'static> = Oid::of(&rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2);
/// id-aa-timeStampToken: 1.2.840.113549.1.9.16.2.14 (RFC 3161 appendix A, RFC 5126 §6.1.1)
pub const SIGNATURE_TIME_STAMP: Oid<'static> = Oid::of(&rfc3161::ID_AA_TIME_STAMP_TOKEN);
/// smimeCapabilities: 1.2.840.113549.1.9.15 (RFC 8551 §2.5.2)
pub const SMIME_CAPABILITIES: Oid<'static> = Oid::of(&rfc5911::SMIME_CAPABILITIES);
/// id-aa-encrypKeyPref: 1.2.840.113549.1.9.16.2.11 (RFC 8551 §2.5.3)
pub const ENCRYPTION_KEY_PREFERENCE: Oid<'static> = Oid::of(&rfc5911::ID_AA_ENCRYP_KEY_PREF);
/// id-aa-ets-sigPolicyId: 1.2.840.113549.1.9.16.2.15 (ETSI EN 319 122-1 §5.2.9)
pub const SIGNATURE_POLICY: Oid<'static> = Oid::of(&ID_AA_ETS_SIGNATURE_POLICY);
/// rsaEncryption: 1.2.840.113549.1.1.1 (RFC 3370 §3.2)
pub const RSA_ENCRYPTION: Oid<'static> = Oid::of(&rfc5912::RSA_ENCRYPTION);

const ID_AA_ETS_SIGNATURE_POLICY: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.15");
const ID_AA_CMS_ALGORITHM_PROTECTION: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");
