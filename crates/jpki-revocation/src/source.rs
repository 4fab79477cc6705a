//! Where the facade and others learn the status of certificates from: CRLs in memory ([`LoadedCrls`]), CRLs in
//! stores ([`StoredCrls`]), or a source of the caller's own.

mod loaded;
mod readiness;
#[cfg(feature = "store")]
mod stored;

use jpki_core::time::ValidationTime;

pub use loaded::{LoadCrlError, LoadedCrls};
pub use readiness::{AnchorReadiness, CrlReadiness};
#[cfg(feature = "store")]
pub use stored::StoredCrls;

use crate::status::{RevocationAssessment, RevocationTarget};

/// A source of the revocation status of certificates: CRLs in memory, a store, responses of a responder.
///
/// Calls no network and reads no clock: what is not available is unknown. What it says about another certificate,
/// issuer or time than it is asked about is not believed.
pub trait StatusSource: Send + Sync {
    /// What is known of a user's certificate, from its CRL or responder.
    fn certificate_status(
        &self,
        target: &RevocationTarget<'_>,
        at: ValidationTime,
    ) -> RevocationAssessment;

    /// What is known of a trust anchor's own certificate, from the ARL.
    fn anchor_status(
        &self,
        target: &RevocationTarget<'_>,
        at: ValidationTime,
    ) -> RevocationAssessment;
}
