//! What tells certificates apart without keeping what they are.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Customer, HeldCertificate};

/// Bytes of the key of a folder.
pub(crate) const KEY_BYTES: usize = 32;

/// Bytes of a mark.
pub(crate) const MARK_BYTES: usize = 8;

/// Which certificate a state is of: the first bytes of a keyed digest of its generation and serial number.
/// That two certificates of one customer have one mark happens once in 2⁶⁴ renewals.
pub(crate) type Mark = [u8; MARK_BYTES];

/// Which certificates a customer holds. The mark of none is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) signature: Mark,
    pub(crate) authentication: Mark,
}

/// Makes marks with the key of a folder (HMAC-SHA-256, RFC 2104).
pub(crate) struct Marker {
    keyed: Hmac<Sha256>,
}

impl Marker {
    pub(crate) fn new(key: &Zeroizing<[u8; KEY_BYTES]>) -> Self {
        // RFC 2104 §2: a key shorter than the block is filled up with zeros.
        let mut block = Zeroizing::new([0; 64]);
        block.iter_mut().zip(key.iter()).for_each(|(to, from)| *to = *from);
        Self { keyed: Hmac::new((&*block).into()) }
    }

    pub(crate) fn marks(&self, customer: &Customer) -> Marks {
        let mark = |held: &Option<HeldCertificate>| {
            held.as_ref().map_or([0; MARK_BYTES], |held| self.mark(held))
        };
        Marks {
            signature: mark(&customer.signature),
            authentication: mark(&customer.authentication),
        }
    }

    fn mark(&self, certificate: &HeldCertificate) -> Mark {
        let mut mac = self.keyed.clone();
        mac.update(&[certificate.generation.number()]);
        mac.update(certificate.serial_number.serial_number().expose_protected());
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        digest.first_chunk().copied().unwrap_or_default()
    }
}
