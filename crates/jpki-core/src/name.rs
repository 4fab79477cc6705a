//! Distinguished names (識別名): read in place, compared by RFC 5280 §7.1, shown without deceit.
//!
//! A name is read leniently, because real certificates are lenient. Accepted, beyond RFC 5280:
//!
//! - no attribute at all (also where an issuer must have some: that is for the profile to refuse);
//! - values of any tag: every string type, and types unknown here, which keep their bytes;
//! - strings that break the rules of their type (`@` in PrintableString, broken UTF-8, halves of a
//!   surrogate pair in BMPString), of any length, also empty;
//! - multi-valued RDNs in any order, also with one attribute twice.
//!
//! Refused: what is not DER, an RDN without attributes, an attribute with more or less than a type and
//! a value, more than [`Limits::NAME_ATTRIBUTES`] attributes, and more than [`Limits::NAME_BYTES`].

mod attribute;
mod canonical;
mod canonical_name;
mod display;
mod relative;

use core::fmt;

use crate::der::{Decode, DerError, DerErrorKind, Reader, Span, Tag};
use crate::limits::Limits;

pub use attribute::Attribute;
pub use canonical_name::CanonicalName;
pub use display::NameDisplay;
pub use relative::RelativeName;

/// A distinguished name, `RDNSequence` of RFC 5280 §4.1.2.4, in the bytes it came in.
///
/// Two names are compared by [`matches`](Self::matches). There is no `==`: it would not say whether
/// bytes or names are meant.
///
/// The subject of a JPKI certificate is personal data, so `Debug` shows none of it.
#[derive(Clone, Copy)]
pub struct Name<'a> {
    bytes: &'a [u8],
    relative_names: Reader<'a>,
}

impl<'a> Name<'a> {
    /// Reads a name that is all of `bytes`.
    ///
    /// # Errors
    /// If it is not a name as described [above](self), or bytes are left over.
    pub fn from_der(bytes: &'a [u8]) -> Result<Self, DerError> {
        Reader::new(bytes)?.read_all(Self::read)
    }

    /// The name that lies at `span`, which an earlier walk found well formed.
    ///
    /// # Errors
    /// If there is none.
    pub fn at(owner: &'a [u8], span: Span) -> Result<Self, DerError> {
        Self::read(&mut Reader::within(owner, span))
    }

    /// The name in bytes that an earlier walk found to be one, without a second walk. Other bytes give
    /// a name whose RDNs end where they cease to be RDNs.
    #[must_use]
    pub fn from_checked(bytes: &'a [u8]) -> Self {
        let content = Reader::new(bytes).and_then(|mut reader| reader.sequence());
        let relative_names = content.unwrap_or(Reader::within(bytes, Span::default()));
        Self { bytes, relative_names }
    }

    /// Returns the bytes of the whole name.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns whether it has no RDN.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.relative_names.is_empty()
    }

    /// Returns its RDNs in the order of the encoding, most general first.
    pub fn relative_names(&self) -> impl Iterator<Item = RelativeName<'a>> + use<'a> {
        let mut rest = self.relative_names;
        core::iter::from_fn(move || RelativeName::next_of(&mut rest))
    }

    /// Returns whether both are one name (RFC 5280 §7.1): as many RDNs, each matching the other's in its place.
    ///
    /// Equal bytes always match. Otherwise two attributes match if they have one type and
    ///
    /// - their values are text of UTF8String, PrintableString, BMPString, UniversalString, IA5String,
    ///   VisibleString, or TeletexString in ASCII, and equal after the string preparation of RFC 4518
    ///   with case folding: case, width, compatibility forms, control characters and the number of
    ///   spaces do not count;
    /// - for domainComponent: their values are ASCII and equal but for case (§7.3);
    /// - else: tag and content are the same bytes. So it is for text that is broken, or that RFC 4518
    ///   prohibits (private use characters such as 外字, U+FFFD); for TeletexString beyond ASCII, whose
    ///   reading differs from maker to maker; for NumericString, which no DirectoryString is; and for
    ///   a domainComponent beyond ASCII.
    ///
    /// Every text attribute is compared as caseIgnoreMatch, also where its own type says otherwise
    /// (§7.1 leaves other rules optional). Code points that came after Unicode 3.2 are compared, not
    /// prohibited, so that newer 漢字 can match.
    ///
    /// This relation is reflexive, symmetric and transitive. It compares names, not keys: all
    /// generations of a JPKI CA have one name.
    ///
    /// ```
    /// use jpki_core::name::Name;
    ///
    /// // C=JP, once as PrintableString and once as UTF8String.
    /// let printable = [0x30, 13, 0x31, 11, 0x30, 9, 6, 3, 0x55, 4, 6, 0x13, 2, b'J', b'P'];
    /// let utf8 = [0x30, 13, 0x31, 11, 0x30, 9, 6, 3, 0x55, 4, 6, 0x0C, 2, b'j', b'p'];
    /// assert!(Name::from_der(&printable)?.matches(&Name::from_der(&utf8)?));
    /// # Ok::<_, jpki_core::der::DerError>(())
    /// ```
    #[must_use]
    pub fn matches(&self, other: &Name<'_>) -> bool {
        self.bytes == other.bytes || is_whole_match(self.relative_names(), other.relative_names())
    }

    /// As [`Self::matches`], but that the [cost](Self::comparison_cost) of each two RDNs is spent before they are
    /// compared.
    pub(crate) fn matches_within<E>(
        &self,
        other: &Name<'_>,
        mut spend: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<bool, E> {
        spend(1)?;
        if self.bytes == other.bytes {
            return Ok(true);
        }
        let (mut names, mut others) = (self.relative_names(), other.relative_names());
        loop {
            match (names.next(), others.next()) {
                (Some(name), Some(other)) => {
                    if name.compare_within(&other, &mut spend)? != Equality::Equal {
                        return Ok(false);
                    }
                }
                (None, None) => return Ok(true),
                _ => return Ok(false),
            }
        }
    }

    /// Returns how much work it may be at worst to compare both, in comparisons of one short text: RDNs of equal bytes
    /// cost nothing, and text beyond ASCII costs most.
    #[must_use]
    pub fn comparison_cost(&self, other: &Name<'_>) -> usize {
        if self.bytes == other.bytes {
            return 1;
        }
        self.relative_names()
            .zip(other.relative_names())
            .map(|(name, other)| name.comparison_cost(&other))
            .fold(1, usize::saturating_add)
    }

    /// Returns the form that all names share which [match](Self::matches) this one.
    #[must_use]
    pub fn canonical(&self) -> CanonicalName {
        CanonicalName::of(self.relative_names())
    }

    /// Returns the canonical form of the name that is this one and `relative` after it, as
    /// `nameRelativeToCRLIssuer` means it (RFC 5280 §4.2.1.13, §5.2.5).
    #[must_use]
    pub fn canonical_joined(&self, relative: &RelativeName<'_>) -> CanonicalName {
        CanonicalName::of(self.relative_names().chain([*relative]))
    }

    /// Returns how much work it is at worst to make the canonical form, in the unit of
    /// [`comparison_cost`](Self::comparison_cost).
    #[must_use]
    pub fn canonical_cost(&self) -> usize {
        self.relative_names().map(|name| name.preparation_cost()).fold(1, usize::saturating_add)
    }

    /// Returns where this name lies, seen from the subtree of `base` (RFC 5280 §7.1): within it if `base`
    /// [matches](Self::matches) its first RDNs. Every name lies within the empty name.
    #[must_use]
    pub fn containment_in(&self, base: &Name<'_>) -> Containment {
        let mut names = self.relative_names();
        let mut containment = Containment::Within;
        for expected in base.relative_names() {
            match names.next().map_or(Equality::Different, |name| name.compare(&expected)) {
                Equality::Equal => {}
                Equality::Different => return Containment::Outside,
                Equality::Undecided => containment = Containment::Undecided,
            }
        }
        containment
    }

    /// Returns whether this name is that of `base` and one RDN after it: `nameRelativeToCRLIssuer` of RFC 5280
    /// §4.2.1.13 and §5.2.5.
    #[must_use]
    pub fn is_joined_from(&self, base: &Name<'_>, relative: &RelativeName<'_>) -> bool {
        is_whole_match(self.relative_names(), base.relative_names().chain([*relative]))
    }

    /// Returns the name as text for a person to read, in the order of the encoding: `C=JP, O=JPKI, OU=JPKI for digital
    /// signature`.
    ///
    /// This is to look at, not to compare or to parse: see [`NameDisplay`].
    ///
    /// ```
    /// use jpki_core::name::Name;
    ///
    /// let name = [0x30, 13, 0x31, 11, 0x30, 9, 6, 3, 0x55, 4, 6, 0x13, 2, b'J', b'P'];
    /// assert_eq!(Name::from_der(&name)?.display().to_string(), "C=JP");
    /// # Ok::<_, jpki_core::der::DerError>(())
    /// ```
    #[must_use]
    pub const fn display(&self) -> NameDisplay<'a> {
        NameDisplay::new(*self)
    }
}

impl<'a> Decode<'a> for Name<'a> {
    /// Walks the name once and copies nothing.
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let element = reader.read(Tag::SEQUENCE)?;
        if element.content.len() > Limits::NAME_BYTES {
            let position = element.whole.start();
            return Err(DerError { kind: DerErrorKind::TooLarge, position });
        }
        let relative_names = reader.contents_of(element);
        let mut rest = relative_names;
        let mut attributes: usize = 0;
        while !rest.is_empty() {
            let position = rest.position();
            let count = match plain_relative_name(rest.rest()) {
                Some(bytes) => {
                    rest.skip(bytes);
                    1
                }
                None => relative::count_attributes(rest.nested(Tag::SET)?)?,
            };
            attributes = attributes.saturating_add(count);
            if attributes > Limits::NAME_ATTRIBUTES {
                return Err(DerError { kind: DerErrorKind::TooLarge, position });
            }
        }
        Ok(Self { bytes: reader.bytes(element.whole), relative_names })
    }
}

/// Where a name lies, seen from a subtree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "yes, no, or not known")]
pub enum Containment {
    /// In the subtree.
    Within,
    /// Not in it.
    Outside,
    /// Nobody can say. So it is for a distinguished name where only bytes that differ stand against it:
    /// values without a canonical form (see [`Name::matches`]) may be equal all the same.
    Undecided,
}

/// Whether two RDNs are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Equality {
    Equal,
    Different,
    /// One of both has a value without a canonical form.
    Undecided,
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({} relative names)", self.relative_names().count())
    }
}

fn is_whole_match<'a, 'b>(
    mut names: impl Iterator<Item = RelativeName<'a>>,
    mut others: impl Iterator<Item = RelativeName<'b>>,
) -> bool {
    others.all(|expected| names.next().is_some_and(|name| name.matches(&expected)))
        && names.next().is_none()
}

/// Bytes of the RDN that `rest` begins with, if it is as nearly all are: one attribute of a type below
/// id-at (2.5.4), every length below 128. Others have to be read part by part.
#[inline]
fn plain_relative_name(rest: &[u8]) -> Option<u32> {
    let [0x31, set, 0x30, sequence, 0x06, 0x03, 0x55, 0x04, kind, tag, length, value @ ..] = rest
    else {
        return None;
    };
    let is_plain = *set < 0x80
        && sequence.checked_add(2) == Some(*set)
        && length.checked_add(7) == Some(*sequence)
        && *kind < 0x80
        && Tag::from_byte(*tag).is_some()
        && usize::from(*length) <= value.len();
    is_plain.then(|| u32::from(*set).saturating_add(2))
}
