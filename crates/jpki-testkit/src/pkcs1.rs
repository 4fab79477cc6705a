//! Encoded messages of RSASSA-PKCS1-v1_5 (RFC 8017 §9.2), right and wrong.

use crate::asn1;
use crate::digest::HashAlgorithm;

/// DigestInfo with NULL parameters (RFC 8017 §9.2, note 1).
pub fn digest_info(hash: HashAlgorithm, digest: &[u8]) -> Vec<u8> {
    asn1::sequence([hash.identifier(), asn1::octet_string(digest)])
}

/// `00 01 FF … FF 00 payload`, as long as the modulus.
///
/// # Panics
///
/// If the payload leaves no room for the three fixed bytes.
pub fn encoded_message(modulus_length: usize, payload: &[u8]) -> Vec<u8> {
    padded(modulus_length, 0x01, 0xFF, payload)
}

/// A way in which an encoded message is wrong although a lax verifier may accept it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Malformation {
    /// DigestInfo without the NULL parameters.
    MissingNull,
    /// Bytes after DigestInfo, with the padding shortened to make room (Bleichenbacher 2006).
    TrailingGarbage,
    /// Bytes inside DigestInfo, after the digest, counted by its length.
    GarbageInsideDigestInfo,
    /// Bytes in the algorithm's parameters instead of NULL.
    GarbageInParameters,
    /// Length of DigestInfo in the long form (BER, not DER).
    BerLength,
    /// Only seven bytes of FF, then the separator, then DigestInfo and zeros.
    ShortPadding,
    /// Block type 2: padding of other bytes than FF.
    BlockType2,
    /// Block type 0: padding of zeros.
    BlockType0,
    /// First byte 01 instead of 00.
    LeadingOctet,
    /// One byte of the padding is not FF.
    SpoiltPadding,
    /// DigestInfo names SHA-1 over a SHA-256 digest.
    WrongAlgorithm,
    /// The digest is one byte short.
    ShortDigest,
    /// The digest is in a second OCTET STRING inside the first.
    NestedDigest,
}

impl Malformation {
    /// Every malformation.
    pub const ALL: [Self; 13] = [
        Self::MissingNull,
        Self::TrailingGarbage,
        Self::GarbageInsideDigestInfo,
        Self::GarbageInParameters,
        Self::BerLength,
        Self::ShortPadding,
        Self::BlockType2,
        Self::BlockType0,
        Self::LeadingOctet,
        Self::SpoiltPadding,
        Self::WrongAlgorithm,
        Self::ShortDigest,
        Self::NestedDigest,
    ];

    /// Name in the vectors' file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::MissingNull => "missing-null",
            Self::TrailingGarbage => "trailing-garbage",
            Self::GarbageInsideDigestInfo => "garbage-inside-digest-info",
            Self::GarbageInParameters => "garbage-in-parameters",
            Self::BerLength => "ber-length",
            Self::ShortPadding => "short-padding",
            Self::BlockType2 => "block-type-2",
            Self::BlockType0 => "block-type-0",
            Self::LeadingOctet => "leading-octet",
            Self::SpoiltPadding => "spoilt-padding",
            Self::WrongAlgorithm => "wrong-algorithm",
            Self::ShortDigest => "short-digest",
            Self::NestedDigest => "nested-digest",
        }
    }

    /// The encoded message of the digest, wrong in this way.
    pub fn encoded_message(
        self,
        modulus_length: usize,
        hash: HashAlgorithm,
        digest: &[u8],
    ) -> Vec<u8> {
        let right = digest_info(hash, digest);
        let algorithm = hash.identifier();
        match self {
            Self::MissingNull => {
                let algorithm = asn1::sequence([asn1::object_identifier(hash.oid())]);
                let payload = asn1::sequence([algorithm, asn1::octet_string(digest)]);
                encoded_message(modulus_length, &payload)
            }
            Self::TrailingGarbage => encoded_message(
                modulus_length,
                &asn1::concatenated([right.as_slice(), &[0xAA; 32]]),
            ),
            Self::GarbageInsideDigestInfo => {
                let garbage = asn1::octet_string([0xAA; 16]);
                encoded_message(
                    modulus_length,
                    &asn1::sequence([algorithm, asn1::octet_string(digest), garbage]),
                )
            }
            Self::GarbageInParameters => {
                let algorithm = asn1::sequence([
                    asn1::object_identifier(hash.oid()),
                    asn1::element(asn1::NULL, &[0xAA; 16]),
                ]);
                encoded_message(
                    modulus_length,
                    &asn1::sequence([algorithm, asn1::octet_string(digest)]),
                )
            }
            Self::BerLength => {
                let (tag, rest) = right.split_at(1);
                encoded_message(modulus_length, &asn1::concatenated([tag, &[0x81], rest]))
            }
            Self::ShortPadding => {
                let start =
                    asn1::concatenated([[0x00, 0x01].as_slice(), &[0xFF; 7], &[0x00], &right]);
                let zeros = vec![0; modulus_length - start.len()];
                asn1::concatenated([start, zeros])
            }
            Self::BlockType2 => padded(modulus_length, 0x02, 0xA5, &right),
            Self::BlockType0 => padded(modulus_length, 0x00, 0x00, &right),
            Self::LeadingOctet => with_byte(encoded_message(modulus_length, &right), 0, 0x01),
            Self::SpoiltPadding => with_byte(encoded_message(modulus_length, &right), 40, 0xFE),
            Self::WrongAlgorithm => {
                let payload =
                    asn1::sequence([HashAlgorithm::Sha1.identifier(), asn1::octet_string(digest)]);
                encoded_message(modulus_length, &payload)
            }
            Self::ShortDigest => {
                let short = &digest[..digest.len() - 1];
                encoded_message(modulus_length, &digest_info(hash, short))
            }
            Self::NestedDigest => {
                let nested = asn1::octet_string(asn1::octet_string(digest));
                encoded_message(modulus_length, &asn1::sequence([algorithm, nested]))
            }
        }
    }
}

fn padded(modulus_length: usize, block_type: u8, padding: u8, payload: &[u8]) -> Vec<u8> {
    let padding = vec![padding; modulus_length - payload.len() - 3];
    asn1::concatenated([[0x00, block_type].as_slice(), &padding, &[0x00], payload])
}

fn with_byte(mut message: Vec<u8>, position: usize, byte: u8) -> Vec<u8> {
    message[position] = byte;
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8017 §9.2, note 1: what stands before the digest.
    #[test]
    fn digest_info_begins_as_the_standard_says() {
        for (hash, prefix) in [
            (HashAlgorithm::Md5, "3020300c06082a864886f70d020505000410"),
            (HashAlgorithm::Sha1, "3021300906052b0e03021a05000414"),
            (HashAlgorithm::Sha256, "3031300d060960864801650304020105000420"),
            (HashAlgorithm::Sha384, "3041300d060960864801650304020205000430"),
            (HashAlgorithm::Sha512, "3051300d060960864801650304020305000440"),
        ] {
            let info = digest_info(hash, &hash.digest(b""));
            let written: String = info.iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(written.starts_with(prefix), "{hash:?}: {written}");
            assert_eq!(written.len(), prefix.len() + 2 * hash.length());
        }
    }

    /// These malformations are worth testing: a verifier that reads the message instead of comparing
    /// it finds the right digest in them.
    #[test]
    fn a_lax_verifier_is_deceived() {
        let digest = HashAlgorithm::Sha256.digest(b"content");
        let message = |malformation: Malformation| {
            malformation.encoded_message(256, HashAlgorithm::Sha256, &digest)
        };
        assert_eq!(
            found_by_lax_verifier(&encoded_message(
                256,
                &digest_info(HashAlgorithm::Sha256, &digest)
            )),
            Some(digest.clone())
        );
        for malformation in [
            Malformation::MissingNull,
            Malformation::TrailingGarbage,
            Malformation::GarbageInsideDigestInfo,
            Malformation::GarbageInParameters,
            Malformation::BerLength,
            Malformation::ShortPadding,
            Malformation::BlockType2,
            Malformation::SpoiltPadding,
            Malformation::WrongAlgorithm,
        ] {
            let found = found_by_lax_verifier(&message(malformation));
            assert_eq!(found, Some(digest.clone()), "{malformation:?}");
        }
        for malformation in Malformation::ALL {
            assert_eq!(message(malformation).len(), 256, "{malformation:?}");
        }
    }

    /// Skips padding, whatever it is, and takes the first OCTET STRING inside DigestInfo.
    fn found_by_lax_verifier(message: &[u8]) -> Option<Vec<u8>> {
        let separator = 2 + message.get(2..)?.iter().position(|byte| *byte == 0)?;
        let digest_info = message.get(separator + 1..)?;
        let mark = digest_info.windows(2).position(|bytes| bytes == [0x04, 0x20])?;
        digest_info.get(mark + 2..mark + 34).map(<[u8]>::to_vec)
    }
}
