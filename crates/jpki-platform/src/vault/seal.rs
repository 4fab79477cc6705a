//! AES-256-GCM (NIST SP 800-38D) with a random nonce, over associated data that say where a row lies.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use zeroize::Zeroizing;

use super::VaultError;

/// Bytes of a key.
pub(super) const KEY_BYTES: usize = 32;

/// The form of what is sealed here: this byte, nonce, ciphertext, tag.
const FORM: u8 = 1;
const TAG_BYTES: usize = 16;
const HEAD_BYTES: usize = 1 + NONCE_LEN;

/// What a sealed text is bound to: a label and fields, each after its length.
pub(super) fn place(label: &str, fields: &[&[u8]]) -> Vec<u8> {
    let mut place = Vec::new();
    for field in core::iter::once(&label.as_bytes()).chain(fields) {
        let length = u64::try_from(field.len()).unwrap_or(u64::MAX);
        place.extend_from_slice(&length.to_be_bytes());
        place.extend_from_slice(field);
    }
    place
}

/// Seals a text for this place.
pub(super) fn seal(
    key: &[u8; KEY_BYTES],
    place: &[u8],
    text: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let failed = |_| VaultError::Cryptography;
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(failed)?;
    // Encrypted where it lies, which never moves: nothing of the text is left behind.
    let mut sealed = Zeroizing::new(text.to_vec());
    let (nonce, tag) =
        key.seal_in_place_separate_tag(Aad::from(place), &mut sealed).map_err(failed)?;
    Ok([&[FORM], nonce.as_ref().as_slice(), &sealed, tag.as_ref()].concat())
}

/// Opens what was sealed for this place.
pub(super) fn open(
    key: &[u8; KEY_BYTES],
    place: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    match sealed.first() {
        Some(&FORM) => {}
        Some(&newer) if newer > FORM => return Err(VaultError::NewerForm(newer)),
        _ => return Err(VaultError::RowRefused),
    }
    let (head, body) = sealed.split_at_checked(HEAD_BYTES).ok_or(VaultError::RowRefused)?;
    let nonce = head.last_chunk::<NONCE_LEN>().ok_or(VaultError::RowRefused)?;
    let length = body.len().checked_sub(TAG_BYTES).ok_or(VaultError::RowRefused)?;
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| VaultError::Cryptography)?;
    let mut text = Zeroizing::new(body.to_vec());
    key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(place), &mut text)
        .map_err(|_| VaultError::RowRefused)?;
    text.truncate(length);
    Ok(text)
}
