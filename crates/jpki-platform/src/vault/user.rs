use core::fmt;

use jpki_core::event::Tenant;
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::CertificateKind;

use super::keys::UserKey;
use super::{
    Consents, Place, PredecessorQuestion, QuestionRefused, Renewal, VaultCertificate, VaultEntry,
};

/// A user of one tenant with the certificates that the vault keeps, opened.
pub struct VaultUser {
    pub(super) tenant: Tenant,
    pub(super) user: PairwiseIdentifier,
    /// 0 until the store gave one.
    pub(super) number: u64,
    /// 0 until it is stored.
    pub(super) revision: u64,
    pub(super) key: UserKey,
    /// In the order of their places.
    pub(super) entries: Vec<VaultEntry>,
}

impl VaultUser {
    /// Returns the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Returns what the tenant calls the user by.
    #[must_use]
    pub const fn user(&self) -> &PairwiseIdentifier {
        &self.user
    }

    /// Returns the store's number of the user, in whose order users are read. 0 before the user is stored.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// Returns the certificates.
    #[must_use]
    pub fn entries(&self) -> &[VaultEntry] {
        &self.entries
    }

    /// Returns the certificate of this place.
    #[must_use]
    pub fn entry(&self, place: Place) -> Option<&VaultEntry> {
        self.entries.iter().find(|entry| entry.certificate.place() == place)
    }

    /// Returns the certificate with this number.
    #[must_use]
    pub fn entry_of(
        &self,
        kind: CertificateKind,
        serial_number: SerialNumber<'_>,
    ) -> Option<&VaultEntry> {
        self.entries.iter().find(|entry| is_of(entry, kind, serial_number))
    }

    /// Registers a certificate (登録), with what the user consented to. It takes the place of one that was there, with a new
    /// history; a certificate that is there already keeps its own, and gets the consents.
    // Requirement: LINK-01
    pub fn enrol(&mut self, certificate: VaultCertificate, consents: Consents) {
        self.consent(consents);
        let known = self.entries.iter().position(|it| it.certificate.is_same(&certificate));
        let entry = match known {
            Some(position) => VaultEntry { certificate, ..self.entries.remove(position) },
            None => VaultEntry::new(certificate, consents),
        };
        self.put(entry);
    }

    /// Records what the user consents to now, for all certificates. What is not in it is withdrawn.
    pub fn consent(&mut self, consents: Consents) {
        self.entries.iter_mut().for_each(|entry| entry.consents = consents);
    }

    /// Notes that the certificate of this place was used, and found good as of this instant.
    // Requirement: REV-11
    pub fn note_use(&mut self, place: Place, at: Timestamp) {
        if let Some(entry) = self.entry_mut(place) {
            entry.uses.note(at);
            entry.note_good(at);
        }
    }

    /// Notes that a check found the certificate of this place good as of this instant.
    pub fn note_check(&mut self, place: Place, at: Timestamp) {
        if let Some(entry) = self.entry_mut(place) {
            entry.note_good(at);
        }
    }

    /// Removes the certificate of this place; whether there was one.
    pub fn remove(&mut self, place: Place) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.certificate.place() != place);
        self.entries.len() < before
    }

    /// Returns the question for the certificate one generation before this new one, which the user consented to.
    ///
    /// # Errors
    /// [`QuestionRefused`] if the user has no certificate of this kind, or no consent is recorded.
    // Requirement: LINK-04
    pub fn predecessor_question(
        &self,
        new: VaultCertificate,
    ) -> Result<PredecessorQuestion, QuestionRefused> {
        let mut of_kind =
            self.entries.iter().filter(|it| it.certificate.place().kind() == new.place().kind());
        let first = of_kind.next().ok_or(QuestionRefused::NoEntry)?;
        let consent = first.consents.inquiry.ok_or(QuestionRefused::NoConsent)?;
        Ok(PredecessorQuestion { user: self.user, new, consent })
    }

    /// Puts the new certificate in the place of the one before, which J-LIS named in answer to this question (`None`: it knows
    /// none).
    // Requirement: LINK-04, LINK-05
    pub fn renew(
        &mut self,
        question: &PredecessorQuestion,
        answer: Option<SerialNumber<'_>>,
        now: Timestamp,
    ) -> Renewal {
        let before = answer
            .filter(|_| question.user == self.user)
            .and_then(|answer| self.entry_of(question.kind(), answer))
            .cloned();
        let Some(before) = before else { return Renewal::GapNeedsReRegistration };
        self.remove(before.certificate.place());
        let succession = before.succession.followed_by(now, before.certificate.generation());
        let entry = VaultEntry::new(question.new.clone(), before.consents);
        self.put(VaultEntry { succession, ..entry });
        Renewal::Renewed
    }

    fn put(&mut self, entry: VaultEntry) {
        self.remove(entry.certificate.place());
        self.entries.push(entry);
        self.entries.sort_by_key(|entry| entry.certificate.place());
    }

    fn entry_mut(&mut self, place: Place) -> Option<&mut VaultEntry> {
        self.entries.iter_mut().find(|entry| entry.certificate.place() == place)
    }
}

fn is_of(entry: &VaultEntry, kind: CertificateKind, serial_number: SerialNumber<'_>) -> bool {
    let certificate = &entry.certificate;
    certificate.place().kind() == kind && certificate.serial_number().matches(serial_number)
}

impl fmt::Debug for VaultUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultUser({}, {} certificates)", self.tenant.text(), self.entries.len())
    }
}
