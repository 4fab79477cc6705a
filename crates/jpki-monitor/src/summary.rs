use jpki_core::event::{Action, ActionResult, Operation};
use jpki_core::time::Timestamp;
use jpki_x509::kind::{CertificateKind, Generation};

/// The progress of a run, including the part before an interruption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Customers checked.
    pub customers: u64,
    /// Changes found.
    pub changes: u64,
}

/// The result of a finished run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The number of the run, from 1.
    pub run: u64,
    /// Customers checked.
    pub customers: u64,
    /// Changes reported.
    pub changes: u64,
    /// Certificates of customers whose status could not be found. No change of these is reported, whatever happened to
    /// them. Empty if all were found.
    pub unknown: Vec<UnknownCertificates>,
}

impl Summary {
    /// Returns what an operation log is to be told of a run that ended at this time: an inquiry about all customers at
    /// once. [`MonitorError`](crate::MonitorError) ends one that [failed](ActionResult::Failed).
    // Requirement: ACC-4
    pub const fn operation(&self, now: Timestamp) -> Operation {
        Operation::new(Action::RevocationInquiry, ActionResult::Done, now)
    }
}

/// Certificates of one key of an authority whose status could not be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownCertificates {
    /// The kind of certificates that the authority issues.
    pub kind: CertificateKind,
    /// The generation of the key that issued them.
    pub generation: Generation,
    /// Their number.
    pub certificates: u64,
}
