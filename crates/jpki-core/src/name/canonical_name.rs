use alloc::vec::Vec;
use core::fmt;

use super::canonical::CanonicalAttribute;
use super::{Name, RelativeName};

/// A name in the one form that all names equal to it share: to look names up by, in a map or an index.
///
/// Two of them are equal exactly when [`Name::matches`] says so of the names they were made from, so a
/// look-up by it finds what comparing with every name would find. The order has no meaning.
///
/// It takes at most some seventeen times the bytes of the name, a character such as U+FDFA standing for
/// eighteen. [`Name::canonical_cost`] says what it costs to make.
///
/// `Debug` shows none of it: a subject is personal data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CanonicalName {
    bytes: Vec<u8>,
}

/// Bytes that the form of an authority's name takes.
const USUAL_LENGTH: usize = 256;

impl CanonicalName {
    pub(super) fn of<'a>(relative_names: impl Iterator<Item = RelativeName<'a>>) -> Self {
        let mut bytes = Vec::with_capacity(USUAL_LENGTH);
        for relative_name in relative_names {
            let attributes = relative_name.canonical();
            append_number(&mut bytes, attributes.len());
            for attribute in &attributes {
                append_attribute(&mut bytes, attribute);
            }
        }
        Self { bytes }
    }

    /// Returns the form itself, for a digest over it. It is no DER, and says the same of a text only as long as
    /// Unicode's data do, which never change for characters that are assigned.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for CanonicalName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CanonicalName({} bytes)", self.bytes.len())
    }
}

impl From<Name<'_>> for CanonicalName {
    fn from(name: Name<'_>) -> Self {
        name.canonical()
    }
}

fn append_attribute(bytes: &mut Vec<u8>, attribute: &CanonicalAttribute<'_>) {
    let (form, value) = attribute.form_and_value();
    for part in [attribute.oid().as_bytes(), &[form], value] {
        append_number(bytes, part.len());
        bytes.extend_from_slice(part);
    }
}

// Every length stands before its part, so that no two names run into the same bytes.
fn append_number(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend_from_slice(&u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes());
}
