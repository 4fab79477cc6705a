//! Users of the vault as the monitor's customers.

use jpki_core::time::ValidationTime;
use jpki_monitor::{Customer, CustomerReference, HeldCertificate, HeldSerial, RecordedConsent};
use jpki_x509::kind::{CertificateKind, Medium};

use super::{Place, VaultEntry, VaultUser};

/// The media in the order of their references.
const MEDIA: [(Medium, u64); 3] =
    [(Medium::Card, 1), (Medium::Smartphone, 2), (Medium::Unknown, 3)];

/// Which user the monitor means by a reference.
pub(super) const fn user_number(reference: CustomerReference) -> u64 {
    reference.0 >> 2
}

/// A user as customers of the monitor, one for each medium, in ascending order; none without the recorded consent to periodic
/// checks for each certificate on it.
// Requirement: REV-01
pub(super) fn of(user: &VaultUser, run: ValidationTime) -> Vec<Customer> {
    MEDIA.iter().filter_map(|(medium, code)| customer(user, *medium, *code, run)).collect()
}

fn customer(user: &VaultUser, medium: Medium, code: u64, run: ValidationTime) -> Option<Customer> {
    let entry = |kind| user.entry(Place::new(kind, medium));
    let signature = entry(CertificateKind::Signature);
    let authentication = entry(CertificateKind::UserAuthentication);
    let consents: Option<Vec<_>> = [signature, authentication]
        .into_iter()
        .flatten()
        .map(|entry| {
            let consent = entry.consents().periodic_check?;
            RecordedConsent::given_at(consent.instant(), run)
        })
        .collect();
    let consent = consents?.into_iter().max_by_key(RecordedConsent::instant)?;
    let reference = CustomerReference(user.number().checked_mul(4)?.checked_add(code)?);
    let (signature, authentication) = (held(signature)?, held(authentication)?);
    Some(Customer { reference, consent, signature, authentication })
}

/// `None` if its number is none that the monitor takes, which the vault does not keep either.
fn held(entry: Option<&VaultEntry>) -> Option<Option<HeldCertificate>> {
    let Some(VaultEntry { certificate, .. }) = entry else { return Some(None) };
    Some(Some(HeldCertificate {
        generation: certificate.generation(),
        serial_number: HeldSerial::of(certificate.serial_number())?,
        not_after: certificate.not_after(),
    }))
}
