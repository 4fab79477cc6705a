#[cfg(feature = "seal")]
use jpki_core::localized::Localized as _;
use serde::{Deserialize, Serialize};

use crate::ExchangeError;
use crate::field;
use crate::identifiers::SealingKeyId;
use crate::keys::SealingAlgorithm;
use crate::limits::Limits;

/// The protected header (RFC 7516 §4), of which nothing else is accepted: each member once, no `crit`, no `zip`.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) key: SealingKeyId,
    pub(super) algorithm: SealedKey,
}

/// How the content encryption key is had.
#[derive(Debug)]
pub(super) enum SealedKey {
    /// It lies encrypted beside.
    RsaOaep256,
    /// It follows from this point of P-256, x and y (RFC 7518 §4.6.1.1), and the platform's key.
    EcdhEs(
        #[cfg_attr(
            not(any(feature = "open", feature = "seal")),
            expect(dead_code, reason = "looked at, and needed by those who seal or open alone")
        )]
        [[u8; 32]; 2],
    ),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    alg: String,
    enc: String,
    cty: String,
    kid: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    epk: Option<WirePoint>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePoint {
    kty: String,
    crv: String,
    x: String,
    y: String,
}

/// What is sealed, and in which version of its form.
const CONTENT_TYPE: &str = "jpki-submission-1";

impl Header {
    pub(super) fn from_json(json: &[u8]) -> Result<Self, ExchangeError> {
        if json.len() > Limits::HEADER_BYTES {
            return Err(ExchangeError::TooLarge);
        }
        let wire: Wire = serde_json::from_slice(json).map_err(|_| ExchangeError::SealedHeader)?;
        if wire.cty != CONTENT_TYPE {
            return Err(match wire.cty.strip_prefix("jpki-submission-") {
                Some(_) => ExchangeError::UnknownVersion,
                None => ExchangeError::SealedHeader,
            });
        }
        if wire.enc != "A256GCM" {
            return Err(ExchangeError::SealedAlgorithm);
        }
        let algorithm = match (SealingAlgorithm::from_code(&wire.alg), wire.epk) {
            (None, _) => return Err(ExchangeError::SealedAlgorithm),
            (Some(SealingAlgorithm::RsaOaep256), None) => SealedKey::RsaOaep256,
            (Some(SealingAlgorithm::EcdhEs), Some(point)) => SealedKey::EcdhEs(point.read()?),
            _ => return Err(ExchangeError::SealedHeader),
        };
        let key = SealingKeyId::new(&wire.kid).map_err(|_| ExchangeError::SealedHeader)?;
        Ok(Self { key, algorithm })
    }

    #[cfg(feature = "seal")]
    pub(super) fn to_json(&self) -> Result<Vec<u8>, ExchangeError> {
        let (algorithm, epk) = match &self.algorithm {
            SealedKey::RsaOaep256 => (SealingAlgorithm::RsaOaep256, None),
            SealedKey::EcdhEs(point) => (SealingAlgorithm::EcdhEs, Some(WirePoint::write(point))),
        };
        let wire = Wire {
            alg: algorithm.code().to_owned(),
            enc: "A256GCM".to_owned(),
            cty: CONTENT_TYPE.to_owned(),
            kid: self.key.text().to_owned(),
            epk,
        };
        serde_json::to_vec(&wire).map_err(|_| ExchangeError::SealedHeader)
    }

    #[cfg(feature = "open")]
    pub(super) fn algorithm(&self) -> SealingAlgorithm {
        match self.algorithm {
            SealedKey::RsaOaep256 => SealingAlgorithm::RsaOaep256,
            SealedKey::EcdhEs(_) => SealingAlgorithm::EcdhEs,
        }
    }
}

impl WirePoint {
    fn read(&self) -> Result<[[u8; 32]; 2], ExchangeError> {
        if self.kty != "EC" || self.crv != "P-256" {
            return Err(ExchangeError::SealedHeader);
        }
        let coordinate = |text: &str| {
            let bytes = field::decode(text).ok_or(ExchangeError::SealedHeader)?;
            // RFC 7518 §6.2.1.2: as long as the field of the curve, whatever its value.
            <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| ExchangeError::SealedHeader)
        };
        Ok([coordinate(&self.x)?, coordinate(&self.y)?])
    }

    #[cfg(feature = "seal")]
    fn write([x, y]: &[[u8; 32]; 2]) -> Self {
        Self {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: field::encode(x),
            y: field::encode(y),
        }
    }
}
