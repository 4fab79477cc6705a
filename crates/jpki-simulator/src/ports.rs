use std::fmt;

use jpki_revocation::ocsp::{OcspRequest, TransportError};
use jpki_testkit::jpki::{Generation, Person, Purpose};
use jpki_transport::{asynchronous, blocking};

use crate::fault::{Reply, Silence};
use crate::lists::ListName;
use crate::shared::Shared;

/// The municipality whose certificates a partition of a list is of, by its code of five digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition(pub(crate) String);

impl Partition {
    /// Returns the partition where a person lives.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self(person.municipality_code.clone())
    }

    /// Returns the partition of a municipality; the simulator has it if anybody lives there.
    #[must_use]
    pub fn of_municipality(code: &str) -> Self {
        Self(code.to_owned())
    }
}

/// Fetches one list, as a transport does, without a way between.
#[derive(Clone)]
pub struct ListPort {
    shared: Shared,
    name: ListName,
    purpose: Purpose,
    generation: Generation,
}

/// Asks one responder, as a transport does, without a way between.
#[derive(Clone)]
pub struct OcspPort {
    shared: Shared,
    purpose: Purpose,
}

impl ListPort {
    pub(crate) fn crl(
        shared: Shared,
        purpose: Purpose,
        generation: Generation,
        partition: Option<Partition>,
    ) -> Self {
        let name = match partition {
            None => ListName::Crl,
            Some(Partition(code)) => ListName::Partition(code),
        };
        Self { shared, name, purpose, generation }
    }

    pub(crate) const fn arl(shared: Shared, purpose: Purpose, generation: Generation) -> Self {
        Self { shared, name: ListName::Arl, purpose, generation }
    }
}

impl OcspPort {
    pub(crate) const fn new(shared: Shared, purpose: Purpose) -> Self {
        Self { shared, purpose }
    }
}

impl blocking::CrlTransport for ListPort {
    fn fetch(&self) -> Result<Vec<u8>, TransportError> {
        let Self { shared, name, purpose, generation } = self;
        let reply = shared.with_mut(|state| state.serve_list(name, *purpose, *generation));
        without_way(reply)
    }
}

impl asynchronous::CrlTransport for ListPort {
    async fn fetch(&self) -> Result<Vec<u8>, TransportError> {
        blocking::CrlTransport::fetch(self)
    }
}

impl blocking::OcspTransport for OcspPort {
    fn ask(&self, request: &OcspRequest) -> Result<Vec<u8>, TransportError> {
        let request = request.expose_protected();
        without_way(self.shared.with_mut(|state| state.respond(self.purpose, request)))
    }
}

impl asynchronous::OcspTransport for OcspPort {
    async fn ask(&self, request: &OcspRequest) -> Result<Vec<u8>, TransportError> {
        blocking::OcspTransport::ask(self, request)
    }
}

/// What a transport over HTTP would tell of this reply.
fn without_way(reply: Reply) -> Result<Vec<u8>, TransportError> {
    if !reply.delay.is_zero() {
        return Err(TransportError::TimedOut);
    }
    reply.answer.map_err(|silence| match silence {
        Silence::Reset => TransportError::Unreachable,
        Silence::Unavailable | Silence::Missing | Silence::BadRequest => TransportError::Refused,
    })
}

impl fmt::Debug for ListPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListPort({:?}, {:?}, {:?})", self.name, self.purpose, self.generation)
    }
}

impl fmt::Debug for OcspPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OcspPort({:?})", self.purpose)
    }
}
