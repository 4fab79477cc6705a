//! Encoded messages of RSASSA-PSS (RFC 8017 §9.1.1).

use crate::asn1;
use crate::digest::HashAlgorithm;
use crate::oid;
use crate::seed::Seed;

/// Parameters of RSASSA-PSS (RFC 8017 appendix A.2.3); the trailer is always BC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PssParameters {
    /// Digest of the message.
    pub hash: HashAlgorithm,
    /// Digest inside MGF1.
    pub mask_hash: HashAlgorithm,
    /// Length of the salt in bytes.
    pub salt_length: usize,
}

impl PssParameters {
    /// The usual parameters: one digest for both, salt as long as the digest.
    pub fn usual(hash: HashAlgorithm) -> Self {
        Self { hash, mask_hash: hash, salt_length: hash.length() }
    }

    /// AlgorithmIdentifier with these parameters; defaults are left out (X.690 §11.5).
    pub fn identifier(self) -> Vec<u8> {
        let hash =
            (self.hash != HashAlgorithm::Sha1).then(|| asn1::explicit(0, self.hash.identifier()));
        let mask = (self.mask_hash != HashAlgorithm::Sha1).then(|| {
            let mgf1 = [asn1::object_identifier(oid::MGF1), self.mask_hash.identifier()];
            asn1::explicit(1, asn1::sequence(mgf1))
        });
        let salt = (self.salt_length != 20)
            .then(|| asn1::explicit(2, asn1::unsigned(self.salt_length as u64)));
        let parameters = asn1::sequence([hash, mask, salt].into_iter().flatten());
        asn1::sequence([asn1::object_identifier(oid::RSASSA_PSS), parameters])
    }
}

/// EMSA-PSS of the message for a modulus whose highest bit is set, the salt derived from the message.
///
/// # Panics
///
/// If the modulus is too short for the parameters.
pub fn encoded_message(
    modulus_length: usize,
    parameters: PssParameters,
    message: &[u8],
) -> Vec<u8> {
    let PssParameters { hash, mask_hash, salt_length } = parameters;
    let digest = hash.digest(message);
    let mut salt = vec![0; salt_length];
    Seed::from_bytes(&digest).derive("PSS salt").choices().fill(&mut salt);

    let hashed = hash.digest(&asn1::concatenated([[0; 8].as_slice(), &digest, &salt]));
    let block_length = modulus_length - hashed.len() - 1;
    let zeros = vec![0; block_length - salt_length - 1];
    let block = asn1::concatenated([zeros.as_slice(), &[0x01], &salt]);
    let mask = mask_generation(mask_hash, &hashed, block_length);
    let mut masked: Vec<u8> = block.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    // The encoded message has one bit less than the modulus.
    if let Some(first) = masked.first_mut() {
        *first &= 0x7F;
    }
    asn1::concatenated([masked.as_slice(), &hashed, &[0xBC]])
}

/// MGF1 (RFC 8017 appendix B.2.1).
fn mask_generation(hash: HashAlgorithm, seed: &[u8], length: usize) -> Vec<u8> {
    (0_u32..)
        .flat_map(|counter| hash.digest(&asn1::concatenated([seed, &counter.to_be_bytes()])))
        .take(length)
        .collect()
}
