use std::fmt;

use jpki_core::time::Timestamp;
use jpki_testkit::jpki::{EndEntity, Person, Purpose};
use jpki_testkit::pki::ReasonCode;
use jpki_x509::kind::Medium;

use crate::issued::Event;
use crate::register::Register;
use crate::shared::Shared;

/// What a card or a smartphone holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Card {
    /// 署名用電子証明書; minors have none.
    pub signing: Option<EndEntity>,
    /// 利用者証明用電子証明書
    pub authentication: EndEntity,
}

/// A person in the simulator, to whom things happen on dates, in any order. What lies after the clock's time is still
/// to come; it happens to the certificates that the person has on its date.
#[derive(Clone)]
pub struct Resident {
    shared: Shared,
    holder: usize,
}

const BOTH: [Purpose; 2] = [Purpose::Sign, Purpose::Auth];
const EVERYWHERE: [Medium; 2] = [Medium::Card, Medium::Smartphone];

impl Resident {
    pub(crate) const fn new(shared: Shared, holder: usize) -> Self {
        Self { shared, holder }
    }

    /// Returns the certificates of the card that were issued last, revoked or not; none before the first card.
    #[must_use]
    pub fn card(&self) -> Option<Card> {
        self.held(Medium::Card)
    }

    /// As [`Self::card`], of the smartphone (スマホ用電子証明書).
    #[must_use]
    pub fn smartphone(&self) -> Option<Card> {
        self.held(Medium::Smartphone)
    }

    /// A card is issued, the first one or another: 署名用電子証明書 for whoever is 15 years old, and
    /// 利用者証明用電子証明書. What was issued before is not revoked by that.
    pub fn receives_card(&self, on: Timestamp) -> Card {
        self.receives(Medium::Card, on)
    }

    /// The card's certificates are renewed (更新): those before are revoked, superseded.
    pub fn renews(&self, on: Timestamp) -> Card {
        self.revoked(&BOTH, &[Medium::Card], on, ReasonCode::Superseded);
        self.receives(Medium::Card, on)
    }

    /// Moves within Japan (転居): the address is another, and the 署名用電子証明書 is revoked on all media,
    /// affiliationChanged (guideline 001 fig. 3-4 ①).
    pub fn moves(&self, on: Timestamp) {
        let person = self.shared.with(|state| moved(state.register.holder(self.holder).at(on)));
        self.changes_to(person, on);
    }

    /// The attributes are others from then on, for instance by marriage: as [`Self::moves`].
    pub fn changes_to(&self, person: Person, on: Timestamp) {
        self.register(|register| register.change(self.holder, on, person));
        self.revoked(&[Purpose::Sign], &EVERYWHERE, on, ReasonCode::AffiliationChanged);
    }

    /// A new 署名用電子証明書 for the card, after [`Self::moves`]: it ends with the other one. None for minors.
    pub fn receives_signing_certificate(&self, on: Timestamp) -> Option<EndEntity> {
        self.register(|register| {
            let other = register.latest(self.holder, Purpose::Auth, Medium::Card, on);
            let not_after = other.map(|other| other.not_after);
            let holder = register.holder(self.holder);
            holder
                .may_sign(on)
                .then(|| register.issue(self.holder, Purpose::Sign, Medium::Card, on, not_after))
        })
    }

    /// Dies (死亡): all is revoked, affiliationChanged.
    pub fn dies(&self, on: Timestamp) {
        self.revoked(&BOTH, &EVERYWHERE, on, ReasonCode::AffiliationChanged);
    }

    /// Moves abroad (国外転出): all is revoked, affiliationChanged, as in the guideline's figure 3-4. Since 2024 people
    /// abroad may keep their cards, of which the figure knows nothing.
    pub fn moves_abroad(&self, on: Timestamp) {
        self.revoked(&BOTH, &EVERYWHERE, on, ReasonCode::AffiliationChanged);
    }

    /// Reports the card as lost (一時利用停止): its certificates are on hold.
    pub fn loses_card(&self, on: Timestamp) {
        self.revoked(&BOTH, &[Medium::Card], on, ReasonCode::CertificateHold);
    }

    /// Finds the card (一時利用停止解除): the hold is gone from the next list.
    pub fn finds_card(&self, on: Timestamp) {
        self.register(|r| r.happens(self.holder, &BOTH, &[Medium::Card], on, Event::Released));
    }

    /// Gives the lost card up: its certificates are revoked, cessationOfOperation.
    pub fn gives_card_up(&self, on: Timestamp) {
        self.revoked(&BOTH, &[Medium::Card], on, ReasonCode::CessationOfOperation);
    }

    /// The smartphone gets certificates of its own, with a policy that is a guess: see
    /// [`Simulator::smartphone_policy`](crate::Simulator::smartphone_policy).
    pub fn receives_smartphone_certificates(&self, on: Timestamp) -> Card {
        self.receives(Medium::Smartphone, on)
    }

    /// As [`Self::loses_card`], of the smartphone.
    pub fn loses_smartphone(&self, on: Timestamp) {
        self.revoked(&BOTH, &[Medium::Smartphone], on, ReasonCode::CertificateHold);
    }

    /// As [`Self::finds_card`], of the smartphone.
    pub fn finds_smartphone(&self, on: Timestamp) {
        self.register(|r| {
            r.happens(self.holder, &BOTH, &[Medium::Smartphone], on, Event::Released)
        });
    }

    /// As [`Self::gives_card_up`], of the smartphone, also before it is sold.
    pub fn gives_smartphone_up(&self, on: Timestamp) {
        self.revoked(&BOTH, &[Medium::Smartphone], on, ReasonCode::CessationOfOperation);
    }

    /// Any other revocation of the card's certificate of one kind, for a reason of the tester's choice.
    pub fn is_revoked(&self, purpose: Purpose, on: Timestamp, reason: ReasonCode) {
        self.revoked(&[purpose], &[Medium::Card], on, reason);
    }

    fn held(&self, medium: Medium) -> Option<Card> {
        self.shared.with(|state| {
            let latest = |purpose| {
                let latest = state.register.latest(self.holder, purpose, medium, state.now);
                latest.map(|issued| issued.end_entity.clone())
            };
            Some(Card { signing: latest(Purpose::Sign), authentication: latest(Purpose::Auth)? })
        })
    }

    fn receives(&self, medium: Medium, on: Timestamp) -> Card {
        self.register(|register| {
            let may_sign = register.holder(self.holder).may_sign(on);
            let mut issue = |purpose| register.issue(self.holder, purpose, medium, on, None);
            Card {
                signing: may_sign.then(|| issue(Purpose::Sign)),
                authentication: issue(Purpose::Auth),
            }
        })
    }

    fn revoked(&self, purposes: &[Purpose], media: &[Medium], on: Timestamp, reason: ReasonCode) {
        self.register(|r| r.happens(self.holder, purposes, media, on, Event::Revoked(reason)));
    }

    fn register<T>(&self, change: impl FnOnce(&mut Register) -> T) -> T {
        self.shared.with_mut(|state| change(&mut state.register))
    }
}

impl fmt::Debug for Resident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resident({})", self.holder)
    }
}

/// The same person in the next of some invented towns.
fn moved(person: &Person) -> Person {
    let towns = [
        ("架空県模擬市試験町７丁目８番９号", "Mogi-shi", "99202"),
        ("架空県例示市仮想町１０番１１号", "Reiji-shi", "99203"),
        ("架空県見本市模擬町１丁目２番３号", "Mihon-shi", "99201"),
    ];
    let next = towns.iter().position(|(_, _, code)| *code == person.municipality_code);
    let next = next.map_or(0, |place| (place + 1) % towns.len());
    let (address, municipality, code) = towns.get(next).copied().expect("a town");
    Person {
        address: address.to_owned(),
        address_substitution: "0".repeat(address.chars().count()),
        municipality: municipality.to_owned(),
        municipality_code: code.to_owned(),
        ..person.clone()
    }
}
