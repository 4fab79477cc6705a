//! Object identifiers of CMS as content bytes.

/// id-data: 1.2.840.113549.1.7.1 (RFC 5652 §4)
pub const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
/// id-signedData: 1.2.840.113549.1.7.2 (RFC 5652 §5.1)
pub const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
/// id-ct-TSTInfo: 1.2.840.113549.1.9.16.1.4 (RFC 3161 §2.4.2)
pub const TIME_STAMP_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];
/// id-contentType: 1.2.840.113549.1.9.3 (RFC 5652 §11.1)
pub const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
/// id-messageDigest: 1.2.840.113549.1.9.4 (RFC 5652 §11.2)
pub const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
/// id-signingTime: 1.2.840.113549.1.9.5 (RFC 5652 §11.3)
pub const SIGNING_TIME: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 5];
/// id-countersignature: 1.2.840.113549.1.9.6 (RFC 5652 §11.4)
pub const COUNTERSIGNATURE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 6];
/// id-aa-CMSAlgorithmProtection: 1.2.840.113549.1.9.52 (RFC 6211 §2)
pub const ALGORITHM_PROTECTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 52];
/// id-aa-signingCertificate: 1.2.840.113549.1.9.16.2.12 (RFC 2634 §5.4)
pub const SIGNING_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 12];
/// id-aa-signingCertificateV2: 1.2.840.113549.1.9.16.2.47 (RFC 5035 §3)
pub const SIGNING_CERTIFICATE_V2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47];
/// id-aa-timeStampToken: 1.2.840.113549.1.9.16.2.14 (RFC 3161 appendix A, RFC 5126 §6.1.1)
pub const SIGNATURE_TIME_STAMP: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 14];
/// smimeCapabilities: 1.2.840.113549.1.9.15 (RFC 8551 §2.5.2)
pub const SMIME_CAPABILITIES: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 15];
/// id-aa-encrypKeyPref: 1.2.840.113549.1.9.16.2.11 (RFC 8551 §2.5.3)
pub const ENCRYPTION_KEY_PREFERENCE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 11];
/// id-aa-ets-sigPolicyId: 1.2.840.113549.1.9.16.2.15 (ETSI EN 319 122-1 §5.2.9)
pub const SIGNATURE_POLICY: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 15];
/// rsaEncryption: 1.2.840.113549.1.1.1 (RFC 3370 §3.2)
pub const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
