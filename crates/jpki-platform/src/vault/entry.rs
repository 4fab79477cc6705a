use core::fmt;

use jpki_core::time::Timestamp;

use super::{Consents, Succession, Uses, VaultCertificate};

/// A user's certificate in the vault.
///
/// It does not give its serial number; a question does, and there is none without consent:
///
/// ```compile_fail,E0599
/// # // Requirement: LINK-03
/// use jpki_platform::vault::VaultEntry;
///
/// fn ask(entry: &VaultEntry) {
///     let _ = entry.serial_number();
/// }
/// ```
///
/// ```compile_fail,E0451
/// # // Requirement: REV-01
/// use jpki_platform::vault::{PeriodicCheck, VaultEntry};
///
/// fn ask(entry: &VaultEntry) -> PeriodicCheck<'_> {
///     PeriodicCheck { entry, consent: todo!() }
/// }
/// ```
///
/// ```
/// use jpki_core::time::Timestamp;
/// use jpki_platform::vault::{PeriodicCheck, QuestionRefused, VaultEntry};
///
/// fn ask(entry: &VaultEntry, now: Timestamp) -> Result<PeriodicCheck<'_>, QuestionRefused> {
///     entry.periodic_check(now)
/// }
/// ```
#[derive(Clone)]
pub struct VaultEntry {
    pub(super) certificate: VaultCertificate,
    pub(super) consents: Consents,
    pub(super) succession: Succession,
    pub(super) last_good: Option<Timestamp>,
    pub(super) uses: Uses,
}

impl VaultEntry {
    pub(super) fn new(certificate: VaultCertificate, consents: Consents) -> Self {
        let (succession, last_good, uses) = Default::default();
        Self { certificate, consents, succession, last_good, uses }
    }

    /// Returns the certificate, without its number.
    #[must_use]
    pub const fn certificate(&self) -> &VaultCertificate {
        &self.certificate
    }

    /// Returns what the user consented to.
    #[must_use]
    pub const fn consents(&self) -> Consents {
        self.consents
    }

    /// Returns the ledger of generations.
    #[must_use]
    pub const fn succession(&self) -> &Succession {
        &self.succession
    }

    /// Returns the latest instant as of which it was found good, by a use or a check.
    #[must_use]
    pub const fn last_good(&self) -> Option<Timestamp> {
        self.last_good
    }

    /// Returns when it was used and found good.
    #[must_use]
    pub const fn uses(&self) -> &Uses {
        &self.uses
    }

    pub(super) fn note_good(&mut self, at: Timestamp) {
        self.last_good = self.last_good.max(Some(at));
    }
}

impl fmt::Debug for VaultEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultEntry({:?})", self.certificate.place())
    }
}
