use core::fmt;

use jpki_core::der::{DerError, DerErrorKind, Reader, Tag};

use super::general_name::GeneralName;

/// Which names the certificates below an authority may hold (名前制約, RFC 5280 §4.2.1.10).
///
/// Refused: an extension that constrains nothing, and empty lists of subtrees.
#[derive(Clone, Copy)]
pub struct NameConstraints<'a> {
    permitted: Option<Reader<'a>>,
    excluded: Option<Reader<'a>>,
}

impl<'a> NameConstraints<'a> {
    /// Reads the value of the extension.
    ///
    /// # Errors
    /// If it is refused; see the type.
    pub fn from_der(value: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let permitted = read_subtrees(&mut fields, Tag::context_constructed(0))?;
        let excluded = read_subtrees(&mut fields, Tag::context_constructed(1))?;
        fields.finish()?;
        if permitted.is_none() && excluded.is_none() {
            let kind = DerErrorKind::InvalidContent("name constraints");
            return Err(DerError { kind, position: 0 });
        }
        Ok(Self { permitted, excluded })
    }

    /// Subtrees of which a name of the same form must lie in one.
    pub fn permitted(self) -> impl Iterator<Item = GeneralSubtree<'a>> {
        subtrees(self.permitted)
    }

    /// Subtrees in which no name may lie.
    pub fn excluded(self) -> impl Iterator<Item = GeneralSubtree<'a>> {
        subtrees(self.excluded)
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

impl<'a> GeneralSubtree<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        let base = GeneralName::read(&mut fields)?;
        let extent = if fields.is_empty() { SubtreeExtent::Whole } else { read_extent(fields)? };
        Ok(Self { base, extent })
    }
}

// minimum [0] BaseDistance DEFAULT 0, maximum [1] BaseDistance OPTIONAL. An explicit zero, which DER
// forbids, is taken.
fn read_extent(mut fields: Reader<'_>) -> Result<SubtreeExtent, DerError> {
    let mut extent = SubtreeExtent::Whole;
    if let Some(minimum) = fields.optional(Tag::context(0))? {
        let content = fields.integer_content(minimum)?;
        if fields.bytes(content) != [0] {
            extent = SubtreeExtent::Partial;
        }
    }
    if let Some(maximum) = fields.optional(Tag::context(1))? {
        fields.integer_content(maximum)?;
        extent = SubtreeExtent::Partial;
    }
    fields.finish()?;
    Ok(extent)
}

fn read_subtrees<'a>(fields: &mut Reader<'a>, tag: Tag) -> Result<Option<Reader<'a>>, DerError> {
    let Some(element) = fields.optional(tag)? else {
        return Ok(None);
    };
    let list = fields.inside(element);
    let mut ahead = list;
    GeneralSubtree::read(&mut ahead)?;
    while !ahead.is_empty() {
        GeneralSubtree::read(&mut ahead)?;
    }
    Ok(Some(list))
}

fn subtrees(list: Option<Reader<'_>>) -> impl Iterator<Item = GeneralSubtree<'_>> {
    let mut rest = list;
    core::iter::from_fn(move || GeneralSubtree::read(rest.as_mut()?).ok())
}
