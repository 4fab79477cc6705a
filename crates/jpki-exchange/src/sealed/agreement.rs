use aws_lc_rs::kdf::{SskdfDigestAlgorithmId, get_sskdf_digest_algorithm, sskdf_digest};
use zeroize::Zeroizing;

use crate::ExchangeError;

/// The Concat KDF of RFC 7518 §4.6.2 with SHA-256, for a key of `N` octets, without parties: what is sealed names them.
pub(super) fn derive<const N: usize>(
    shared: &[u8],
    encryption: &str,
    [producer, consumer]: [&[u8]; 2],
) -> Result<Zeroizing<[u8; N]>, ExchangeError> {
    let mut information = Vec::new();
    for field in [encryption.as_bytes(), producer, consumer] {
        information
            .extend_from_slice(&u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
        information.extend_from_slice(field);
    }
    let bits = u32::try_from(N).unwrap_or(u32::MAX).saturating_mul(8);
    information.extend_from_slice(&bits.to_be_bytes());
    let sha_256 = get_sskdf_digest_algorithm(SskdfDigestAlgorithmId::Sha256)
        .ok_or(ExchangeError::SealedNotOpened)?;
    let mut key = Zeroizing::new([0; N]);
    sskdf_digest(sha_256, shared, &information, key.as_mut())
        .map_err(|_| ExchangeError::SealedNotOpened)?;
    Ok(key)
}

/// The content encryption key that both sides agree on.
pub(super) fn content_key(shared: &[u8]) -> Result<Zeroizing<[u8; 32]>, ExchangeError> {
    derive(shared, "A256GCM", [&[], &[]])
}

/// x and y as an uncompressed point (SEC 1 §2.3.3).
#[cfg(feature = "open")]
pub(super) fn uncompressed([x, y]: &[[u8; 32]; 2]) -> [u8; 65] {
    let mut point = [4; 65];
    let (_, coordinates) = point.split_at_mut(1);
    coordinates.iter_mut().zip(x.iter().chain(y)).for_each(|(to, from)| *to = *from);
    point
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7518 appendix C.
    #[test]
    fn the_key_of_the_example_in_the_standard() {
        let z = [
            158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49,
            110, 163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
        ];
        let key: Zeroizing<[u8; 16]> = derive(&z, "A128GCM", [b"Alice", b"Bob"]).unwrap();
        assert_eq!(crate::field::encode(key.as_ref()), "VqqN6vgjbSBcIijNcacQGg");
    }
}
