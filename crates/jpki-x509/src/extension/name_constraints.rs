use core::fmt;

use jpki_core::der::{Decode, DerError, DerErrorKind, Reader, SequenceOf, Tag};

use super::general_name::GeneralName;

/// Which names the certificates below an authority may hold (名前制約, RFC 5280 §4.2.1.10).
///
/// Refused: an extension that constrains nothing, and empty lists of subtrees.
#[derive(Clone, Copy)]
pub struct NameConstraints<'a> {
    permitted: Option<SequenceOf<'a, GeneralSubtree<'a>>>,
    excluded: Option<SequenceOf<'a, GeneralSubtree<'a>>>,
}

impl<'a> NameConstraints<'a> {
    /// Returns the subtrees of which a name of the same form must lie in one.
    pub fn permitted(&self) -> impl Iterator<Item = GeneralSubtree<'a>> + use<'a> {
        self.permitted.into_iter().flatten()
    }

    /// Returns the subtrees in which no name may lie.
    pub fn excluded(&self) -> impl Iterator<Item = GeneralSubtree<'a>> + use<'a> {
        self.excluded.into_iter().flatten()
    }
}

impl<'a> Decode<'a> for NameConstraints<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let empty = reader.error(DerErrorKind::InvalidContent("name constraints"));
        let mut fields = reader.sequence()?;
        let mut subtrees = |number| {
            let list = fields.optional_nested(Tag::context_constructed(number))?;
            list.map(SequenceOf::read_content).transpose()
        };
        let (permitted, excluded) = (subtrees(0)?, subtrees(1)?);
        fields.finish()?;
        if permitted.is_none() && excluded.is_none() {
            return Err(empty);
        }
        Ok(Self { permitted, excluded })
    }
}

impl fmt::Debug for NameConstraints<'_> {
    /// How many subtrees there are: a name may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (permitted, excluded) = (self.permitted().count(), self.excluded().count());
        write!(f, "NameConstraints({permitted} permitted, {excluded} excluded)")
    }
}

/// The names at and below a base.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the SEQUENCE of RFC 5280 section 4.2.1.10")]
pub struct GeneralSubtree<'a> {
    /// Where the subtree begins.
    pub base: GeneralName<'a>,
    /// How far down it reaches.
    pub extent: SubtreeExtent,
}

/// How far down a subtree reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "RFC 5280 section 4.2.1.10: minimum and maximum have one value"
)]
pub enum SubtreeExtent {
    /// The base and all below it: the only extent that RFC 5280 §4.2.1.10 allows.
    Whole,
    /// Another `minimum` or a `maximum`, which nobody here knows how to apply.
    Partial,
}

impl<'a> Decode<'a> for GeneralSubtree<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = reader.sequence()?;
        let base = GeneralName::read(&mut fields)?;
        let extent = if fields.is_empty() { SubtreeExtent::Whole } else { read_extent(fields)? };
        Ok(Self { base, extent })
    }
}

// minimum [0] BaseDistance DEFAULT 0, maximum [1] BaseDistance OPTIONAL. An explicit zero, which DER
// forbids, is taken.
fn read_extent(mut fields: Reader<'_>) -> Result<SubtreeExtent, DerError> {
    let mut extent = SubtreeExtent::Whole;
    if let Some(minimum) = fields.optional(Tag::context(0))?
        && fields.integer_content(minimum)?.as_bytes() != [0]
    {
        extent = SubtreeExtent::Partial;
    }
    if let Some(maximum) = fields.optional(Tag::context(1))? {
        fields.integer_content(maximum)?;
        extent = SubtreeExtent::Partial;
    }
    fields.finish()?;
    Ok(extent)
}
