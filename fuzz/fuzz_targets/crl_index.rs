//! Serial numbers of any length, order and number of times: the index finds what a plain map finds.

#![no_main]

mod credulous;

use std::collections::BTreeMap;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::name::Name;
use jpki_revocation::{Crl, RevocationReason};
use jpki_testkit::asn1;
use jpki_testkit::key::Key;
use jpki_testkit::pki::{CrlBuilder, CrlEntry, DistinguishedName, ReasonCode, SerialNumber};
use jpki_x509::certificate::SerialNumber as Asked;
use libfuzzer_sys::fuzz_target;
use time::UtcDateTime;

/// Entries at most: enough for groups of the index to overflow.
const ENTRIES: usize = 64;

fuzz_target!(|bytes: &[u8]| {
    let entries = entries(bytes);
    let name = DistinguishedName::common_name("Fuzzed CA");
    let date = UtcDateTime::from_unix_timestamp(1_700_000_000).expect("a time");
    let list = entries.iter().fold(CrlBuilder::new().issuer(name.clone()), |list, entry| {
        let crl_entry = CrlEntry::new(SerialNumber::from_bytes(entry.serial.clone()), date);
        list.entry(entry.reason.map_or(crl_entry.clone(), |reason| crl_entry.reason(reason)))
    });
    let algorithm = Key::rsa_2048(0).usual_algorithm();
    let der = asn1::sequence([
        list.to_be_signed(algorithm),
        algorithm.identifier(),
        asn1::bit_string([0; 256]),
    ]);
    let name = name.to_der();
    let name = Name::from_der(&name).expect("a name");
    let list = Crl::from_der(der).expect("a list");
    let list = list.verify(&credulous::issuer(name), &AlgorithmPolicy::current()).expect("indexed");
    assert_eq!(list.entries(), entries.len());

    let model = model(&entries);
    for serial in model.keys().cloned().chain(entries.iter().flat_map(Entry::neighbours)) {
        // Some neighbours are no number in DER.
        let Ok(asked) = Asked::from_der_content(&serial) else { continue };
        let found = list.find(&name, asked).expect("undamaged");
        assert_eq!(found.map(|entry| entry.reason.number()), model.get(&serial).copied());
    }
});

struct Entry {
    serial: Vec<u8>,
    reason: Option<ReasonCode>,
}

/// An byte says how long the next serial number is and whether it follows the last one, one its reason.
fn entries(mut bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut counter = 0_u32;
    while let [shape, reason, rest @ ..] = bytes
        && entries.len() < ENTRIES
    {
        bytes = rest;
        let serial = if shape & 0x80 != 0 {
            counter = counter.wrapping_add(u32::from(shape & 0x7f));
            let content = counter.to_be_bytes();
            minimal([&[0][..], &content].concat())
        } else {
            let length = usize::from(shape & 0x1f).min(rest.len());
            let (serial, later) = rest.split_at(length);
            bytes = later;
            minimal(serial.to_vec())
        };
        let reason = match reason {
            0 => None,
            1 => Some(ReasonCode::KeyCompromise),
            2 => Some(ReasonCode::CertificateHold),
            3 => Some(ReasonCode::RemoveFromCrl),
            number => Some(ReasonCode::Unassigned(number & 0x7f)),
        };
        entries.push(Entry { serial, reason });
    }
    entries
}

/// X.690 §8.3.2
fn minimal(mut integer: Vec<u8>) -> Vec<u8> {
    while let [0, next, ..] | [0xff, next, ..] = integer[..]
        && (integer[0] == 0) == (next < 0x80)
    {
        integer.remove(0);
    }
    if integer.is_empty() { vec![0] } else { integer }
}

/// The reason that counts: the first that lasts, else a hold, else a removal.
fn model(entries: &[Entry]) -> BTreeMap<Vec<u8>, u8> {
    let mut model: BTreeMap<Vec<u8>, u8> = BTreeMap::new();
    let rank = |number: u8| match RevocationReason::from_number(number) {
        RevocationReason::RemoveFromCrl => 0,
        RevocationReason::CertificateHold => 1,
        _ => 2,
    };
    for entry in entries {
        let number = entry.reason.map_or(0, ReasonCode::number);
        let known = model.entry(entry.serial.clone()).or_insert(number);
        if rank(number) > rank(*known) {
            *known = number;
        }
    }
    model
}

impl Entry {
    /// Serial numbers one off, shorter and longer.
    fn neighbours(&self) -> Vec<Vec<u8>> {
        let mut next = self.serial.clone();
        if let Some(last) = next.last_mut() {
            *last = last.wrapping_add(1);
        }
        let longer = [&self.serial[..], &[1]].concat();
        let shorter = self.serial[..self.serial.len() - 1].to_vec();
        vec![minimal(next), longer, minimal(shorter)]
    }
}
