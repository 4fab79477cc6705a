//! Revocation lists of up to ten million entries, written in one pass into one buffer.

use ::time::{Duration, UtcDateTime};

use crate::asn1;
use crate::key::Key;
use crate::pki::{CrlBuilder, CrlEntry, ReasonCode, SerialNumber};
use crate::seed::Seed;

/// Serial numbers of a large list, by their place in it.
#[derive(Clone, Copy, Debug)]
pub enum Serials {
    /// Every number from the first one on, as from a counter. All have four bytes while they stay
    /// between 0x0080_0000 and 0x7FFF_FFFF.
    Sequential {
        /// The first number.
        first: u32,
    },
    /// Unsorted numbers of this many bytes, at most 32.
    Random {
        /// Number of bytes.
        bytes: usize,
        /// Where the numbers come from.
        seed: Seed,
    },
}

impl Serials {
    /// The serial number at a place, counted from 0.
    pub fn at(self, place: u32) -> SerialNumber {
        match self {
            Self::Sequential { first } => SerialNumber::from(u64::from(first) + u64::from(place)),
            Self::Random { bytes, seed } => {
                let mut content = seed.derive(place.to_be_bytes()).as_bytes()[..bytes].to_vec();
                // Positive, and with no leading zero byte.
                content[0] = (content[0] & 0x7F) | 0x40;
                SerialNumber::from_bytes(content)
            }
        }
    }
}

/// The list with `count` entries, signed with the key's usual algorithm. Issuer, times and extensions
/// are those of `list`; entries of its own are left out. Dates and reasons vary.
///
/// Every entry has a revocation date and a reason: 37 bytes with serial numbers of four bytes, 49
/// with those of sixteen.
///
/// # Panics
///
/// If the serial numbers differ in length.
pub fn large_list(list: &CrlBuilder, issuer_key: Key, serials: Serials, count: u32) -> Vec<u8> {
    let algorithm = issuer_key.usual_algorithm();
    let before = list.members_before_entries(algorithm);
    let after = list.members_after_entries();
    let identifier = algorithm.identifier();
    let samples = sample_entries(serials.at(0));

    let entry_length = samples[0].len();
    let entries_length = entry_length * count as usize;
    let content_length =
        before.len() + asn1::header_length(entries_length) + entries_length + after.len();
    let to_be_signed_length = asn1::header_length(content_length) + content_length;
    let signature_length = asn1::bit_string(issuer_key.sign(algorithm, &[])).len();
    let total = to_be_signed_length + identifier.len() + signature_length;

    let mut der = Vec::with_capacity(total + 8);
    der.push(asn1::SEQUENCE);
    asn1::write_length(&mut der, total);
    let start = der.len();
    der.push(asn1::SEQUENCE);
    asn1::write_length(&mut der, content_length);
    der.extend_from_slice(&before);
    der.push(asn1::SEQUENCE);
    asn1::write_length(&mut der, entries_length);
    for (place, sample) in (0..count).zip(samples.iter().cycle()) {
        let serial = serials.at(place);
        let (head, rest) = sample.split_at(ENTRY_HEADER + serial.as_bytes().len());
        der.extend_from_slice(&head[..ENTRY_HEADER]);
        der.extend_from_slice(serial.as_bytes());
        der.extend_from_slice(rest);
    }
    der.extend_from_slice(&after);
    assert_eq!(der.len() - start, to_be_signed_length, "serial numbers differ in length");

    let signature = issuer_key.sign(algorithm, &der[start..]);
    der.extend_from_slice(&identifier);
    der.extend_from_slice(&asn1::bit_string(signature));
    der
}

/// Tags and lengths of an entry and of its serial number.
const ENTRY_HEADER: usize = 4;

/// Entries that differ in date and reason and hold this serial number.
fn sample_entries(serial: SerialNumber) -> Vec<Vec<u8>> {
    const REASONS: [ReasonCode; 5] = [
        ReasonCode::AffiliationChanged,
        ReasonCode::Superseded,
        ReasonCode::CessationOfOperation,
        ReasonCode::KeyCompromise,
        ReasonCode::CertificateHold,
    ];
    let first_day = UtcDateTime::UNIX_EPOCH + Duration::days(19_000);
    (0..1000)
        .zip(REASONS.into_iter().cycle())
        .map(|(number, reason)| {
            let date = first_day + Duration::hours(number);
            CrlEntry::new(serial.clone(), date).reason(reason).to_der()
        })
        .collect()
}
