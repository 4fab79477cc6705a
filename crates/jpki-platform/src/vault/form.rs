//! What is sealed of an entry, form 1. Kind, medium and generation stand beside it, in clear and bound to it.

use jpki_core::time::Timestamp;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::Generation;
use zeroize::Zeroizing;

use super::succession::Step;
use super::{
    Consents, InquiryConsent, PeriodicCheckConsent, Place, Succession, Uses, VaultCertificate,
    VaultEntry,
};

/// More than the longest text, so that it is written where it stays.
const MOST_BYTES: usize = 1024;

// Requirement: LINK-01
pub(super) fn write(entry: &VaultEntry) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(Vec::with_capacity(MOST_BYTES));
    let serial_number = entry.certificate.serial_number().expose_protected();
    // At most 20 bytes, 16 steps, 64 uses.
    let count = |length: usize| u8::try_from(length).unwrap_or(u8::MAX);
    text.push(count(serial_number.len()));
    text.extend_from_slice(serial_number);
    instant(&mut text, entry.certificate.not_after());
    let Consents { periodic_check, inquiry } = entry.consents;
    optional(&mut text, periodic_check.map(PeriodicCheckConsent::instant));
    optional(&mut text, inquiry.map(InquiryConsent::instant));
    optional(&mut text, entry.last_good);
    let steps = entry.succession.steps();
    text.push(count(steps.len()));
    for step in steps {
        instant(&mut text, step.renewed_at);
        text.push(step.generation.number());
    }
    text.push(count(entry.uses.instants().len()));
    entry.uses.instants().iter().for_each(|use_| instant(&mut text, *use_));
    optional(&mut text, entry.uses.forgotten());
    text
}

fn instant(text: &mut Vec<u8>, instant: Timestamp) {
    text.extend_from_slice(&instant.unix_seconds().to_be_bytes());
}

fn optional(text: &mut Vec<u8>, value: Option<Timestamp>) {
    match value {
        None => text.push(0),
        Some(value) => {
            text.push(1);
            instant(text, value);
        }
    }
}

/// `None` if it is not of this form.
pub(super) fn read(place: Place, generation: Generation, text: &[u8]) -> Option<VaultEntry> {
    let mut reader = Reader { rest: text };
    let length = reader.byte()?;
    let serial_number = SerialNumber::from_der_content(reader.take(length.into())?).ok()?;
    let not_after = reader.instant()?;
    let certificate = VaultCertificate::from_parts(place, generation, serial_number, not_after)?;
    let consents = Consents {
        periodic_check: reader.optional()?.map(PeriodicCheckConsent::recorded),
        inquiry: reader.optional()?.map(InquiryConsent::recorded),
    };
    let last_good = reader.optional()?;
    let steps = reader.many(|reader| {
        let renewed_at = reader.instant()?;
        Some(Step { renewed_at, generation: Generation::new(reader.byte()?) })
    })?;
    let succession = Succession::from_steps(steps)?;
    let uses = reader.many(Reader::instant)?;
    let uses = Uses::from_parts(uses, reader.optional()?)?;
    let entry = VaultEntry { certificate, consents, succession, last_good, uses };
    reader.rest.is_empty().then_some(entry)
}

struct Reader<'t> {
    rest: &'t [u8],
}

impl<'t> Reader<'t> {
    fn take(&mut self, length: usize) -> Option<&'t [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn instant(&mut self) -> Option<Timestamp> {
        let bytes = self.take(8)?.first_chunk()?;
        Some(Timestamp::from_unix_seconds(i64::from_be_bytes(*bytes)))
    }

    fn optional(&mut self) -> Option<Option<Timestamp>> {
        match self.byte()? {
            0 => Some(None),
            1 => self.instant().map(Some),
            _ => None,
        }
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.byte()?;
        (0..count).map(|_| one(self)).collect()
    }
}
