use jpki_core::time::ClockAllowance;
use jpki_testkit::jpki::Purpose;
use jpki_testkit::pki::ReasonCode;

use crate::fault::{Fault, Reply, Service, Silence};
use crate::issued::{Issued, Standing};
use crate::shared::State;
use crate::wire::{self, Answer, Kind, LONGEST, Numbered, Question, hex, octets};

impl State {
    /// Returns the answer to a question of [`Service::Counterpart`] or [`Service::Predecessor`].
    pub(crate) fn link(&mut self, service: Service, question: &[u8]) -> Reply {
        let Some((question, serial)) = self.readable(service, question) else {
            return Reply::silent(Silence::BadRequest);
        };
        let fault = self.faults.take(service, Some(&serial));
        let make = |fault| {
            let answer = self.answer(service, &question.about, &serial);
            let reply = disturbed(fault, wire::Reply { about: question.about.clone(), answer });
            serde_json::to_vec(&reply).expect("text and numbers")
        };
        Reply::under(fault, || self.garbage(), make)
    }

    /// A question that may be asked: 対応証明書 of a 署名用電子証明書, and 新旧 with the user's consent.
    fn readable(&self, service: Service, question: &[u8]) -> Option<(Question, Vec<u8>)> {
        if question.len() > LONGEST {
            return None;
        }
        let question: Question = serde_json::from_slice(question).ok()?;
        let is_allowed = match service {
            Service::Predecessor => question
                .consent()
                .is_some_and(|consent| ClockAllowance::DEFAULT.admits(consent, self.now)),
            _ => question.about.kind == Kind::Signature && question.consent().is_none(),
        };
        let serial = octets(&question.about.serial_number)?;
        is_allowed.then_some((question, serial))
    }

    fn answer(&self, service: Service, about: &Numbered, serial: &[u8]) -> Answer {
        let purpose = match about.kind {
            Kind::Signature => Purpose::Sign,
            Kind::UserAuthentication => Purpose::Auth,
        };
        let asked = self.register.find(purpose, serial);
        let Some(asked) = asked
            .filter(|asked| asked.issued_at <= self.now && numbered(asked).issuer == about.issuer)
        else {
            return Answer::UnknownNumber;
        };
        let linked = match service {
            Service::Predecessor => self.register.predecessor(asked),
            _ => self.counterpart(asked),
        };
        linked.map_or(Answer::None, |linked| Answer::Linked(numbered(linked)))
    }

    /// The certificate for authentication that the person has on the same medium, unless it is none any more.
    fn counterpart(&self, asked: &Issued) -> Option<&Issued> {
        let latest = self.register.latest(asked.holder, Purpose::Auth, asked.medium, self.now)?;
        match latest.standing(self.now) {
            Standing::Good | Standing::Revoked(_, ReasonCode::CertificateHold) => Some(latest),
            Standing::Revoked(..) | Standing::NoInformation => None,
        }
    }
}

fn numbered(issued: &Issued) -> Numbered {
    Numbered {
        kind: match issued.purpose() {
            Purpose::Sign => Kind::Signature,
            Purpose::Auth => Kind::UserAuthentication,
        },
        issuer: hex(&issued.end_entity.authority().name().to_der()),
        serial_number: hex(issued.end_entity.serial().as_bytes()),
    }
}

fn disturbed(fault: Option<Fault>, mut reply: wire::Reply) -> wire::Reply {
    match fault {
        Some(Fault::Unknown) => reply.answer = Answer::UnknownNumber,
        Some(Fault::Replayed) => reply.about.serial_number.insert_str(0, "01"),
        Some(Fault::OtherPurpose) => {
            let kind = match (&reply.answer, reply.about.kind) {
                (Answer::Linked(linked), _) => linked.kind,
                (_, kind) => kind,
            };
            let kind = match kind {
                Kind::Signature => Kind::UserAuthentication,
                Kind::UserAuthentication => Kind::Signature,
            };
            reply.answer = Answer::Linked(Numbered { kind, ..reply.about.clone() });
        }
        _ => {}
    }
    reply
}
