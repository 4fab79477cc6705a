use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

/// Octets of a certificate or another protected object, owned in common and wiped with their last owner.
///
/// Clones share the octets. They are written once and never move, so positions into them stay good.
///
/// ```
/// use jpki_core::protected::ProtectedOctets;
///
/// let certificate = ProtectedOctets::from(&[0x30, 0x00][..]);
/// assert_eq!(certificate.clone().expose_protected(), [0x30, 0x00]);
/// assert_eq!(format!("{certificate:?}"), "ProtectedOctets(2 octets)");
/// ```
#[derive(Clone)]
pub struct ProtectedOctets(Arc<Wiped>);

impl ProtectedOctets {
    /// The octets. Each call is a use that an audit may ask about.
    #[must_use]
    pub fn expose_protected(&self) -> &[u8] {
        &self.0.0
    }
}

impl From<Vec<u8>> for ProtectedOctets {
    /// Takes the octets over without a copy.
    fn from(octets: Vec<u8>) -> Self {
        Self(Arc::new(Wiped(octets)))
    }
}

impl From<&[u8]> for ProtectedOctets {
    /// Copies the octets; the caller's own are the caller's to wipe.
    fn from(octets: &[u8]) -> Self {
        Self::from(octets.to_vec())
    }
}

impl AsRef<[u8]> for ProtectedOctets {
    /// As [`ProtectedOctets::expose_protected`], for code over any owner of octets.
    fn as_ref(&self) -> &[u8] {
        self.expose_protected()
    }
}

impl fmt::Debug for ProtectedOctets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProtectedOctets({} octets)", self.0.0.len())
    }
}

struct Wiped(Vec<u8>);

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Overwrites the whole allocation, spare capacity included, at the speed of a fill.
fn wipe(octets: &mut Vec<u8>) {
    octets.clear();
    octets.resize(octets.capacity(), 0);
    // Keeps the writes above although nothing reads them before the memory is freed.
    zeroize::optimization_barrier(octets.as_slice());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_allocation_is_wiped_in_place() {
        let mut octets = Vec::with_capacity(64);
        octets.extend_from_slice(&[0xab; 48]);
        octets.truncate(40);
        let (start, capacity) = (octets.as_ptr(), octets.capacity());
        wipe(&mut octets);
        assert_eq!((octets.as_ptr(), octets.len()), (start, capacity));
        assert!(octets.iter().all(|&octet| octet == 0));
    }
}
