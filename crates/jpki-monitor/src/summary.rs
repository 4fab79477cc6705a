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
