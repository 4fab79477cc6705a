use std::fmt;
use std::time::Duration;

use jpki_core::crypto::CryptoBackend;
use jpki_core::time::Timestamp;
use jpki_testkit::asn1::ObjectIdentifier;
use jpki_testkit::jpki::{Environment, Generation, Person, Purpose};
use jpki_testkit::pki::ReasonCode;
use jpki_x509::kind::{CertificateKind, Generation as Number};
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain, TrustStore};

use crate::fault::FaultRule;
use crate::holder::days;
use crate::ports::{ListPort, OcspPort, Partition};
use crate::register::smartphone_policy_tail;
use crate::resident::Resident;
use crate::shared::{OcspSigner, Shared, State};

/// A J-LIS to rehearse with. Clones are handles of the same one.
///
/// Its clock stands still until it is [told](Self::set_clock); it never reads the machine's. The same seed, start and
/// calls give the same octets.
#[derive(Clone)]
pub struct Simulator {
    pub(crate) shared: Shared,
}

impl Simulator {
    /// Begins at this instant. The authorities are those of the testkit's synthetic JPKI, which began before it: the
    /// second and the third generation are in force, the first has expired.
    #[must_use]
    pub fn new(seed: u64, start: Timestamp) -> Self {
        Self { shared: Shared::new(State::begin(seed, start)) }
    }

    /// Returns the time of the simulator's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.with(|state| state.now)
    }

    /// Sets the clock, to before as well.
    pub fn set_clock(&self, now: Timestamp) {
        self.shared.with_mut(|state| state.now = now);
    }

    /// Moves the clock on.
    pub fn advance(&self, span: Duration) {
        self.shared.with_mut(|state| state.now = state.now.after(span));
    }

    /// A person who has had a card for some months.
    pub fn person(&self, person: Person) -> Resident {
        let holder = self.person_without_card(person);
        let age = self.shared.with(|state| {
            let mut choices = state.choices("age of cards");
            days(200) + Duration::from_secs(choices.below(30 * 86_400))
        });
        holder.receives_card(self.now().before(age));
        holder
    }

    /// A person who has no card yet.
    pub fn person_without_card(&self, person: Person) -> Resident {
        let holder = self.shared.with_mut(|state| state.register.enter(person));
        Resident::new(self.shared.clone(), holder)
    }

    /// Lets the fourth generation of the authorities issue from then on. It began a month before the start, and
    /// [`Self::trust`] does not know it: what happens to a verifier who has not heard of a rollover.
    pub fn fourth_generation_issues(&self, since: Timestamp) {
        self.shared.with_mut(|state| state.register.fourth_generation_issues(since));
    }

    /// Lists the certificate of an authority in its ARL, from the list after that instant on: its key has leaked, say.
    pub fn authority_is_revoked(
        &self,
        purpose: Purpose,
        generation: Generation,
        on: Timestamp,
        reason: ReasonCode,
    ) {
        self.shared.with_mut(|state| {
            let authority = state.register.authority(purpose, generation);
            state.register.authority_is_revoked(authority, on, reason);
        });
    }

    /// Chooses who signs the answers of the responder.
    pub fn set_ocsp_signer(&self, signer: OcspSigner) {
        self.shared.with_mut(|state| state.signer = signer);
    }

    /// Makes answers wrong. Of several rules for one answer the first counts.
    pub fn inject(&self, rule: FaultRule) {
        self.shared.with_mut(|state| state.faults.add(rule));
    }

    /// Makes all answers right again.
    pub fn clear_faults(&self) {
        self.shared.with_mut(|state| state.faults.clear());
    }

    /// Returns the self-signed certificate of an authority in DER.
    #[must_use]
    pub fn authority_certificate(&self, purpose: Purpose, generation: Generation) -> Vec<u8> {
        self.shared.with(|state| state.register.authority(purpose, generation).certificate())
    }

    /// Returns a trust store of the first three generations, of [`TrustDomain::Synthetic`].
    ///
    /// # Panics
    /// If the backend cannot read them.
    #[must_use]
    pub fn trust(&self, crypto: &dyn CryptoBackend) -> TrustStore {
        let mut pins = PinTable::empty(TrustDomain::Synthetic);
        let mut certificates = Vec::new();
        for (purpose, issues) in [
            (Purpose::Sign, CertificateKind::Signature),
            (Purpose::Auth, CertificateKind::UserAuthentication),
        ] {
            for (number, generation) in (1..).zip(Generation::TRUSTED) {
                let der = self.authority_certificate(purpose, generation);
                let certificate = Fingerprint::of(&der, crypto);
                pins = pins.with(Pin { certificate, issues, generation: Number::new(number) });
                certificates.push(der);
            }
        }
        TrustStore::from_pinned(&pins, certificates, crypto).expect("authorities of the testkit")
    }

    /// Returns a port to the list of users' certificates of one key of an authority: the whole one, or a partition.
    #[must_use]
    pub fn crl(
        &self,
        purpose: Purpose,
        generation: Generation,
        partition: Option<Partition>,
    ) -> ListPort {
        ListPort::crl(self.shared.clone(), purpose, generation, partition)
    }

    /// Returns a port to the list of an authority's own certificates (ARL).
    #[must_use]
    pub fn arl(&self, purpose: Purpose, generation: Generation) -> ListPort {
        ListPort::arl(self.shared.clone(), purpose, generation)
    }

    /// Returns a port to the responder of an authority.
    #[must_use]
    pub fn ocsp(&self, purpose: Purpose) -> OcspPort {
        OcspPort::new(self.shared.clone(), purpose)
    }

    /// Returns the policy of smartphones' certificates here. That of J-LIS is not published: the one for signing is
    /// hearsay (jpki-profile §2.5), the one for authentication made up.
    #[must_use]
    pub fn smartphone_policy(purpose: Purpose) -> ObjectIdentifier {
        Environment::Synthetic.policy_with_tail(smartphone_policy_tail(purpose))
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Simulator({})", self.now().in_japan())
    }
}
