//! `evidence/statement.json`: what was verified, when, by which policy, with which verdict, and which file is what.

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::localized::Localized as _;
use jpki_core::policy_version::PolicyVersion;
use jpki_core::report::Verdict;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_x509::kind::CertificateKind;
use serde::{Deserialize, Serialize};

use super::error::{BundleError, BundleFault};
use super::proof::ProofKind;

pub(super) const NAME: &str = "evidence/statement.json";
const FORMAT: &str = "jpki-evidence";
const VERSION: u32 = 1;
/// Bytes of a statement at most: of a thousand signers.
const MOST_BYTES: usize = 1 << 20;

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Statement {
    format: String,
    version: u32,
    software: String,
    pub(crate) protection: ProofKind,
    time: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<Policy>,
    pub(crate) verified: Verified,
    /// One for a certificate, a signature or a login, one for each signer of a message.
    pub(crate) verdicts: Vec<Judged>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Time {
    instant: String,
    present: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Policy {
    name: String,
    version: u32,
}

/// What was verified. Each `String` is the name of a file.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Verified {
    Certificate {
        certificate: String,
        purpose: Purpose,
    },
    Signature {
        certificate: String,
        signature: String,
        scheme: Scheme,
        content: Content,
        #[serde(skip_serializing_if = "Option::is_none")]
        application: Option<String>,
    },
    Login {
        certificate: String,
        signature: String,
        scheme: Scheme,
        challenge: String,
    },
    Message {
        message: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        content: Option<String>,
        certificates: Vec<String>,
        time_stamped: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        application: Option<String>,
    },
}

/// The content of a raw signature: all of it, or its digest.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Content {
    Bytes(String),
    Digest { algorithm: String, file: String },
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Purpose {
    Signature,
    UserAuthentication,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scheme {
    algorithm: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<u16>,
}

/// A verdict, and the files that it rests on.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Judged {
    pub(super) verdict: String,
    /// The instant that the certificate was judged as of.
    pub(super) as_of: String,
    pub(super) report: String,
    /// From the certificate to the one that the anchor issued.
    pub(super) path: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) anchor: Option<String>,
    pub(super) anchor_crls: Vec<String>,
    pub(super) crls: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response: Option<Response>,
    pub(super) time_stamp_crls: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Response {
    pub(super) file: String,
    /// The value of the nonce extension that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nonce: Option<String>,
}

impl Statement {
    pub(super) fn new(
        at: ValidationTime,
        policy: Option<&PolicyVersion>,
        verified: Verified,
        verdicts: Vec<Judged>,
    ) -> Self {
        let policy =
            policy.map(|policy| Policy { name: policy.name().into(), version: policy.version() });
        Self {
            format: FORMAT.into(),
            version: VERSION,
            software: concat!("jpki-evidence ", env!("CARGO_PKG_VERSION")).into(),
            protection: ProofKind::Unprotected,
            time: Time { instant: at.instant().to_string(), present: at.present().to_string() },
            policy,
            verified,
            verdicts,
        }
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).unwrap_or_default();
        json.push(b'\n');
        json
    }

    pub(super) fn from_json(json: &[u8]) -> Result<Self, BundleError> {
        if json.len() > MOST_BYTES {
            return Err(BundleError::at(BundleFault::TooLarge, NAME));
        }
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let malformed = |_| BundleError::from(BundleFault::Statement);
        let head: Head = serde_json::from_slice(json).map_err(malformed)?;
        match (head.format.as_str(), head.version) {
            (FORMAT, VERSION) => serde_json::from_slice(json).map_err(malformed),
            (FORMAT, newer) if newer > VERSION => Err(BundleFault::Newer.into()),
            _ => Err(BundleFault::Statement.into()),
        }
    }

    pub(crate) fn time(&self) -> Result<ValidationTime, BundleError> {
        let read = |text: &str| {
            let instant = Timestamp::from_rfc3339(text).filter(|it| it.to_string() == text);
            instant.ok_or(BundleFault::Statement)
        };
        let (instant, present) = (read(&self.time.instant)?, read(&self.time.present)?);
        let time = ValidationTime::at(present).looking_back_to(instant);
        if time.instant() == instant { Ok(time) } else { Err(BundleFault::Statement.into()) }
    }

    pub(crate) fn policy(&self) -> Result<Option<PolicyVersion>, BundleError> {
        let read = |policy: &Policy| {
            PolicyVersion::new(&policy.name, policy.version)
                .ok_or_else(|| BundleError::from(BundleFault::Statement))
        };
        self.policy.as_ref().map(read).transpose()
    }

    /// The names of all files that it tells of.
    pub(super) fn files(&self) -> Vec<&str> {
        let mut files: Vec<&str> = match &self.verified {
            Verified::Certificate { certificate, .. } => vec![certificate],
            Verified::Signature { certificate, signature, content, application, .. } => {
                let content = match content {
                    Content::Bytes(file) | Content::Digest { file, .. } => file,
                };
                let mut files: Vec<&str> = vec![certificate, signature, content];
                files.extend(application.as_deref());
                files
            }
            Verified::Login { certificate, signature, challenge, .. } => {
                vec![certificate, signature, challenge]
            }
            Verified::Message { message, content, certificates, application, .. } => {
                let mut files: Vec<&str> = vec![message];
                files.extend(content.as_deref().into_iter().chain(application.as_deref()));
                files.extend(certificates.iter().map(String::as_str));
                files
            }
        };
        for judged in &self.verdicts {
            files.push(&judged.report);
            files.extend(judged.anchor.as_deref());
            let lists = [&judged.path, &judged.anchor_crls, &judged.crls, &judged.time_stamp_crls];
            files.extend(lists.into_iter().flatten().map(String::as_str));
            if let Some(Response { file, nonce }) = &judged.response {
                files.push(file);
                files.extend(nonce.as_deref());
            }
        }
        files
    }
}

impl Judged {
    pub(crate) fn verdict(&self) -> Result<Verdict, BundleError> {
        let known = Verdict::ALL.iter().find(|known| known.code() == self.verdict);
        known.copied().ok_or_else(|| BundleFault::Statement.into())
    }

    pub(crate) fn crl_files(&self) -> &[String] {
        &self.crls
    }

    pub(crate) fn anchor_crl_files(&self) -> &[String] {
        &self.anchor_crls
    }

    pub(crate) fn time_stamp_crl_files(&self) -> &[String] {
        &self.time_stamp_crls
    }

    pub(crate) fn response_file(&self) -> Option<&str> {
        self.response.as_ref().map(|response| response.file.as_str())
    }

    pub(crate) fn nonce_file(&self) -> Option<&str> {
        self.response.as_ref()?.nonce.as_deref()
    }
}

impl Purpose {
    pub(super) fn new(kind: CertificateKind) -> Self {
        match kind {
            CertificateKind::Signature => Self::Signature,
            CertificateKind::UserAuthentication => Self::UserAuthentication,
        }
    }

    pub(crate) const fn kind(self) -> CertificateKind {
        match self {
            Self::Signature => CertificateKind::Signature,
            Self::UserAuthentication => CertificateKind::UserAuthentication,
        }
    }
}

const RSA_PKCS1: &str = "RSASSA-PKCS1-v1_5";
const RSA_BARE: &str = "RSA-PKCS1-bare-digest";
const RSA_PSS: &str = "RSASSA-PSS";
const ECDSA: &str = "ECDSA";
const ED25519: &str = "Ed25519";

impl Scheme {
    pub(super) fn new(scheme: SignatureScheme) -> Result<Self, BundleError> {
        let (algorithm, salt) = match scheme {
            SignatureScheme::RsaPkcs1(_) => (RSA_PKCS1, None),
            SignatureScheme::RsaPkcs1BareDigest(_) => (RSA_BARE, None),
            SignatureScheme::RsaPss { salt, .. } => (RSA_PSS, Some(salt)),
            SignatureScheme::Ecdsa(_) => (ECDSA, None),
            SignatureScheme::Ed25519 => (ED25519, None),
            _ => return Err(BundleFault::Signed.into()),
        };
        let digest = scheme.digest().map(|digest| digest.name().to_owned());
        Ok(Self { algorithm: algorithm.to_owned(), digest, salt })
    }

    pub(crate) fn scheme(&self) -> Result<SignatureScheme, BundleError> {
        let digest = self.digest.as_deref().map(digest_algorithm).transpose()?;
        match (self.algorithm.as_str(), digest, self.salt) {
            (RSA_PKCS1, Some(digest), None) => Ok(SignatureScheme::RsaPkcs1(digest)),
            (RSA_BARE, Some(digest), None) => Ok(SignatureScheme::RsaPkcs1BareDigest(digest)),
            (RSA_PSS, Some(digest), Some(salt)) => Ok(SignatureScheme::RsaPss { digest, salt }),
            (ECDSA, Some(digest), None) => Ok(SignatureScheme::Ecdsa(digest)),
            (ED25519, None, None) => Ok(SignatureScheme::Ed25519),
            _ => Err(BundleFault::Statement.into()),
        }
    }
}

pub(crate) fn digest_algorithm(name: &str) -> Result<DigestAlgorithm, BundleError> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    let known = [Sha1, Sha256, Sha384, Sha512].into_iter().find(|known| known.name() == name);
    known.ok_or_else(|| BundleFault::Statement.into())
}
