use std::collections::HashMap;
use std::time::Duration;

use jpki_core::time::Timestamp;
use jpki_testkit::jpki::{
    Authority, Deviation, EndEntity, Generation, Person, Purpose, SyntheticJpki,
};
use jpki_testkit::key::Key;
use jpki_testkit::pki::{DistinguishedName, ReasonCode, SerialNumber};
use jpki_testkit::seed::Seed;
use jpki_x509::kind::Medium;

use crate::holder::{Holder, from_utc, to_utc};
use crate::issued::{Event, Issued};

/// Below this, the numbers of people whom nobody knows.
const STRANGERS: u64 = 0x1000;

/// The committed RSA keys that are no authority's and no responder's here.
const FIRST_KEY: u64 = 10;
const KEYS: u64 = 28;

/// People, and the certificates that were issued to them.
#[derive(Debug)]
pub(crate) struct Register {
    seed: Seed,
    jpki: SyntheticJpki,
    holders: Vec<Holder>,
    issued: Vec<Issued>,
    last_places: HashMap<(Purpose, Generation), u64>,
    fourth_since: Option<Timestamp>,
    authorities_revoked: Vec<(Authority, Timestamp, ReasonCode)>,
}

impl Register {
    pub(crate) fn new(seed: Seed, jpki: SyntheticJpki) -> Self {
        Self {
            seed: seed.derive("register"),
            jpki,
            holders: Vec::new(),
            issued: Vec::new(),
            last_places: HashMap::new(),
            fourth_since: None,
            authorities_revoked: Vec::new(),
        }
    }

    pub(crate) fn authority(&self, purpose: Purpose, generation: Generation) -> Authority {
        self.jpki.authority(purpose, generation)
    }

    pub(crate) fn fourth_generation_issues(&mut self, since: Timestamp) {
        self.fourth_since = Some(since);
    }

    pub(crate) fn authority_is_revoked(
        &mut self,
        authority: Authority,
        on: Timestamp,
        reason: ReasonCode,
    ) {
        self.authorities_revoked.push((authority, on, reason));
    }

    /// Revocations of this very authority by then.
    pub(crate) fn authority_revocations(
        &self,
        authority: &Authority,
        by: Timestamp,
    ) -> impl Iterator<Item = (SerialNumber, Timestamp, ReasonCode)> {
        let of = (authority.purpose(), authority.generation());
        self.authorities_revoked
            .iter()
            .filter(move |(revoked, on, _)| {
                (revoked.purpose(), revoked.generation()) == of && *on <= by
            })
            .map(|(revoked, on, reason)| (revoked.serial(), *on, *reason))
    }

    pub(crate) fn enter(&mut self, person: Person) -> usize {
        self.holders.push(Holder::new(person));
        self.holders.len() - 1
    }

    pub(crate) fn holder(&self, holder: usize) -> &Holder {
        self.holders.get(holder).expect("a handle of this simulator")
    }

    pub(crate) fn change(&mut self, holder: usize, since: Timestamp, person: Person) {
        self.holders.get_mut(holder).expect("a handle of this simulator").change(since, person);
    }

    pub(crate) fn issued(&self) -> &[Issued] {
        &self.issued
    }

    /// The certificate with this number, of whichever generation: none is given twice (jpki-profile §2.2).
    pub(crate) fn find(&self, purpose: Purpose, serial: &[u8]) -> Option<&Issued> {
        self.issued.iter().find(|issued| {
            issued.purpose() == purpose && issued.end_entity.serial().as_bytes() == serial
        })
    }

    /// The last certificate of a kind that a person was issued by then.
    pub(crate) fn latest(
        &self,
        holder: usize,
        purpose: Purpose,
        medium: Medium,
        by: Timestamp,
    ) -> Option<&Issued> {
        self.of_kind(holder, purpose, medium)
            .filter(|issued| issued.issued_at <= by)
            .max_by_key(|issued| issued.issued_at)
    }

    /// The certificate of the same kind that the person was issued before this one.
    pub(crate) fn predecessor(&self, of: &Issued) -> Option<&Issued> {
        self.of_kind(of.holder, of.purpose(), of.medium)
            .filter(|issued| issued.issued_at < of.issued_at)
            .max_by_key(|issued| issued.issued_at)
    }

    /// The distribution point of a municipality where somebody lives or has lived, by its code.
    pub(crate) fn point(&self, purpose: Purpose, code: &str) -> Option<DistinguishedName> {
        let mut people = self.holders.iter().flat_map(Holder::versions);
        let person = people.find(|person| person.municipality_code == code)?;
        let (prefecture, municipality) = (&person.prefecture, &person.municipality);
        Some(self.jpki.environment().distribution_point(purpose, prefecture, municipality))
    }

    /// Issues a certificate that is valid until then, or as long as its kind is.
    pub(crate) fn issue(
        &mut self,
        holder: usize,
        purpose: Purpose,
        medium: Medium,
        on: Timestamp,
        not_after: Option<Timestamp>,
    ) -> EndEntity {
        let not_after = not_after.unwrap_or_else(|| self.holder(holder).not_after(on));
        let authority = self.jpki.authority(purpose, self.generation(purpose, on));
        let person = self.holder(holder).at(on);
        let builder = match purpose {
            Purpose::Sign => self.jpki.sign_certificate(person),
            Purpose::Auth => self.jpki.auth_certificate(person),
        };
        let builder = builder
            .issued_by(authority.generation())
            .issued_at(to_utc(on))
            .not_after(to_utc(not_after))
            .key(self.next_key());
        let builder = match medium {
            Medium::Smartphone => {
                builder.with(Deviation::PolicyTail(smartphone_policy_tail(purpose)))
            }
            _ => builder,
        };
        let place = self.next_place(&authority);
        let end_entity = builder.serial(authority.serial_after(place)).issue();
        self.issued.push(Issued::new(end_entity.clone(), holder, medium, on, not_after));
        end_entity
    }

    /// Tells what happens to the certificates of these kinds that a person has then.
    pub(crate) fn happens(
        &mut self,
        holder: usize,
        purposes: &[Purpose],
        media: &[Medium],
        on: Timestamp,
        event: Event,
    ) {
        for purpose in purposes {
            for medium in media {
                let serial = self
                    .latest(holder, *purpose, *medium, on)
                    .map(|issued| issued.end_entity.serial());
                let latest = self.issued.iter_mut().find(|issued| {
                    issued.purpose() == *purpose && Some(issued.end_entity.serial()) == serial
                });
                if let Some(latest) = latest {
                    latest.happens(on, event);
                }
            }
        }
    }

    /// Revocations of people whom nobody knows.
    pub(crate) fn strangers(&self, authority: &Authority) -> Vec<(u64, Timestamp, ReasonCode)> {
        let purpose = format!("strangers {:?} {:?}", authority.purpose(), authority.generation());
        let mut choices = self.seed.derive(purpose).choices();
        let reasons = [
            ReasonCode::AffiliationChanged,
            ReasonCode::Superseded,
            ReasonCode::CessationOfOperation,
            ReasonCode::CertificateHold,
        ];
        let start = from_utc(self.jpki.instant());
        let mut place = 0;
        let mut strangers = Vec::new();
        for _ in 0..8 + choices.below(8) {
            place += 1 + choices.below(STRANGERS / 16 - 1);
            let since = start.before(Duration::from_secs(choices.below(100 * 86_400)));
            let reason = choices.pick(&reasons).copied().unwrap_or(ReasonCode::Superseded);
            strangers.push((place, since, reason));
        }
        strangers
    }

    fn of_kind(
        &self,
        holder: usize,
        purpose: Purpose,
        medium: Medium,
    ) -> impl Iterator<Item = &Issued> {
        self.issued.iter().filter(move |issued| {
            issued.holder == holder && issued.purpose() == purpose && issued.medium == medium
        })
    }

    /// The generation that issued certificates then.
    fn generation(&self, purpose: Purpose, on: Timestamp) -> Generation {
        if self.fourth_since.is_some_and(|since| on >= since) {
            return Generation::Fourth;
        }
        let had_begun = |generation: &Generation| {
            from_utc(self.jpki.authority(purpose, *generation).not_before()) <= on
        };
        [Generation::Third, Generation::Second]
            .into_iter()
            .find(had_begun)
            .unwrap_or(Generation::First)
    }

    /// The next number of the authority: some were given to others meanwhile.
    fn next_place(&mut self, authority: &Authority) -> u64 {
        let key = (authority.purpose(), authority.generation());
        let mut choices = self.seed.derive(format!("place {}", self.issued.len())).choices();
        let last = self.last_places.entry(key).or_insert(STRANGERS);
        *last += 1 + choices.below(0x100);
        *last
    }

    fn next_key(&self) -> Key {
        let first = self.seed.derive("key").choices().below(KEYS);
        let number = FIRST_KEY + (first + self.issued.len() as u64) % KEYS;
        Key::rsa_2048(number as usize)
    }
}

/// Last arcs of the policy of smartphones' certificates. That for signing is hearsay (jpki-profile §2.5), that for
/// authentication a guess.
pub(crate) const fn smartphone_policy_tail(purpose: Purpose) -> [u32; 2] {
    match purpose {
        Purpose::Sign => [1, 40],
        Purpose::Auth => [3, 40],
    }
}
