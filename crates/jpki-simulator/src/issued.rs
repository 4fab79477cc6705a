use jpki_core::time::Timestamp;
use jpki_testkit::jpki::{EndEntity, Purpose};
use jpki_testkit::pki::ReasonCode;
use jpki_x509::kind::Medium;

/// A certificate with its life.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) end_entity: EndEntity,
    pub(crate) holder: usize,
    pub(crate) medium: Medium,
    pub(crate) issued_at: Timestamp,
    pub(crate) not_after: Timestamp,
    events: Vec<(Timestamp, Event)>,
}

/// What happens to a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// 失効, or 一時利用停止 if the reason is certificateHold.
    Revoked(ReasonCode),
    /// 一時利用停止解除
    Released,
}

/// What is known of a certificate at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Not issued yet, or expired: no information is given (guideline 001, 付録①(ア)b).
    NoInformation,
    Good,
    Revoked(Timestamp, ReasonCode),
}

impl Issued {
    pub(crate) const fn new(
        end_entity: EndEntity,
        holder: usize,
        medium: Medium,
        issued_at: Timestamp,
        not_after: Timestamp,
    ) -> Self {
        Self { end_entity, holder, medium, issued_at, not_after, events: Vec::new() }
    }

    pub(crate) fn purpose(&self) -> Purpose {
        self.end_entity.authority().purpose()
    }

    pub(crate) fn happens(&mut self, on: Timestamp, event: Event) {
        self.events.push((on, event));
        self.events.sort_by_key(|(on, _)| *on);
    }

    /// A revocation for good stays, whatever happens later; only a hold is released.
    pub(crate) fn standing(&self, at: Timestamp) -> Standing {
        if at < self.issued_at || at > self.not_after {
            return Standing::NoInformation;
        }
        let past = self.events.iter().take_while(|(on, _)| *on <= at);
        past.fold(Standing::Good, |standing, (on, event)| match (standing, *event) {
            (Standing::Revoked(since, reason), _) if reason != ReasonCode::CertificateHold => {
                Standing::Revoked(since, reason)
            }
            // Held already.
            (Standing::Revoked(since, _), Event::Revoked(ReasonCode::CertificateHold)) => {
                Standing::Revoked(since, ReasonCode::CertificateHold)
            }
            (_, Event::Revoked(reason)) => Standing::Revoked(*on, reason),
            (_, Event::Released) => Standing::Good,
        })
    }
}
