//! How the values of a message stand in JSON.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use jpki_core::event::{PurposeOfUse, Tenant};
use jpki_core::keys::{KeyId, KeyPeriod};
use jpki_core::localized::Localized as _;
use jpki_core::report::{AdviceCode, Verdict};
use jpki_core::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::ExchangeError;
use crate::challenge::{Nonce, SignedForm};
use crate::identifiers::{
    PairwiseIdentifier, Purpose, RelyingParty, SealingKeyId, ServiceName, SessionId, UserIdentifier,
};
use crate::limits::Limits;

/// A value of a message, and how it is written.
pub(crate) trait Field: Sized {
    type Wire: Serialize + DeserializeOwned;

    fn read(wire: Self::Wire) -> Result<Self, ExchangeError>;
    fn write(self) -> Self::Wire;
}

impl<T: Field> Field for Option<T> {
    type Wire = Option<T::Wire>;

    fn read(wire: Self::Wire) -> Result<Self, ExchangeError> {
        wire.map(T::read).transpose()
    }

    fn write(self) -> Self::Wire {
        self.map(T::write)
    }
}

/// Values that are a text of their own form.
macro_rules! texts {
    ($( $type:ty, $error:ident: |$text:ident| $read:expr, |$value:ident| $write:expr; )+) => { $(
        impl Field for $type {
            type Wire = Zeroizing<String>;

            fn read($text: Self::Wire) -> Result<Self, ExchangeError> {
                $read.ok_or(ExchangeError::$error)
            }

            fn write(self) -> Self::Wire {
                let $value = self;
                Zeroizing::new($write)
            }
        }
    )+ };
}

texts! {
    Tenant, Name: |text| Self::new(&text).ok(), |name| name.text().to_owned();
    ServiceName, Name: |text| Self::new(&text).ok(), |name| name.text().to_owned();
    PurposeOfUse, Name: |text| Self::new(&text).ok(), |name| name.text().to_owned();
    Purpose, Name: |text| Self::new(&text).ok(), |name| name.text().to_owned();
    RelyingParty, Name: |text| Self::new(&text).ok(), |name| name.origin().to_owned();
    SealingKeyId, Name: |text| Self::new(&text).ok(), |name| name.text().to_owned();
    SessionId, Encoding: |text| decode(&text).and_then(|bytes| Self::new(&bytes).ok()),
        |session| encode(session.expose_secret());
    UserIdentifier, Encoding: |text| decode(&text).and_then(|bytes| Self::new(&bytes).ok()),
        |user| encode(user.expose_protected());
    Nonce, Encoding: |text| Self::from_base64url(&text).ok(), |nonce| nonce.to_base64url();
    PairwiseIdentifier, Encoding: |text| fixed(&text).map(Self::from_bytes), |user| user.to_string();
    Timestamp, Time: |text| Self::from_rfc3339(&text).filter(|time| time.to_string() == *text),
        |time| time.to_string();
    SignedForm, UnknownCode: |text| Self::from_code(&text), |form| form.code().to_owned();
    Verdict, UnknownCode: |text| Self::from_code(&text), |verdict| verdict.code().to_owned();
}

/// Bytes of a length that is known.
impl<const N: usize> Field for [u8; N] {
    type Wire = String;

    fn read(text: String) -> Result<Self, ExchangeError> {
        fixed(&text).ok_or(ExchangeError::Encoding)
    }

    fn write(self) -> String {
        encode(&self)
    }
}

/// Public keys, and what else has a length of its own.
impl Field for Vec<u8> {
    type Wire = String;

    fn read(text: String) -> Result<Self, ExchangeError> {
        decode(&text).map(|bytes| bytes.to_vec()).ok_or(ExchangeError::Encoding)
    }

    fn write(self) -> String {
        encode(&self)
    }
}

impl Field for KeyId {
    type Wire = u32;

    fn read(number: u32) -> Result<Self, ExchangeError> {
        Ok(Self(number))
    }

    fn write(self) -> u32 {
        self.0
    }
}

/// What a platform that knows more advises is read as asking it.
impl Field for Vec<AdviceCode> {
    type Wire = Vec<String>;

    fn read(codes: Self::Wire) -> Result<Self, ExchangeError> {
        if codes.len() > Limits::ADVICE {
            return Err(ExchangeError::TooMany);
        }
        let code =
            |code: &String| AdviceCode::from_code(code).unwrap_or(AdviceCode::ContactPlatform);
        let mut advice: Vec<_> = codes.iter().map(code).collect();
        advice.sort_unstable();
        advice.dedup();
        Ok(advice)
    }

    fn write(self) -> Self::Wire {
        self.iter().map(|advice| advice.code().to_owned()).collect()
    }
}

/// `[from, until]`.
impl Field for KeyPeriod {
    type Wire = [Zeroizing<String>; 2];

    fn read([from, until]: Self::Wire) -> Result<Self, ExchangeError> {
        Self::new(Timestamp::read(from)?, Timestamp::read(until)?).ok_or(ExchangeError::Time)
    }

    fn write(self) -> Self::Wire {
        [self.from().write(), self.until().write()]
    }
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Reads base64url without padding, in its one canonical form.
pub(crate) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    Base64UrlUnpadded::decode_vec(text).ok().map(Zeroizing::new)
}

fn fixed<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode(text).and_then(|bytes| bytes.as_slice().try_into().ok())
}
