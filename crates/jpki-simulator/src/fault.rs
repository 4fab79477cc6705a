use std::time::Duration;

use jpki_testkit::jpki::{EndEntity, Purpose};

/// What of J-LIS is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Service {
    /// 失効リスト (CRL) of users' certificates.
    Crl(Purpose),
    /// 失効リスト of the authorities (ARL).
    Arl(Purpose),
    /// OCSPレスポンダ
    Ocsp(Purpose),
    /// 対応証明書の発行の番号: from 署名用 to 利用者証明用.
    Counterpart,
    /// 新旧シリアル番号の紐付け: one generation back.
    Predecessor,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It is of before, signed then, and has run out.
    Stale,
    /// It is dated after the clock.
    Future,
    /// Another key than that of the signer it names has signed it.
    WrongKey,
    /// It is of the generation of the authority before, which signed it.
    WrongGeneration,
    /// It is of the authority for the other purpose.
    OtherPurpose,
    /// It ends in the middle.
    Truncated,
    /// It is none.
    Garbage,
    /// It comes after this time. Within the process nobody waits: the answer is that the time is over.
    Slow(Duration),
    /// 503: the service is out of order.
    Unavailable,
    /// The connection breaks off before an answer.
    Reset,
    /// The place of the signature is filled with zeros.
    Unsigned,
    /// A delegated responder signed it whose certificate has expired.
    ExpiredResponder,
    /// A delegated responder signed it whose certificate is not for OCSP.
    NoExtendedKeyUsage,
    /// It does not repeat the nonce.
    NoNonce,
    /// It was made for another question: with another nonce, of the day before yesterday, or about another number.
    Replayed,
    /// It says that the number is not known.
    Unknown,
    /// The list is not there.
    MissingPartition,
}

impl Fault {
    /// One of each, as [`FaultRule`]s take them; [`Self::Slow`] by this time.
    #[must_use]
    pub const fn all(slow: Duration) -> [Self; 17] {
        [
            Self::Stale,
            Self::Future,
            Self::WrongKey,
            Self::WrongGeneration,
            Self::OtherPurpose,
            Self::Truncated,
            Self::Garbage,
            Self::Slow(slow),
            Self::Unavailable,
            Self::Reset,
            Self::Unsigned,
            Self::ExpiredResponder,
            Self::NoExtendedKeyUsage,
            Self::NoNonce,
            Self::Replayed,
            Self::Unknown,
            Self::MissingPartition,
        ]
    }

    /// Returns whether a service can fail so.
    #[must_use]
    pub const fn befalls(self, service: Service) -> bool {
        match self {
            Self::OtherPurpose
            | Self::Truncated
            | Self::Garbage
            | Self::Slow(_)
            | Self::Unavailable
            | Self::Reset
            | Self::Replayed => true,
            Self::Stale
            | Self::Future
            | Self::WrongKey
            | Self::WrongGeneration
            | Self::Unsigned => !matches!(service, Service::Counterpart | Service::Predecessor),
            Self::ExpiredResponder | Self::NoExtendedKeyUsage | Self::NoNonce => {
                matches!(service, Service::Ocsp(_))
            }
            Self::Unknown => !matches!(service, Service::Crl(_) | Service::Arl(_)),
            Self::MissingPartition => matches!(service, Service::Crl(_) | Service::Arl(_)),
        }
    }
}

/// Which answers are wrong, in which way.
#[derive(Clone, Debug)]
pub struct FaultRule {
    service: Service,
    fault: Fault,
    left: Option<u32>,
    serial: Option<Vec<u8>>,
}

impl FaultRule {
    /// Every answer of this service, until the faults are cleared.
    ///
    /// # Panics
    /// If the service [cannot](Fault::befalls) fail so.
    #[must_use]
    pub fn new(service: Service, fault: Fault) -> Self {
        assert!(fault.befalls(service), "{service:?} cannot fail by {fault:?}");
        Self { service, fault, left: None, serial: None }
    }

    /// Only the next answers, this many.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self { left: Some(count), ..self }
    }

    /// Only answers to questions about this certificate. Lists answer no question: they stay right.
    #[must_use]
    pub fn about(self, certificate: &EndEntity) -> Self {
        Self { serial: Some(certificate.serial().as_bytes().to_vec()), ..self }
    }

    fn is_for(&self, service: Service, serial: Option<&[u8]>) -> bool {
        self.service == service
            && self.left != Some(0)
            && self.serial.as_deref().is_none_or(|only| serial == Some(only))
    }
}

/// The rules in force, the first one first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FaultRule>);

impl Faults {
    pub(crate) fn add(&mut self, rule: FaultRule) {
        self.0.push(rule);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// What is wrong with the answer to this question, which counts.
    pub(crate) fn take(&mut self, service: Service, serial: Option<&[u8]>) -> Option<Fault> {
        let rule = self.0.iter_mut().find(|rule| rule.is_for(service, serial))?;
        rule.left = rule.left.map(|left| left.saturating_sub(1));
        Some(rule.fault)
    }
}

/// Why no answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    Unavailable,
    Reset,
    Missing,
    /// The question was none.
    BadRequest,
}

/// What comes of a question, and after which time.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) delay: Duration,
    pub(crate) answer: Result<Vec<u8>, Silence>,
}

impl Reply {
    pub(crate) const fn at_once(answer: Vec<u8>) -> Self {
        Self { delay: Duration::ZERO, answer: Ok(answer) }
    }

    pub(crate) const fn silent(silence: Silence) -> Self {
        Self { delay: Duration::ZERO, answer: Err(silence) }
    }

    /// The reply under a fault that any answer may have; `make` makes an answer with one of the others, or without.
    pub(crate) fn under(
        fault: Option<Fault>,
        garbage: impl FnOnce() -> Vec<u8>,
        make: impl FnOnce(Option<Fault>) -> Vec<u8>,
    ) -> Self {
        match fault {
            Some(Fault::Unavailable) => Self::silent(Silence::Unavailable),
            Some(Fault::Reset) => Self::silent(Silence::Reset),
            Some(Fault::MissingPartition) => Self::silent(Silence::Missing),
            Some(Fault::Slow(delay)) => Self { delay, answer: Ok(make(None)) },
            Some(Fault::Garbage) => Self::at_once(garbage()),
            Some(Fault::Truncated) => {
                let mut answer = make(None);
                answer.truncate(answer.len() / 2);
                Self::at_once(answer)
            }
            fault => Self::at_once(make(fault)),
        }
    }
}
