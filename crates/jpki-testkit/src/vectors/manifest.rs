//! The manifest of the vectors: inputs, and what a verifier must say about them.

use serde::{Deserialize, Serialize};

use crate::jpki::Purpose;

/// Name of the manifest among the files.
pub const MANIFEST: &str = "manifest.json";

/// `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Name and version of the format.
    pub format: String,
    /// The instant of all cases that state no other, in RFC 3339.
    pub instant: String,
    /// Policies that a verifier accepts.
    pub policies: Policies,
    /// Certificates of the trust anchors.
    pub trust: Trust,
    /// Certificates of authorities, and whether they fit the profile of one.
    pub anchors: Vec<Anchor>,
    /// Lists, and whose key signed them.
    pub lists: Vec<List>,
    /// Signing certificates, and the personal attributes that they carry.
    pub persons: Vec<PersonCertificate>,
    /// Inputs and expectations.
    pub cases: Vec<Case>,
}

/// Policies by purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policies {
    /// Object identifier for signing certificates.
    pub sign: String,
    /// Object identifier for user authentication certificates.
    pub auth: String,
}

/// Trust anchors by purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// Certificates of the authorities for signing certificates.
    pub sign: Vec<String>,
    /// Certificates of the authorities for user authentication certificates.
    pub auth: Vec<String>,
}

/// A self-signed certificate of an authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The certificate's file.
    pub file: String,
    /// What differs from the profile of an authority (jpki-profile §1.3); absent if nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deviation: Option<String>,
}

/// A revocation list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The list's file.
    pub file: String,
    /// File of the certificate whose key verifies the signature; absent if none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
}

/// A signing certificate and its attributes, exactly as they stand in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCertificate {
    /// The certificate's file.
    pub file: String,
    /// 氏名.
    pub name: String,
    /// 氏名の代替文字の使用位置情報.
    pub name_substitution: String,
    /// 生年月日.
    pub birth_date: String,
    /// 性別.
    pub sex: String,
    /// 住所.
    pub address: String,
    /// 住所の代替文字の使用位置情報.
    pub address_substitution: String,
}

/// Inputs of one verification and what must come out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Unique name.
    pub id: String,
    /// What is special about the case.
    pub description: String,
    /// What is judged.
    pub kind: Kind,
    /// The trust anchors and the profile to judge by.
    pub purpose: Purpose,
    /// The certificate's file.
    pub certificate: String,
    /// The signed content's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The signature's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The scheme under which the signature is presented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Scheme>,
    /// Files of the lists to hand as evidence about the certificate.
    pub crl: Vec<String>,
    /// Files of the lists to hand as evidence about the authority.
    pub arl: Vec<String>,
    /// The instant to judge at, in RFC 3339.
    pub at: String,
    /// What must come out.
    pub expected: Expected,
    /// What OpenSSL says.
    pub openssl: OpenSsl,
}

/// What a case judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A signature over a content, with everything else.
    Signature,
    /// A certificate: path, profile, validity, revocation.
    Certificate,
    /// A list: the same as for a certificate, which the list is about.
    Crl,
}

/// Scheme of a document signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheme {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "rsa-pkcs1-sha256")]
    Pkcs1Sha256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    #[serde(rename = "rsa-pkcs1-sha384")]
    Pkcs1Sha384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    #[serde(rename = "rsa-pkcs1-sha512")]
    Pkcs1Sha512,
    /// RSASSA-PKCS1-v1_5 with SHA-1.
    #[serde(rename = "rsa-pkcs1-sha1")]
    Pkcs1Sha1,
    /// RSASSA-PKCS1-v1_5 with MD5.
    #[serde(rename = "rsa-pkcs1-md5")]
    Pkcs1Md5,
    /// PKCS #1 block type 1 around the bare SHA-256 digest.
    #[serde(rename = "rsa-pkcs1-bare-sha256")]
    Pkcs1BareSha256,
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes.
    #[serde(rename = "rsa-pss-sha256")]
    PssSha256,
    /// RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes.
    #[serde(rename = "rsa-pss-sha384")]
    PssSha384,
    /// RSASSA-PSS with SHA-512, MGF1 with SHA-512 and a salt of 64 bytes.
    #[serde(rename = "rsa-pss-sha512")]
    PssSha512,
}

/// Verdict, in the words of ETSI EN 319 102-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything was checked and holds.
    Valid,
    /// Something is wrong.
    Invalid,
    /// Something could not be known.
    Indeterminate,
}

/// What must come out of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// The verdict.
    pub verdict: Verdict,
    /// The check that must not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Check>,
    /// Checks that may notice the same fault instead, because no standard says which must.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Check>,
    /// Why it must not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// A step of verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Check {
    /// Reading the certificate.
    #[serde(rename = "parse")]
    Parse,
    /// Profile of the purpose.
    #[serde(rename = "profile")]
    Profile,
    /// Finding the trust anchor.
    #[serde(rename = "path.anchor")]
    PathAnchor,
    /// Signature of the certificate (RFC 5280 §6.1.3(a)(1)).
    #[serde(rename = "path.signature")]
    PathSignature,
    /// Validity period of the certificate (RFC 5280 §6.1.3(a)(2)).
    #[serde(rename = "path.validity")]
    PathValidity,
    /// Chaining of names (RFC 5280 §6.1.3(a)(4)).
    #[serde(rename = "path.names")]
    PathNames,
    /// Key usage of the authority (RFC 5280 §6.1.4(n)).
    #[serde(rename = "path.key-usage")]
    PathKeyUsage,
    /// Basic constraints of the authority (RFC 5280 §6.1.4(k)).
    #[serde(rename = "path.basic-constraints")]
    PathBasicConstraints,
    /// Critical extensions (RFC 5280 §6.1.5(f)).
    #[serde(rename = "path.critical-extensions")]
    PathCriticalExtensions,
    /// Validity period of the trust anchor's certificate.
    #[serde(rename = "anchor.validity")]
    AnchorValidity,
    /// Revocation of the trust anchor's certificate (ARL).
    #[serde(rename = "anchor.revocation")]
    AnchorRevocation,
    /// Revocation of the certificate.
    #[serde(rename = "revocation")]
    Revocation,
    /// Signature over the content.
    #[serde(rename = "signature")]
    Signature,
    /// Strength of an algorithm.
    #[serde(rename = "algorithm")]
    Algorithm,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// Why a check does not pass.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Reason {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Reason {
            /// Every reason with its word.
            pub const ALL: &[(Self, &str)] = &[$((Self::$name, $word),)*];
        }
    };
}

reasons! {
    /// No trust anchor has the issuer's name and key.
    NoAnchor = "no-anchor",
    /// The authority key identifier contradicts itself or the anchor.
    AuthorityKeyIdentifier = "authority-key-identifier",
    /// The signature value does not fit.
    SignatureMismatch = "signature-mismatch",
    /// The two algorithm fields of the certificate differ.
    AlgorithmsDiffer = "algorithms-differ",
    /// The algorithm is too weak.
    AlgorithmNotAllowed = "algorithm-not-allowed",
    /// The validity period is over.
    Expired = "expired",
    /// The validity period has not begun.
    NotYetValid = "not-yet-valid",
    /// A critical extension is not known.
    UnknownCriticalExtension = "unknown-critical-extension",
    /// An extension stands there twice.
    ExtensionDuplicated = "extension-duplicated",
    /// The encoding is not DER of a certificate.
    Malformed = "malformed",
    /// The version does not go with the content.
    Version = "version",
    /// The serial number is not a positive number of at most 20 bytes.
    SerialNumber = "serial-number",
    /// A personal attribute is missing.
    AttributeMissing = "attribute-missing",
    /// A personal attribute stands there twice.
    AttributeDuplicated = "attribute-duplicated",
    /// A personal attribute has another string type than UTF8String.
    AttributeStringType = "attribute-string-type",
    /// A personal attribute breaks its format.
    AttributeFormat = "attribute-format",
    /// A certificate that must not carry personal attributes does.
    AttributesUnexpected = "attributes-unexpected",
    /// certificatePolicies is absent.
    PoliciesMissing = "policies-missing",
    /// certificatePolicies is not critical.
    PoliciesNotCritical = "policies-not-critical",
    /// The policy is not accepted for the purpose.
    PolicyNotAccepted = "policy-not-accepted",
    /// The same policy stands there twice.
    PolicyDuplicated = "policy-duplicated",
    /// keyUsage is absent.
    KeyUsageMissing = "key-usage-missing",
    /// keyUsage is not critical.
    KeyUsageNotCritical = "key-usage-not-critical",
    /// keyUsage has other bits than the purpose demands.
    KeyUsage = "key-usage",
    /// extKeyUsage is not what the purpose demands.
    ExtendedKeyUsage = "extended-key-usage",
    /// A person's certificate claims to be an authority's.
    IsAuthority = "is-authority",
    /// The certificate is revoked.
    Revoked = "revoked",
    /// The certificate is suspended (一時的利用停止).
    OnHold = "on-hold",
    /// There is no list of this issuer.
    CrlMissing = "list-missing",
    /// The list's nextUpdate is past.
    CrlStale = "list-stale",
    /// The list's thisUpdate is yet to come.
    CrlNotYetValid = "list-not-yet-valid",
    /// The list does not say when the next one comes.
    CrlWithoutNextUpdate = "list-without-next-update",
    /// The list is signed by another generation of the authority.
    CrlOfOtherKey = "list-of-other-key",
    /// The list's signature does not fit.
    CrlSignature = "list-signature",
    /// The list is about other certificates.
    CrlOutOfScope = "list-out-of-scope",
    /// The list is about some reasons only, or about changes only.
    CrlIncomplete = "list-incomplete",
    /// The list has a critical extension that is not known.
    CrlCriticalExtension = "list-critical-extension",
    /// The list is not DER of a list.
    CrlMalformed = "list-malformed",
}

/// What OpenSSL 3 says about the same inputs; absent where it is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSsl {
    /// `openssl verify` without revocation: `ok`, `error` with its number, or `unreadable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify: Option<String>,
    /// `openssl verify -extended_crl -crl_check` with the lists in `crl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crl_check: Option<String>,
    /// `openssl verify -extended_crl -crl_check_all` with the lists in `crl` and `arl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crl_check_all: Option<String>,
    /// `openssl pkeyutl -verify` over the content: `ok` or `failure`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// Why OpenSSL's answer is not the expected one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
