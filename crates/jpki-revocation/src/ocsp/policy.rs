use core::time::Duration;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};

use super::Answer;
use crate::freshness::NextUpdate;

/// How a responder is asked, and which of its answers are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OcspPolicy {
    /// How old an answer may be.
    pub freshness: OcspFreshness,
    /// Whether a response must repeat the nonce of its request.
    pub nonce: NonceMode,
    /// What must be known of a delegated responder's own certificate.
    pub delegate: DelegateStatus,
    /// Digest by which certificates are named in requests. Answers may use any that these crates know.
    pub certificate_id: DigestAlgorithm,
}

/// Whether a response must repeat the nonce of its request (RFC 9654 §2, RFC 6960 §4.4.1). One that has
/// another nonce than its request is never believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceMode {
    /// It must.
    Required,
    /// A nonce is sent, and a response without one is accepted with a warning: it may be a replay, as
    /// fresh as its dates say.
    AbsenceAccepted,
    /// No nonce is sent, so that responders and caches may answer with what they have (RFC 5019 §4).
    Off,
}

/// What must be known of a delegated responder's certificate (RFC 6960 §4.2.2.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DelegateStatus {
    /// It says that it need not be asked (ocsp-nocheck), or it is known not to be revoked.
    Known,
    /// Nothing, which the standard leaves to the relying party.
    NotAsked,
}

/// How old an answer may be to say anything (鮮度).
///
/// All comparisons grant the skew. An answer is never believed once its nextUpdate has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OcspFreshness {
    /// Whether an answer must say when more will be known.
    pub next_update: NextUpdate,
    /// The greatest age, counted from thisUpdate; none if nextUpdate alone decides.
    pub maximum_age: Option<Duration>,
    /// Whether the time of signing counts.
    pub production: ProductionTime,
    /// How far clocks may differ.
    pub clock_skew: Duration,
}

/// Whether the time at which a response was signed (producedAt) counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductionTime {
    /// It must not be later than the time that is judged: answers that were had at that time.
    NotLater,
    /// It does not: for a past time a response may have been signed since (RFC 6960 §3.2 does not ask).
    Ignored,
}

impl OcspPolicy {
    /// For J-LIS, whose information is renewed every 15 minutes (guideline 001 ※10): answers at most 15
    /// minutes old, clocks 2 minutes apart, nonce required, delegates known to be in force.
    ///
    /// Whether its responder repeats nonces, and which digest it expects, is not public (jpki-profile §6):
    /// SHA-1 names certificates, as RFC 5019 §2.1.1 has it, which signs nothing.
    #[must_use]
    pub const fn immediate() -> Self {
        Self {
            freshness: OcspFreshness {
                next_update: NextUpdate::Optional,
                maximum_age: Some(Duration::from_secs(15 * 60)),
                production: ProductionTime::NotLater,
                clock_skew: Duration::from_secs(2 * 60),
            },
            nonce: NonceMode::Required,
            delegate: DelegateStatus::Known,
            certificate_id: DigestAlgorithm::Sha1,
        }
    }

    /// RFC 6960 and nothing more: nextUpdate decides, and may be absent; no skew; a nonce is sent and need
    /// not come back; delegates are not asked about.
    #[must_use]
    pub const fn rfc_6960() -> Self {
        Self {
            freshness: OcspFreshness {
                next_update: NextUpdate::Optional,
                maximum_age: None,
                production: ProductionTime::Ignored,
                clock_skew: Duration::ZERO,
            },
            nonce: NonceMode::AbsenceAccepted,
            delegate: DelegateStatus::NotAsked,
            certificate_id: DigestAlgorithm::Sha1,
        }
    }

    /// RFC 5019 §4: answers made beforehand for many, without a nonce and with a nextUpdate.
    #[must_use]
    pub const fn rfc_5019() -> Self {
        let freshness =
            OcspFreshness { next_update: NextUpdate::Required, ..Self::rfc_6960().freshness };
        Self { freshness, nonce: NonceMode::Off, ..Self::rfc_6960() }
    }
}

impl OcspFreshness {
    // RFC 6960 §3.2(5), (6), §4.2.2.1
    pub(super) fn admit(
        &self,
        answer: &Answer<'_>,
        produced_at: Timestamp,
        at: ValidationTime,
    ) -> Result<(), Reason> {
        let now = at.instant();
        let latest = now.after(self.clock_skew);
        let (this_update, next_update) = (answer.this_update(), answer.next_update());
        if this_update > latest {
            return Err(Reason::ResponseFromFuture);
        }
        if self.production == ProductionTime::NotLater && produced_at > latest {
            return Err(Reason::ResponseFromFuture);
        }
        match next_update {
            None if self.next_update == NextUpdate::Required => {
                return Err(Reason::ResponseWithoutNextUpdate);
            }
            Some(next) if next < this_update || next.after(self.clock_skew) < now => {
                return Err(Reason::ResponseStale);
            }
            _ => {}
        }
        match self.maximum_age {
            Some(maximum) if now.since(this_update) > maximum.saturating_add(self.clock_skew) => {
                Err(Reason::ResponseStale)
            }
            _ => Ok(()),
        }
    }
}
