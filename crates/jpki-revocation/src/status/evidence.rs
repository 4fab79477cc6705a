use core::time::Duration;

use jpki_core::localized::{Locale, Localized};
use jpki_core::report::{Fact, FactKey, FactValue, InquiryMethod};
use jpki_core::time::{Timestamp, ValidationTime};

use super::revoked::Revoked;
use crate::crl::{Crl, CrlNumber};

/// Which list an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CrlEvidence {
    /// cRLNumber.
    pub number: Option<CrlNumber>,
    /// When it was issued.
    pub this_update: Timestamp,
    /// When the next one is due.
    pub next_update: Option<Timestamp>,
    /// How old it was at the instant for which the question was judged; nothing if it came later.
    pub age: Duration,
}

impl CrlEvidence {
    pub(super) fn of(list: &Crl, at: ValidationTime) -> Self {
        Self {
            number: list.number(),
            this_update: list.this_update(),
            next_update: list.next_update(),
            age: at.instant().since(list.this_update()),
        }
    }

    // Requirement: OCSP-05
    pub(super) fn facts(&self) -> impl Iterator<Item = Fact> {
        let age = Fact { key: FactKey::Age, value: FactValue::Seconds(self.age.as_secs()) };
        [
            self.number.map(|number| number.fact()),
            Some(Fact::time(FactKey::ThisUpdate, self.this_update)),
            self.next_update.map(|time| Fact::time(FactKey::NextUpdate, time)),
            Some(age),
        ]
        .into_iter()
        .flatten()
    }
}

/// Which response an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseEvidence {
    /// Who signed it.
    pub responder: ResponderRole,
    /// When it was signed.
    pub produced_at: Timestamp,
    /// When what it says was known to be so.
    pub this_update: Timestamp,
    /// When more will be known.
    pub next_update: Option<Timestamp>,
    /// How old that knowledge was at the instant for which the question was judged; nothing if it came later.
    pub age: Duration,
}

impl ResponseEvidence {
    pub(crate) fn facts(&self) -> impl Iterator<Item = Fact> + use<> {
        let age = Fact { key: FactKey::Age, value: FactValue::Seconds(self.age.as_secs()) };
        [
            Some(Fact::time(FactKey::ThisUpdate, self.this_update)),
            self.next_update.map(|time| Fact::time(FactKey::NextUpdate, time)),
            Some(Fact::time(FactKey::ProducedAt, self.produced_at)),
            Some(age),
        ]
        .into_iter()
        .flatten()
    }
}

/// By what right a responder answers (RFC 6960 §4.2.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the three of RFC 6960 section 4.2.2.2")]
pub enum ResponderRole {
    /// It is the authority that issued the certificate, with the same key.
    Issuer,
    /// That key certified it for this.
    Delegate,
    /// The relying party's configuration names it.
    Named,
}

impl Localized for ResponderRole {
    fn code(&self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Delegate => "delegate",
            Self::Named => "named",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Issuer, Locale::Ja) => "発行者自身",
            (Self::Issuer, Locale::En) => "the issuer itself",
            (Self::Delegate, Locale::Ja) => "発行者から委任されたレスポンダ",
            (Self::Delegate, Locale::En) => "a responder that the issuer authorised",
            (Self::Named, Locale::Ja) => "設定で指定されたレスポンダ",
            (Self::Named, Locale::En) => "a responder named in the configuration",
        }
    }
}

/// By which method a status was found, and as of when it was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatusBasis {
    /// By CRLs or by a responder: what decided, of several methods.
    pub method: InquiryMethod,
    /// thisUpdate of the CRL or response that decided; of several that say together that it is not revoked, the earliest.
    pub as_of: Timestamp,
    /// The revocation, if it is revoked. Protected data (失効情報).
    pub revoked: Option<Revoked>,
}

/// What an answer rests on.
#[derive(Clone, Debug)]
pub(crate) enum Basis {
    List(CrlEvidence),
    Response(ResponseEvidence),
}
