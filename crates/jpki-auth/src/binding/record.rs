use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use jpki_core::time::Timestamp;

use super::{AccountReference, CertificateReference, KeyId};
use crate::label::ServiceProvider;
use crate::random::{RandomnessUnavailable, random_octets};

/// What a provider may call a user by: 128 random bits drawn at an account's first binding, kept through
/// renewals and added certificates.
///
/// Drawn for each account of each provider, so that two providers have nothing to join on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PairwiseIdentifier([u8; PairwiseIdentifier::OCTETS]);

impl PairwiseIdentifier {
    /// Octets of an identifier.
    pub const OCTETS: usize = 16;

    pub(super) fn draw() -> Result<Self, RandomnessUnavailable> {
        random_octets().map(Self)
    }

    /// What a store kept.
    #[must_use]
    pub const fn from_octets(octets: [u8; Self::OCTETS]) -> Self {
        Self(octets)
    }

    /// The octets.
    #[must_use]
    pub const fn octets(&self) -> &[u8; Self::OCTETS] {
        &self.0
    }
}

impl fmt::Display for PairwiseIdentifier {
    /// 22 characters of base64url.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Base64UrlUnpadded::encode_string(&self.0))
    }
}

/// From what a binding was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BindingOrigin {
    /// A verified signature of the 署名用電子証明書, and the serial inquiry.
    SignatureAndInquiry,
    /// A verified first use of the certificate itself in a session that the provider vouches for.
    FirstUse,
    /// An older binding, and the inquiry for the certificate before this one.
    Renewal,
}

impl BindingOrigin {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignatureAndInquiry => "signature-and-inquiry",
            Self::FirstUse => "first-use",
            Self::Renewal => "renewal",
        }
    }

    const fn number(self) -> u8 {
        match self {
            Self::SignatureAndInquiry => 1,
            Self::FirstUse => 2,
            Self::Renewal => 3,
        }
    }

    const fn of_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::SignatureAndInquiry),
            2 => Some(Self::FirstUse),
            3 => Some(Self::Renewal),
            _ => None,
        }
    }
}

/// What a store keeps of one binding. Holds no user identifier, serial number, certificate or key.
#[derive(Clone, Debug)]
pub struct BindingRecord {
    /// Whose account.
    pub provider: ServiceProvider,
    /// The account.
    pub account: AccountReference,
    /// The certificate.
    pub certificate: CertificateReference,
    /// What the provider calls the user by.
    pub identifier: PairwiseIdentifier,
    /// From what it was made.
    pub origin: BindingOrigin,
    /// When.
    pub bound_at: Timestamp,
}

/// Octets that are no record of a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the record of a binding")]
pub struct BindingRecordError;

impl BindingRecord {
    /// The most certificates of one account: card and smartphone, with room for replacements.
    pub const PER_ACCOUNT: usize = 4;

    /// Whether it is of the account that has these references.
    #[must_use]
    pub fn is_of(&self, accounts: &[AccountReference]) -> bool {
        accounts.iter().any(|account| account.is_same(&self.account))
    }

    /// The record as octets, for stores: version, origin, key names and digests of account and
    /// certificate, identifier, instant (seconds since 1970), provider; numbers big-endian.
    #[must_use]
    pub fn to_octets(&self) -> Vec<u8> {
        [
            &[VERSION, self.origin.number()][..],
            &self.account.key().0.to_be_bytes(),
            self.account.digest(),
            &self.certificate.key().0.to_be_bytes(),
            self.certificate.digest(),
            self.identifier.octets(),
            &self.bound_at.unix_seconds().to_be_bytes(),
            self.provider.text().as_bytes(),
        ]
        .concat()
    }

    /// Reads what [`Self::to_octets`] wrote.
    ///
    /// # Errors
    /// [`BindingRecordError`] if it is anything else.
    pub fn from_octets(octets: &[u8]) -> Result<Self, BindingRecordError> {
        let mut rest = octets;
        let [version, origin] = *take(&mut rest)?;
        let account_key = KeyId(u32::from_be_bytes(*take(&mut rest)?));
        let account = AccountReference::from_parts(account_key, *take(&mut rest)?);
        let certificate_key = KeyId(u32::from_be_bytes(*take(&mut rest)?));
        let certificate = CertificateReference::from_parts(certificate_key, *take(&mut rest)?);
        let identifier = PairwiseIdentifier::from_octets(*take(&mut rest)?);
        let seconds = i64::from_be_bytes(*take(&mut rest)?);
        let bound_at = Timestamp::from_unix_seconds(seconds);
        let provider = core::str::from_utf8(rest)
            .ok()
            .and_then(|text| ServiceProvider::new(text).ok())
            .ok_or(BindingRecordError)?;
        let origin = BindingOrigin::of_number(origin).ok_or(BindingRecordError)?;
        if version != VERSION || bound_at.unix_seconds() != seconds {
            return Err(BindingRecordError);
        }
        Ok(Self { provider, account, certificate, identifier, origin, bound_at })
    }
}

const VERSION: u8 = 1;

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], BindingRecordError> {
    let (taken, left) = rest.split_first_chunk().ok_or(BindingRecordError)?;
    *rest = left;
    Ok(taken)
}
