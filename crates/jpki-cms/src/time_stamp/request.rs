use alloc::vec::Vec;
use core::fmt;

use const_oid::db::rfc5912;
use der::asn1::{AnyRef, OctetStringRef};
use der::{Encode, Sequence};
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::Digest;
use jpki_core::der::{DerError, DerErrorKind, Reader, Tag};
use jpki_core::localized::{Locale, Localized};
use spki::AlgorithmIdentifierRef;

use super::TimeStampToken;

/// A request for a time-stamp (タイムスタンプ要求, RFC 3161 §2.4.1): what to send to a time-stamping authority (時刻認証局), and
/// what must come back. It carries a digest, not what is stamped.
///
/// ```
/// use jpki_cms::time_stamp::TimeStampRequest;
/// use jpki_core::algorithm::DigestAlgorithm;
/// use jpki_core::crypto::CryptoBackend;
/// use jpki_crypto::RustCrypto;
///
/// let digest = RustCrypto.digest(DigestAlgorithm::Sha256, b"what is to be stamped");
/// let nonce = 0x5a17_0df3_9b21_77c4; // of a random number generator, new for each request
/// let request = TimeStampRequest::new(digest, nonce);
/// // POST it as application/timestamp-query; `request.token(&body)` takes the token out of the answer.
/// assert_eq!(request.to_der().len(), 69);
/// ```
#[derive(Clone)]
pub struct TimeStampRequest {
    digest: Digest,
    nonce: u64,
}

/// Reason why an answer gives no token for the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Locale::En))]
#[non_exhaustive]
pub enum TimeStampResponseError {
    /// Not a `TimeStampResp` in DER.
    Malformed,
    /// The authority gives no token.
    Refused,
    /// The token cannot be read.
    Token,
    /// The token is over another digest.
    OtherDigest,
    /// The token has not the nonce of the request: it may be an old one.
    OtherNonce,
}

#[derive(Sequence)]
struct TimeStampReq<'a> {
    version: u8,
    message_imprint: MessageImprint<'a>,
    nonce: u64,
    cert_req: bool,
}

#[derive(Sequence)]
struct MessageImprint<'a> {
    hash_algorithm: AlgorithmIdentifierRef<'a>,
    hashed_message: &'a OctetStringRef,
}

impl TimeStampRequest {
    /// Asks for a time-stamp over this digest, with the authority's certificate in the token. The nonce must be one that
    /// nobody foresees, new for each request: otherwise an old token is an answer, too.
    #[must_use]
    pub const fn new(digest: Digest, nonce: u64) -> Self {
        Self { digest, nonce }
    }

    /// Returns the request, to be sent as `application/timestamp-query` (RFC 3161 §3.4).
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let request = || {
            let hash_algorithm = AlgorithmIdentifierRef {
                oid: match self.digest.algorithm() {
                    DigestAlgorithm::Sha1 => rfc5912::ID_SHA_1,
                    DigestAlgorithm::Sha256 => rfc5912::ID_SHA_256,
                    DigestAlgorithm::Sha384 => rfc5912::ID_SHA_384,
                    DigestAlgorithm::Sha512 => rfc5912::ID_SHA_512,
                },
                parameters: Some(AnyRef::NULL),
            };
            let hashed_message = OctetStringRef::new(self.digest.as_bytes())?;
            let message_imprint = MessageImprint { hash_algorithm, hashed_message };
            TimeStampReq { version: 1, message_imprint, nonce: self.nonce, cert_req: true }.to_der()
        };
        // A digest of at most 64 bytes has a DER.
        request().unwrap_or_default()
    }

    /// Returns the token of an answer (`application/timestamp-reply`), if the authority gave one, over this digest and with
    /// this nonce.
    ///
    /// Whether the authority is to be believed is not judged here.
    ///
    /// # Errors
    /// [`TimeStampResponseError`].
    pub fn token(&self, response: &[u8]) -> Result<Vec<u8>, TimeStampResponseError> {
        let (status, token) =
            read_response(response).map_err(|_| TimeStampResponseError::Malformed)?;
        // RFC 3161 §2.4.2: granted, or granted with modifications, with a token; all else without.
        let token = match (status, token) {
            (0 | 1, Some(token)) => token,
            (0 | 1, None) => return Err(TimeStampResponseError::Malformed),
            _ => return Err(TimeStampResponseError::Refused),
        };
        let read = TimeStampToken::from_ber(token).map_err(|_| TimeStampResponseError::Token)?;
        let info = read.unverified_info();
        if info.imprint() != Some(&self.digest) {
            return Err(TimeStampResponseError::OtherDigest);
        }
        if info.nonce() != Some(self.nonce) {
            return Err(TimeStampResponseError::OtherNonce);
        }
        Ok(token.to_vec())
    }
}

/// The status, and the token if there is one.
fn read_response(response: &[u8]) -> Result<(u32, Option<&[u8]>), DerError> {
    let mut fields = Reader::new(response)?.read_all(Reader::sequence)?;
    let mut info = fields.sequence()?;
    let status = info.small_integer()?;
    // Why, in words and as bits: told to nobody, since they are anybody's.
    if info.peek() == Some(Tag::SEQUENCE) {
        info.read(Tag::SEQUENCE)?;
    }
    if info.peek() == Some(Tag::BIT_STRING) {
        info.bit_string()?;
    }
    info.finish()?;
    let token = match fields.peek() {
        None => None,
        Some(Tag::SEQUENCE) => {
            let element = fields.read(Tag::SEQUENCE)?;
            Some(fields.bytes(element.whole))
        }
        Some(_) => return Err(fields.error(DerErrorKind::InvalidContent("time-stamp response"))),
    };
    fields.finish()?;
    Ok((status, token))
}

impl Localized for TimeStampResponseError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "time-stamp-response.malformed",
            Self::Refused => "time-stamp-response.refused",
            Self::Token => "time-stamp-response.token",
            Self::OtherDigest => "time-stamp-response.other-digest",
            Self::OtherNonce => "time-stamp-response.other-nonce",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        let (ja, en) = match self {
            Self::Malformed => {
                ("タイムスタンプ応答を解読できません", "the answer is not a time-stamp response")
            }
            Self::Refused => {
                ("タイムスタンプが発行されませんでした", "the authority gives no time-stamp")
            }
            Self::Token => {
                ("タイムスタンプトークンを解読できません", "the time-stamp token cannot be read")
            }
            Self::OtherDigest => {
                ("別のデータに対するタイムスタンプです", "the time-stamp is over another digest")
            }
            Self::OtherNonce => (
                "要求とノンスが異なるタイムスタンプです",
                "the time-stamp has not the nonce of the request",
            ),
        };
        match locale {
            Locale::Ja => ja,
            Locale::En => en,
        }
    }
}

impl fmt::Debug for TimeStampRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TimeStampRequest({})", self.digest.algorithm().name())
    }
}
