use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

/// Bytes of a certificate or another protected object, owned in common and wiped with their last owner.
///
/// Clones share the bytes. They are written once and never move, so positions into them stay good.
///
/// ```
/// use jpki_core::protected::ProtectedBytes;
///
/// let certificate = ProtectedBytes::from(&[0x30, 0x00][..]);
/// assert_eq!(certificate.clone().expose_protected(), [0x30, 0x00]);
/// assert_eq!(format!("{certificate:?}"), "ProtectedBytes(2 bytes)");
/// ```
#[derive(Clone)]
pub struct ProtectedBytes(Arc<Wiped>);

impl ProtectedBytes {
    /// Returns the bytes. Each call is a use that an audit may ask about.
    #[must_use]
    pub fn expose_protected(&self) -> &[u8] {
        &self.0.0
    }
}

impl From<Vec<u8>> for ProtectedBytes {
    /// Takes the bytes over without a copy.
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Wiped(bytes)))
    }
}

impl From<&[u8]> for ProtectedBytes {
    /// Copies the bytes; the caller's own are the caller's to wipe.
    fn from(bytes: &[u8]) -> Self {
        Self::from(bytes.to_vec())
    }
}

impl AsRef<[u8]> for ProtectedBytes {
    /// As [`ProtectedBytes::expose_protected`], for code over any owner of bytes.
    fn as_ref(&self) -> &[u8] {
        self.expose_protected()
    }
}

impl fmt::Debug for ProtectedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProtectedBytes({} bytes)", self.0.0.len())
    }
}

struct Wiped(Vec<u8>);

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Overwrites the whole allocation, spare capacity included, at the speed of a fill.
fn wipe(bytes: &mut Vec<u8>) {
    bytes.clear();
    bytes.resize(bytes.capacity(), 0);
    // Keeps the writes above although nothing reads them before the memory is freed.
    zeroize::optimization_barrier(bytes.as_slice());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_allocation_is_wiped_in_place() {
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(&[0xab; 48]);
        bytes.truncate(40);
        let (start, capacity) = (bytes.as_ptr(), bytes.capacity());
        wipe(&mut bytes);
        assert_eq!((bytes.as_ptr(), bytes.len()), (start, capacity));
        assert!(bytes.iter().all(|&byte| byte == 0));
    }
}
