use jpki_auth::binding::{
    Counterpart, LinkedCertificate, Predecessor, RenewalConsent, SerialInquiry,
};
use jpki_core::name::Name;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::CertificateKind;

use super::LinkageError;
use crate::wire::{Answer, Kind, LONGEST, Numbered, Question, Reply, hex, octets};

/// A question as it is sent, and what its answer must be about.
pub(super) struct Asked {
    bytes: Vec<u8>,
    about: Numbered,
    expected: Kind,
}

impl Asked {
    pub(super) fn counterpart(inquiry: &SerialInquiry<'_>) -> Result<Self, LinkageError> {
        Self::new(inquiry, Kind::UserAuthentication, None)
    }

    pub(super) fn predecessor(
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Self, LinkageError> {
        let consent = consent.instant().unix_seconds();
        Self::new(inquiry, kind(inquiry.kind()), Some(consent))
    }

    fn new(
        inquiry: &SerialInquiry<'_>,
        expected: Kind,
        consent_obtained_at: Option<i64>,
    ) -> Result<Self, LinkageError> {
        let about = Numbered {
            kind: kind(inquiry.kind()),
            issuer: hex(inquiry.issuer().as_bytes()),
            serial_number: hex(inquiry.serial_number().expose_protected()),
        };
        let question = Question { about: about.clone(), consent_obtained_at };
        let bytes = serde_json::to_vec(&question).map_err(|_| LinkageError::Unreadable)?;
        Ok(Self { bytes, about, expected })
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn counterpart_in(&self, answer: &[u8]) -> Result<Counterpart, LinkageError> {
        let linked = self.linked_in(answer)?;
        Ok(linked.map_or(Counterpart::NoCounterpart, Counterpart::Linked))
    }

    pub(super) fn predecessor_in(&self, answer: &[u8]) -> Result<Predecessor, LinkageError> {
        let linked = self.linked_in(answer)?;
        Ok(linked.map_or(Predecessor::NoPredecessor, Predecessor::Linked))
    }

    fn linked_in(&self, answer: &[u8]) -> Result<Option<LinkedCertificate>, LinkageError> {
        const UNREADABLE: LinkageError = LinkageError::Unreadable;
        if answer.len() > LONGEST {
            return Err(LinkageError::TooLarge);
        }
        let Reply { about, answer } = serde_json::from_slice(answer).map_err(|_| UNREADABLE)?;
        if about != self.about {
            return Err(LinkageError::OtherQuestion);
        }
        let linked = match answer {
            Answer::Linked(linked) => linked,
            Answer::None => return Ok(None),
            Answer::UnknownNumber => return Err(LinkageError::UnknownNumber),
        };
        if linked.kind != self.expected {
            return Err(LinkageError::OtherKind);
        }
        let issuer = octets(&linked.issuer).ok_or(UNREADABLE)?;
        let serial = octets(&linked.serial_number).ok_or(UNREADABLE)?;
        let issuer = Name::from_der(&issuer).map_err(|_| UNREADABLE)?;
        let serial = SerialNumber::from_der_content(&serial).map_err(|_| UNREADABLE)?;
        Ok(Some(LinkedCertificate::new(issuer, serial)))
    }
}

const fn kind(kind: CertificateKind) -> Kind {
    match kind {
        CertificateKind::Signature => Kind::Signature,
        CertificateKind::UserAuthentication => Kind::UserAuthentication,
    }
}
