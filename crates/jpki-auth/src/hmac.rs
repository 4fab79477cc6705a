//! Digests over labelled fields, so that no two different inputs are hashed as the same bytes.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// Bytes of every digest here: SHA-256.
pub(crate) const DIGEST_BYTES: usize = 32;

/// A key of HMAC-SHA-256 (RFC 2104), hashed once for all its digests. Wiped when dropped.
#[derive(Clone)]
pub(crate) struct HmacKey(Hmac<Sha256>);

impl HmacKey {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        // RFC 2104 §2: a key shorter than the block is filled up with zeros.
        let mut block = Zeroizing::new([0; 64]);
        block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        Self(Hmac::new((&*block).into()))
    }

    /// Digests a label and fields, each after its length.
    pub(crate) fn digest(&self, label: &str, fields: &[&[u8]]) -> [u8; DIGEST_BYTES] {
        let mut mac = self.0.clone();
        for field in core::iter::once(&label.as_bytes()).chain(fields) {
            mac.update(&length(field));
            mac.update(field);
        }
        mac.finalize().into_bytes().into()
    }
}

/// SHA-256 of a label and fields, each after its length.
pub(crate) fn digest(label: &str, fields: &[&[u8]]) -> [u8; DIGEST_BYTES] {
    let mut hash = Sha256::new();
    for field in core::iter::once(&label.as_bytes()).chain(fields) {
        hash.update(length(field));
        hash.update(field);
    }
    hash.finalize().into()
}

/// The feature that wipes the state of a key is on.
const _: fn() = || {
    const fn is_wiped<T: ZeroizeOnDrop>() {}
    is_wiped::<Sha256>();
};

fn length(field: &[u8]) -> [u8; 8] {
    u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes()
}
