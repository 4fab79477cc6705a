use super::pss::{PssParameters, PssRestriction};
use super::{AlgorithmError, AlgorithmIdentifier, SignatureScheme, oid};
use crate::der::{Decode, Integer, Reader};
use core::fmt;

/// A named curve of NIST.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a backend decides about each")]
pub enum EllipticCurve {
    /// secp256r1
    P256,
    /// secp384r1
    P384,
    /// secp521r1
    P521,
}

/// The kind and size of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// RSA with a modulus of this many bits.
    Rsa {
        /// Bits of the modulus.
        bits: u32,
    },
    /// RSA for RSASSA-PSS alone (id-RSASSA-PSS, RFC 4055 §1.2).
    RsaPss {
        /// Bits of the modulus.
        bits: u32,
        /// What its parameters demand; without parameters, nothing (RFC 4055 §3.1).
        restriction: Option<PssRestriction>,
    },
    /// A point on a named curve.
    Ec(EllipticCurve),
    /// Ed25519
    Ed25519,
}

impl KeyKind {
    /// Returns whether a key of this kind may sign by this scheme. A key for RSASSA-PSS signs by nothing else, and with
    /// the digest and at least the salt that its parameters demand (RFC 4055 §3.3).
    #[must_use]
    pub fn fits(self, scheme: SignatureScheme) -> bool {
        match (self, scheme) {
            (
                Self::Rsa { .. },
                SignatureScheme::RsaPkcs1(_)
                | SignatureScheme::RsaPkcs1BareDigest(_)
                | SignatureScheme::RsaPss { .. },
            )
            | (Self::Ec(_), SignatureScheme::Ecdsa(_))
            | (Self::Ed25519, SignatureScheme::Ed25519) => true,
            (Self::RsaPss { restriction, .. }, SignatureScheme::RsaPss { digest, salt }) => {
                restriction.is_none_or(|restriction| {
                    restriction.digest == digest && restriction.minimum_salt <= salt
                })
            }
            _ => false,
        }
    }

    /// Bits of the modulus of an RSA key of either kind.
    #[must_use]
    pub const fn rsa_bits(self) -> Option<u32> {
        match self {
            Self::Rsa { bits } | Self::RsaPss { bits, .. } => Some(bits),
            Self::Ec(_) | Self::Ed25519 => None,
        }
    }
}

/// `SubjectPublicKeyInfo` of RFC 5280 §4.1.2.7, its bytes kept.
///
/// What is known here: that it is well formed and of this kind. Not that an RSA modulus is a product of
/// two primes, nor that a point lies on its curve; the latter is for the backend to refuse.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKeyInfo<'a> {
    whole: &'a [u8],
    key: &'a [u8],
    kind: KeyKind,
}

impl<'a> PublicKeyInfo<'a> {
    /// Reads a whole `SubjectPublicKeyInfo`.
    ///
    /// Refuses: RSA parameters other than NULL (RFC 3279 §2.3.1) or, for id-RSASSA-PSS, other than none or
    /// `RSASSA-PSS-params` (RFC 4055 §3.1); a modulus or exponent that is not
    /// positive or an exponent that is even; EC parameters that are no named curve (RFC 5480 §2.1.1);
    /// Ed25519 with parameters (RFC 8410 §3) or of another length.
    ///
    /// # Errors
    /// [`AlgorithmError`].
    pub fn from_der(bytes: &'a [u8]) -> Result<Self, AlgorithmError> {
        let mut fields = Reader::new(bytes)?.read_all(Reader::sequence)?;
        let algorithm = AlgorithmIdentifier::read(&mut fields)?;
        let bits = fields.bit_string()?;
        fields.finish()?;
        if bits.unused != 0 {
            return Err(AlgorithmError::Parameters);
        }
        let key = fields.bytes(bits.bytes);
        let kind = match algorithm.oid() {
            oid::RSA_ENCRYPTION => {
                if algorithm.parameters() != Some(&[0x05, 0x00]) {
                    return Err(AlgorithmError::Parameters);
                }
                KeyKind::Rsa { bits: rsa_modulus_bits(key)? }
            }
            oid::RSASSA_PSS => {
                let restriction = match algorithm.parameters() {
                    None => None,
                    Some(parameters) => Some(PssParameters::read(parameters)?.restriction()?),
                };
                KeyKind::RsaPss { bits: rsa_modulus_bits(key)?, restriction }
            }
            oid::EC_PUBLIC_KEY => KeyKind::Ec(named_curve(&algorithm)?),
            oid::ED25519 => {
                algorithm.absent()?;
                if key.len() != 32 {
                    return Err(AlgorithmError::Parameters);
                }
                KeyKind::Ed25519
            }
            _ => return Err(AlgorithmError::Unknown),
        };
        Ok(Self { whole: bytes, key, kind })
    }

    /// Returns the bytes of the whole structure.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.whole
    }

    /// Content of the BIT STRING: `RSAPublicKey`, an encoded point, or 32 bytes.
    #[must_use]
    pub const fn key(&self) -> &'a [u8] {
        self.key
    }

    /// Kind and size.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }
}

// Requirement: CERT-15
impl fmt::Debug for PublicKeyInfo<'_> {
    /// Kind only: the public key of a JPKI certificate is protected (guideline 001 table 4-1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKeyInfo({:?})", self.kind)
    }
}

// RFC 3279 §2.3.1: RSAPublicKey ::= SEQUENCE { modulus, publicExponent }
fn rsa_modulus_bits(key: &[u8]) -> Result<u32, AlgorithmError> {
    let mut fields = Reader::new(key)?.read_all(Reader::sequence)?;
    let modulus = fields.integer()?;
    let exponent = fields.integer()?;
    fields.finish()?;
    let modulus = positive(modulus).ok_or(AlgorithmError::Parameters)?;
    let exponent = positive(exponent).ok_or(AlgorithmError::Parameters)?;
    let exponent_is_odd = exponent.last().is_some_and(|byte| byte & 1 == 1);
    if !exponent_is_odd || exponent == [1] {
        return Err(AlgorithmError::Parameters);
    }
    let bytes = u32::try_from(modulus.len()).map_err(|_| AlgorithmError::Parameters)?;
    let leading_zeros = modulus.first().map_or(0, |byte| byte.leading_zeros());
    Ok(bytes.saturating_mul(8).saturating_sub(leading_zeros))
}

fn positive(number: Integer<'_>) -> Option<&[u8]> {
    number.magnitude().filter(|magnitude| !magnitude.is_empty())
}

fn named_curve(algorithm: &AlgorithmIdentifier<'_>) -> Result<EllipticCurve, AlgorithmError> {
    let parameters = algorithm.parameters().ok_or(AlgorithmError::Parameters)?;
    match Reader::new(parameters)?.object_identifier()? {
        oid::P_256 => Ok(EllipticCurve::P256),
        oid::P_384 => Ok(EllipticCurve::P384),
        oid::P_521 => Ok(EllipticCurve::P521),
        _ => Err(AlgorithmError::Unknown),
    }
}
