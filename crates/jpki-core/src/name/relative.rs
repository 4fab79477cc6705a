use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt;

use super::canonical::{self, CanonicalAttribute};
use super::{Attribute, Equality};
use crate::der::{DerError, DerErrorKind, Element, Reader, Tag};
use crate::limits::Limits;

/// A relative distinguished name (RDN): a set of attributes, nearly always of one.
#[derive(Clone, Copy)]
pub struct RelativeName<'a> {
    bytes: &'a [u8],
    attributes: Reader<'a>,
}

impl<'a> RelativeName<'a> {
    /// The RDN inside an element that `reader` gave: a SET, or a tag that stands for it, as in
    /// `nameRelativeToCRLIssuer [1] IMPLICIT`.
    ///
    /// # Errors
    /// If it is not an RDN as described [above](super).
    pub fn read_inside(reader: &Reader<'a>, element: Element) -> Result<Self, DerError> {
        let attributes = reader.contents_of(element);
        if element.content.len() > Limits::NAME_BYTES
            || count_attributes(attributes)? > Limits::NAME_ATTRIBUTES
        {
            return Err(attributes.error(DerErrorKind::TooLarge));
        }
        Ok(Self { bytes: reader.bytes(element.content), attributes })
    }

    /// The next RDN of a name that was walked before, if there is one.
    pub(super) fn next_of(names: &mut Reader<'a>) -> Option<Self> {
        let element = names.read(Tag::SET).ok()?;
        Some(Self { bytes: names.bytes(element.content), attributes: names.contents_of(element) })
    }

    /// Returns its attributes in the order of the encoding.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let mut rest = self.attributes;
        core::iter::from_fn(move || Attribute::read(&mut rest).ok())
    }

    /// Returns whether both are one RDN: as many attributes, and for each a matching one, in any order (RFC 5280 §7.1).
    /// [`Name::matches`](super::Name::matches) says how attributes match.
    #[must_use]
    pub fn matches(&self, other: &RelativeName<'_>) -> bool {
        self.compare(other) == Equality::Equal
    }

    pub(super) fn compare(&self, other: &RelativeName<'_>) -> Equality {
        let Ok(equality) = self.compare_within(other, |_| Ok::<_, Infallible>(()));
        equality
    }

    /// As [`Self::compare`], but that the cost is spent before.
    pub(super) fn compare_within<E>(
        &self,
        other: &RelativeName<'_>,
        spend: impl FnOnce(usize) -> Result<(), E>,
    ) -> Result<Equality, E> {
        if self.bytes == other.bytes {
            return Ok(Equality::Equal);
        }
        match (self.only_attribute(), other.only_attribute()) {
            (Some(ours), Some(theirs)) => {
                spend(ours.preparation_cost().saturating_add(theirs.preparation_cost()))?;
                if canonical::certainly_differ(&ours, &theirs) {
                    return Ok(Equality::Different);
                }
            }
            _ => spend(self.comparison_cost(other))?,
        }
        Ok(self.compare_canonical(other))
    }

    fn compare_canonical(&self, other: &RelativeName<'_>) -> Equality {
        let (ours, theirs) = (self.canonical(), other.canonical());
        if ours == theirs {
            Equality::Equal
        } else if ours.len() == theirs.len() && may_pair(&ours, &theirs) && may_pair(&theirs, &ours)
        {
            Equality::Undecided
        } else {
            Equality::Different
        }
    }

    pub(super) fn comparison_cost(&self, other: &RelativeName<'_>) -> usize {
        if self.bytes == other.bytes {
            return 0;
        }
        self.preparation_cost().saturating_add(other.preparation_cost())
    }

    pub(super) fn preparation_cost(&self) -> usize {
        self.attributes()
            .map(|attribute| attribute.preparation_cost())
            .fold(0, usize::saturating_add)
    }

    fn only_attribute(&self) -> Option<Attribute<'a>> {
        let mut rest = self.attributes;
        let attribute = Attribute::read(&mut rest).ok()?;
        rest.is_empty().then_some(attribute)
    }

    /// Sorted, so that equal sets are equal lists and attributes that occur twice pair one to one.
    pub(super) fn canonical(&self) -> Vec<CanonicalAttribute<'a>> {
        let mut attributes: Vec<_> = self.attributes().map(CanonicalAttribute::of).collect();
        attributes.sort_unstable();
        attributes
    }
}

impl fmt::Debug for RelativeName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RelativeName({} attributes)", self.attributes().count())
    }
}

/// Whether each of these attributes may be equal to one of the others.
fn may_pair(attributes: &[CanonicalAttribute<'_>], others: &[CanonicalAttribute<'_>]) -> bool {
    attributes.iter().all(|attribute| others.iter().any(|other| attribute.may_equal(other)))
}

pub(super) fn count_attributes(mut set: Reader<'_>) -> Result<usize, DerError> {
    // RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
    let mut count: usize = 0;
    loop {
        Attribute::read(&mut set)?;
        count = count.saturating_add(1);
        if set.is_empty() {
            return Ok(count);
        }
    }
}
