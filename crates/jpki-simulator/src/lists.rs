use std::time::Duration;

use jpki_core::time::Timestamp;
use jpki_testkit::jpki::{Authority, Generation, Purpose};
use jpki_testkit::pki::{CrlBuilder, ReasonCode, SerialNumber, signed};

use crate::fault::{Fault, Reply, Service, Silence};
use crate::holder::{days, start_of_day, to_utc};
use crate::issued::Standing;
use crate::shared::State;

/// One list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ListName {
    /// Of an authority's own certificates.
    Arl,
    /// Of all certificates that the key issued.
    Crl,
    /// Of those of a municipality, by its code (jpki-profile §4.1).
    Partition(String),
}

impl State {
    /// Returns the list as it is served now.
    pub(crate) fn serve_list(
        &mut self,
        name: &ListName,
        purpose: Purpose,
        generation: Generation,
    ) -> Reply {
        let service = match name {
            ListName::Arl => Service::Arl(purpose),
            ListName::Crl | ListName::Partition(_) => Service::Crl(purpose),
        };
        let fault = self.faults.take(service, None);
        let today = self.list_of_the_day();
        if let ListName::Partition(code) = name
            && self.register.point(purpose, code).is_none()
        {
            return Reply::silent(Silence::Missing);
        }
        let garbage = || self.garbage();
        Reply::under(fault, garbage, |fault| {
            self.list_under(fault, name, purpose, generation, today)
        })
    }

    /// thisUpdate of the list that is served: made at midnight, and there after 5 to 10 minutes (jpki-profile §5), so
    /// that it is yesterday's before.
    pub(crate) fn list_of_the_day(&self) -> Timestamp {
        let midnight = start_of_day(self.now);
        let minutes = self.choices(&format!("publication {midnight}")).below(301);
        let published = midnight.after(Duration::from_secs(5 * 60 + minutes));
        if self.now < published { midnight.before(days(1)) } else { midnight }
    }

    fn list_under(
        &self,
        fault: Option<Fault>,
        name: &ListName,
        purpose: Purpose,
        generation: Generation,
        today: Timestamp,
    ) -> Vec<u8> {
        let (mut purpose, mut generation, mut as_of) = (purpose, generation, today);
        match fault {
            Some(Fault::Stale) => as_of = today.before(days(9)),
            Some(Fault::Replayed) => as_of = today.before(days(2)),
            Some(Fault::Future) => as_of = today.after(days(2)),
            Some(Fault::OtherPurpose) => purpose = other(purpose),
            Some(Fault::WrongGeneration) => generation = sibling(generation),
            _ => {}
        }
        let authority = self.register.authority(purpose, generation);
        let list = self.list(name, &authority, as_of);
        let key = authority.key();
        match fault {
            Some(Fault::WrongKey) => {
                let foreign = self.register.authority(purpose, Generation::Foreign);
                list.sign(foreign.key())
            }
            Some(Fault::Unsigned) => {
                let algorithm = key.usual_algorithm();
                let length = key.modulus_length().unwrap_or_default();
                signed(list.to_be_signed(algorithm), algorithm.identifier(), &vec![0; length])
            }
            _ => list.sign(key),
        }
    }

    /// The list as of a midnight. Nothing is said of certificates that have expired (guideline 001, 付録①(ア)b).
    fn list(&self, name: &ListName, authority: &Authority, as_of: Timestamp) -> CrlBuilder {
        let jpki = self.jpki_at(as_of);
        let point = match name {
            ListName::Arl => {
                let revocations = self.register.authority_revocations(authority, as_of);
                return with_entries(jpki.arl(authority), revocations);
            }
            ListName::Crl => None,
            ListName::Partition(code) => self.register.point(authority.purpose(), code),
        };
        let (list, strangers) = match &point {
            None => (jpki.crl(authority), self.register.strangers(authority)),
            Some(point) => (jpki.partitioned_crl(authority, point.clone()), Vec::new()),
        };
        let mut entries: Vec<(SerialNumber, Timestamp, ReasonCode)> = strangers
            .into_iter()
            .filter(|(_, since, _)| *since <= as_of)
            .map(|(place, since, reason)| (authority.serial_after(place), since, reason))
            .collect();
        for issued in self.register.issued() {
            let issuer = issued.end_entity.authority();
            let is_here = (issuer.purpose(), issuer.generation())
                == (authority.purpose(), authority.generation())
                && point.as_ref().is_none_or(|p| *p == issued.end_entity.distribution_point());
            if let (true, Standing::Revoked(since, reason)) = (is_here, issued.standing(as_of)) {
                entries.push((issued.end_entity.serial(), since, reason));
            }
        }
        with_entries(list, entries)
    }
}

fn with_entries(
    list: CrlBuilder,
    entries: impl IntoIterator<Item = (SerialNumber, Timestamp, ReasonCode)>,
) -> CrlBuilder {
    entries
        .into_iter()
        .fold(list, |list, (serial, since, reason)| list.revoke(serial, to_utc(since), reason))
}

/// The authority for the other purpose.
pub(crate) const fn other(purpose: Purpose) -> Purpose {
    match purpose {
        Purpose::Sign => Purpose::Auth,
        Purpose::Auth => Purpose::Sign,
    }
}

/// The generation of the same authority before this one; of the first, the fourth.
pub(crate) const fn sibling(generation: Generation) -> Generation {
    match generation {
        Generation::Second => Generation::First,
        Generation::Third | Generation::Foreign => Generation::Second,
        Generation::Fourth => Generation::Third,
        Generation::First => Generation::Fourth,
    }
}
