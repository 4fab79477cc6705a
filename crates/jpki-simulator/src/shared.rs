use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jpki_core::time::Timestamp;
use jpki_testkit::jpki::SyntheticJpki;
use jpki_testkit::seed::{Choices, Seed};

use crate::fault::Faults;
use crate::holder::to_utc;
use crate::register::Register;

/// Who signs the answers of the responder. Which one J-LIS does is not public (jpki-profile §6); the guideline says the
/// authority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OcspSigner {
    /// The authority itself.
    #[default]
    Authority,
    /// A delegated responder below it (RFC 6960 §4.2.2.2).
    Delegate,
}

/// A handle of what there is behind all handles.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<State>>);

/// What there is.
pub(crate) struct State {
    seed: u64,
    pub(crate) now: Timestamp,
    pub(crate) signer: OcspSigner,
    pub(crate) register: Register,
    pub(crate) faults: Faults,
}

impl Shared {
    pub(crate) fn new(state: State) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    pub(crate) fn with<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.lock())
    }

    pub(crate) fn with_mut<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.lock())
    }

    /// A test that failed elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    pub(crate) fn begin(seed: u64, start: Timestamp) -> Self {
        Self {
            seed,
            now: start,
            signer: OcspSigner::default(),
            register: Register::new(Seed::new(seed), SyntheticJpki::new(seed, to_utc(start))),
            faults: Faults::default(),
        }
    }

    /// The synthetic JPKI as it stands then: for lists and responders, whose dates follow it.
    pub(crate) fn jpki_at(&self, instant: Timestamp) -> SyntheticJpki {
        SyntheticJpki::new(self.seed, to_utc(instant))
    }

    /// Reproducible octets that are nothing.
    pub(crate) fn garbage(&self) -> Vec<u8> {
        let mut garbage = vec![0; 400];
        self.choices("garbage").fill(&mut garbage);
        garbage
    }

    pub(crate) fn choices(&self, purpose: &str) -> Choices {
        Seed::new(self.seed).derive(purpose).choices()
    }
}
