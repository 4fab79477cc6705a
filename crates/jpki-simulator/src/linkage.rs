mod answer;
mod error;
mod http;
mod question;

pub use error::LinkageError;
pub use http::HttpLinkage;

use jpki_auth::binding::{Counterpart, Predecessor, RenewalConsent, SerialInquiry};
use jpki_auth::{asynchronous, blocking};

use crate::fault::{Reply, Service, Silence};
use crate::simulator::Simulator;
use question::Asked;

impl Simulator {
    /// Asks without a way between: by the same octets.
    fn link(&self, service: Service, asked: &Asked) -> Result<Vec<u8>, LinkageError> {
        let reply = self.shared.with_mut(|state| state.link(service, asked.as_bytes()));
        let Reply { delay, answer } = reply;
        if !delay.is_zero() {
            return Err(LinkageError::TimedOut);
        }
        answer.map_err(|silence| match silence {
            Silence::Reset => LinkageError::Unreachable,
            Silence::Unavailable | Silence::Missing | Silence::BadRequest => LinkageError::Refused,
        })
    }
}

// Requirement: LINK-02, LINK-04
impl blocking::SerialLinkage for Simulator {
    type Error = LinkageError;

    fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, LinkageError> {
        let asked = Asked::counterpart(inquiry)?;
        asked.counterpart_in(&self.link(Service::Counterpart, &asked)?)
    }

    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, LinkageError> {
        let asked = Asked::predecessor(inquiry, consent)?;
        asked.predecessor_in(&self.link(Service::Predecessor, &asked)?)
    }
}

impl asynchronous::SerialLinkage for Simulator {
    type Error = LinkageError;

    async fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, LinkageError> {
        blocking::SerialLinkage::counterpart(self, inquiry)
    }

    async fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, LinkageError> {
        blocking::SerialLinkage::predecessor(self, inquiry, consent)
    }
}
