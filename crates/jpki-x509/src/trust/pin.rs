use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;

use super::{ProductionRoot, TrustDomain};
use crate::kind::{CertificateKind, Generation};

/// The SHA-256 of an authority's certificate, which the authority publishes (フィンガープリント).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8], crypto: &dyn CryptoBackend) -> Self {
        let digest = crypto.digest(DigestAlgorithm::Sha256, bytes);
        let mut fingerprint = [0; 32];
        fingerprint.iter_mut().zip(digest.as_bytes()).for_each(|(to, from)| *to = *from);
        Self(fingerprint)
    }

    /// 64 hexadecimal digits of either case, as published: colons and spaces between them do not count.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut digits = text.chars().filter(|character| !matches!(character, ':' | ' '));
        let mut next_digit = || u8::try_from(digits.next()?.to_digit(16)?).ok();
        let mut fingerprint = [0; 32];
        for byte in &mut fingerprint {
            *byte = next_digit()? << 4 | next_digit()?;
        }
        digits.next().is_none().then_some(Self(fingerprint))
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    /// 64 lower-case hexadecimal digits. Not protected: authorities publish it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// The operator's word that the certificate with this fingerprint is the authority's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct Pin {
    /// SHA-256 of the certificate.
    pub certificate: Fingerprint,
    /// The kind of certificates that the authority's key issues.
    pub issues: CertificateKind,
    /// Which of the authority's keys it is.
    pub generation: Generation,
}

impl Pin {
    fn of_production(root: &ProductionRoot) -> Option<Self> {
        let certificate = Fingerprint::from_hex(root.certificate)?;
        Some(Self { certificate, issues: root.issues, generation: root.generation })
    }
}

/// The pins of one trust domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinTable {
    domain: TrustDomain,
    pins: Vec<Pin>,
}

impl PinTable {
    /// The six J-LIS authorities known when this was written; see [`ProductionRoot`]. A later generation
    /// is added by [`with`](Self::with) from the fingerprint that J-LIS publishes.
    #[must_use]
    pub fn production() -> Self {
        let pins = ProductionRoot::ALL.iter().filter_map(Pin::of_production).collect();
        Self { domain: TrustDomain::Production, pins }
    }

    /// No pin yet: the operator adds all, as for the test environment and synthetic authorities.
    #[must_use]
    pub const fn empty(domain: TrustDomain) -> Self {
        Self { domain, pins: Vec::new() }
    }

    /// This table with one more pin.
    #[must_use]
    pub fn with(mut self, pin: Pin) -> Self {
        self.pins.push(pin);
        self
    }

    /// Returns the domain.
    #[must_use]
    pub const fn domain(&self) -> TrustDomain {
        self.domain
    }

    /// Returns the pin of the certificate with this fingerprint.
    #[must_use]
    pub fn pin(&self, certificate: &Fingerprint) -> Option<&Pin> {
        self.pins.iter().find(|pin| pin.certificate == *certificate)
    }
}
