use std::fmt;
use std::time::Duration;

use jpki_auth::binding::{Counterpart, Predecessor, RenewalConsent, SerialInquiry};
use jpki_auth::{asynchronous, blocking};
use jpki_http::{Body, ClientSettings, Endpoint, Request, SettingsError};

use super::LinkageError;
use super::question::Asked;
use crate::wire::{LONGEST, MEDIA_TYPE};

/// The linkage of a simulator that is asked over HTTP(S). The form is the simulator's own, not that of J-LIS.
#[derive(Clone)]
pub struct HttpLinkage {
    counterpart: Endpoint,
    predecessor: Endpoint,
    time: Duration,
    blocking: jpki_http::blocking::Client,
    asynchronous: jpki_http::asynchronous::Client,
}

impl HttpLinkage {
    /// Asks at these addresses (`/linkage`, `/previous-serial`), each question within this time, retries and all.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn new(
        counterpart: Endpoint,
        predecessor: Endpoint,
        time: Duration,
        settings: &ClientSettings,
    ) -> Result<Self, SettingsError> {
        Ok(Self {
            counterpart,
            predecessor,
            time,
            blocking: jpki_http::blocking::Client::new(settings)?,
            asynchronous: jpki_http::asynchronous::Client::new(settings)?,
        })
    }

    fn request<'a>(&self, endpoint: &'a Endpoint, asked: &'a Asked) -> Request<'a> {
        Request {
            address: endpoint.address(),
            body: Some(Body { media_type: MEDIA_TYPE, bytes: asked.as_bytes() }),
            expected_type: Some(MEDIA_TYPE),
            largest: LONGEST,
            time: self.time,
        }
    }
}

impl blocking::SerialLinkage for HttpLinkage {
    type Error = LinkageError;

    fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, LinkageError> {
        let asked = Asked::counterpart(inquiry)?;
        asked.counterpart_in(&self.blocking.send(&self.request(&self.counterpart, &asked))?)
    }

    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, LinkageError> {
        let asked = Asked::predecessor(inquiry, consent)?;
        asked.predecessor_in(&self.blocking.send(&self.request(&self.predecessor, &asked))?)
    }
}

impl asynchronous::SerialLinkage for HttpLinkage {
    type Error = LinkageError;

    async fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, LinkageError> {
        let asked = Asked::counterpart(inquiry)?;
        let request = self.request(&self.counterpart, &asked);
        asked.counterpart_in(&self.asynchronous.send(&request).await?)
    }

    async fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, LinkageError> {
        let asked = Asked::predecessor(inquiry, consent)?;
        let request = self.request(&self.predecessor, &asked);
        asked.predecessor_in(&self.asynchronous.send(&request).await?)
    }
}

impl fmt::Debug for HttpLinkage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpLinkage")
    }
}
