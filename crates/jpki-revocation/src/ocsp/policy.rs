use core::time::Duration;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::report::Reason;
use jpki_core::time::{ClockAllowance, Timestamp, ValidationTime};

use super::answer::Answer;
use crate::freshness::{NextUpdate, is_stale};

/// How a responder is asked, and which of its answers are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
pub enum DelegateStatus {
    /// It says that it need not be asked (ocsp-nocheck), or it is known not to be revoked.
    Known,
    /// Nothing, which the standard leaves to the relying party.
    NotAsked,
    /// No delegate is believed, whatever its certificate says: the issuer's own key and responders that the
    /// configuration names answer, nobody else.
    Refused,
}

/// How old an answer may be to say anything (鮮度).
///
/// An answer is never believed once its nextUpdate has passed, nor if it was signed before the time at which it
/// says to have known (RFC 6960 §2.4). Where nothing bounds its age (no nextUpdate, no greatest age, no nonce that
/// came back) good is reported with a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OcspFreshness {
    /// Whether an answer must say when more will be known.
    pub next_update: NextUpdate,
    /// The greatest age, counted from thisUpdate; none if nextUpdate alone decides.
    pub maximum_age: Option<Duration>,
    /// Whether the time of signing counts.
    pub production: ProductionTime,
    /// How far in the future thisUpdate and producedAt may lie, because clocks differ.
    pub clock_skew: ClockAllowance,
}

/// Whether the time at which a response was signed (producedAt) counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProductionTime {
    /// It must not be later than the present.
    NotLater,
    /// It does not (RFC 6960 §3.2 does not ask).
    Ignored,
}

impl OcspPolicy {
    /// For J-LIS, whose information is renewed every 15 minutes (guideline 001 ※10): answers at most 17 minutes
    /// old, so that a renewal has 2 to arrive, clocks 5 minutes apart, nonce required, delegates known to be in
    /// force.
    ///
    /// Whether its responder repeats nonces, and which digest it expects, is not public (jpki-profile §6):
    /// SHA-1 names certificates, as RFC 5019 §2.1.1 has it, which signs nothing.
    #[must_use]
    // Requirement: OCSP-03
    pub const fn immediate() -> Self {
        Self {
            freshness: OcspFreshness {
                next_update: NextUpdate::Optional,
                maximum_age: Some(Duration::from_secs(17 * 60)),
                production: ProductionTime::NotLater,
                clock_skew: ClockAllowance::DEFAULT,
            },
            nonce: NonceMode::Required,
            delegate: DelegateStatus::Known,
            certificate_id: DigestAlgorithm::Sha1,
        }
    }

    /// RFC 6960 and nothing more, **for conformance tests**: nextUpdate decides, and may be absent; no skew; a
    /// nonce is sent and need not come back; delegates are not asked about. Whoever is in the way can answer with
    /// a response of years ago that has no nextUpdate: it is good, with a warning
    /// ([`Reason::ResponseAgeUnbounded`]). Use [`Self::immediate`] or [`Self::rfc_5019`].
    #[must_use]
    pub const fn rfc_6960() -> Self {
        Self {
            freshness: OcspFreshness {
                next_update: NextUpdate::Optional,
                maximum_age: None,
                production: ProductionTime::Ignored,
                clock_skew: ClockAllowance::NONE,
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
    // RFC 6960 §3.2(5), (6), §2.4, §4.2.2.1
    // Requirement: OCSP-03
    pub(super) fn admit(
        &self,
        answer: &Answer<'_>,
        produced_at: Timestamp,
        at: ValidationTime,
    ) -> Result<(), Reason> {
        let is_by_now = |claimed| self.clock_skew.admits(claimed, at.present());
        let this_update = answer.this_update();
        let is_signed_later =
            self.production == ProductionTime::NotLater && !is_by_now(produced_at);
        if !is_by_now(this_update) || is_signed_later {
            return Err(Reason::ResponseFromFuture);
        }
        if answer.next_update().is_none() && self.next_update == NextUpdate::Required {
            return Err(Reason::ResponseWithoutNextUpdate);
        }
        if is_stale(this_update, answer.next_update(), self.maximum_age, at) {
            return Err(Reason::ResponseStale);
        }
        if produced_at < this_update {
            return Err(Reason::ResponseProducedEarlier);
        }
        Ok(())
    }

    /// Whether anything bounds the age of an answer that was admitted.
    pub(super) fn bounds(&self, answer: &Answer<'_>) -> bool {
        self.maximum_age.is_some() || answer.next_update().is_some()
    }
}
