//! The keys that a platform publishes (公開鍵).

use jpki_core::keys::{KeyId, KeyPeriod};
use jpki_core::localized::{Localized as _, messages};
use jpki_core::time::Timestamp;
use zeroize::Zeroizing;

use crate::ExchangeError;
use crate::field::Field;
use crate::form::{message, record};
use crate::identifiers::SealingKeyId;
use crate::limits::Limits;

message! {
    /// The keys that a platform publishes: clients seal to the first ones, service providers verify results with the
    /// others.
    ///
    /// Nothing here proves whose keys they are: that rests on how they were fetched.
    PlatformKeys, "jpki-platform-keys", Limits::MESSAGE_BYTES, {
        /// Keys to seal submissions to.
        sealing: Vec<PublishedSealingKey>,
        /// Keys that results and receipts are signed with.
        results: Vec<PublishedResultKey>,
    }
}

impl PlatformKeys {
    /// Returns the key to seal to now: of those in use the one that began last.
    #[must_use]
    pub fn sealing_key(&self, now: Timestamp) -> Option<&PublishedSealingKey> {
        let in_use = self.sealing.iter().filter(|key| key.period.contains(now));
        in_use.max_by_key(|key| key.period.from())
    }
}

record! {
    /// A public key to seal submissions to.
    #[derive(Clone, Debug, PartialEq, Eq)]
    PublishedSealingKey {
        /// Its name, `kid` of what is sealed to it.
        id: SealingKeyId,
        /// How to seal to it.
        algorithm: SealingAlgorithm,
        /// From when until when clients seal to it. What was sealed before is opened for a while after.
        period: KeyPeriod,
        /// SubjectPublicKeyInfo in DER, of RSA of 2048 bits at least or of P-256.
        public: Vec<u8>,
    }
}

record! {
    /// A public key that results are verified with.
    #[derive(Clone, Debug, PartialEq, Eq)]
    PublishedResultKey {
        /// Its number.
        id: KeyId,
        /// From when until when results are signed with it.
        period: KeyPeriod,
        /// The 32 octets of an Ed25519 key (RFC 8032 §5.1.5).
        public: [u8; 32],
    }
}

messages! {
    /// How the content encryption key is had; the content is always encrypted by AES-256-GCM.
    #[expect(clippy::exhaustive_enums, reason = "another one is another version of the form")]
    SealingAlgorithm {
        RsaOaep256 => "RSA-OAEP-256", ja "RSA-OAEP (SHA-256)", en "RSAES OAEP using SHA-256 and MGF1 with SHA-256 (RFC 7518 §4.3)";
        EcdhEs => "ECDH-ES", ja "ECDH-ES (P-256)", en "ECDH-ES over P-256 with the Concat KDF (RFC 7518 §4.6)";
    }
}

impl Field for SealingAlgorithm {
    type Wire = Zeroizing<String>;

    fn read(code: Self::Wire) -> Result<Self, ExchangeError> {
        Self::from_code(&code).ok_or(ExchangeError::UnknownCode)
    }

    fn write(self) -> Self::Wire {
        Zeroizing::new(self.code().to_owned())
    }
}

/// Lists of keys, each name once.
macro_rules! keys {
    ($( $key:ty ),+) => { $(
        impl Field for Vec<$key> {
            type Wire = Vec<<$key as Field>::Wire>;

            fn read(wire: Self::Wire) -> Result<Self, ExchangeError> {
                if wire.len() > Limits::KEYS {
                    return Err(ExchangeError::TooMany);
                }
                let mut keys = Self::with_capacity(wire.len());
                for key in wire {
                    let key = <$key>::read(key)?;
                    if keys.iter().any(|other: &$key| other.id == key.id) {
                        return Err(ExchangeError::TooMany);
                    }
                    keys.push(key);
                }
                Ok(keys)
            }

            fn write(self) -> Self::Wire {
                self.into_iter().map(Field::write).collect()
            }
        }
    )+ };
}
keys!(PublishedSealingKey, PublishedResultKey);
