use alloc::vec::Vec;
use core::fmt;

use jpki_core::der::{DerError, DerErrorKind, Oid, Reader, Span, Tag};
use jpki_core::limits::Limits;

/// Where one extension lies in its owner.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ExtensionSpan {
    /// Content of the object identifier.
    pub oid: Span,
    /// Whether it is critical.
    pub critical: bool,
    /// Content of `extnValue`.
    pub value: Span,
}

impl ExtensionSpan {
    /// Returns its object identifier.
    #[must_use]
    #[inline]
    pub fn oid(self, owner: &[u8]) -> Oid<'_> {
        Oid::from_bytes(self.oid.of(owner))
    }

    /// Reads the next `Extension` (RFC 5280 §4.1.2.9). An explicit `critical FALSE`, which DER forbids
    /// but real certificates hold, is taken.
    ///
    /// # Errors
    /// If it is not well formed.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let mut fields = reader.sequence()?;
        let oid = {
            let mut ahead = fields;
            ahead.object_identifier()?;
            fields.any()?.content
        };
        let critical = match fields.peek() {
            Some(Tag::BOOLEAN) => fields.boolean()?,
            _ => false,
        };
        let value = fields.read(Tag::OCTET_STRING)?.content;
        fields.finish()?;
        Ok(Self { oid, critical, value })
    }
}

/// One extension.
#[derive(Clone, Copy)]
pub struct Extension<'a> {
    oid: Oid<'a>,
    critical: bool,
    value: &'a [u8],
}

impl<'a> Extension<'a> {
    /// The extension that lies there.
    #[must_use]
    pub fn at(owner: &'a [u8], span: ExtensionSpan) -> Self {
        Self { oid: span.oid(owner), critical: span.critical, value: span.value.of(owner) }
    }

    /// Returns its object identifier.
    #[must_use]
    pub const fn oid(&self) -> Oid<'a> {
        self.oid
    }

    /// Returns whether it is critical.
    #[must_use]
    pub const fn is_critical(&self) -> bool {
        self.critical
    }

    /// Content of `extnValue`.
    #[must_use]
    pub const fn value(&self) -> &'a [u8] {
        self.value
    }
}

impl fmt::Debug for Extension<'_> {
    /// Without its content, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Extension({}, critical: {})", self.oid, self.critical)
    }
}

/// Extensions in their order.
#[derive(Clone)]
pub struct Extensions<'a> {
    owner: &'a [u8],
    spans: core::slice::Iter<'a, ExtensionSpan>,
}

impl<'a> Extensions<'a> {
    /// Finds the extensions inside the explicit tag around `Extensions`: one at least (RFC 5280 §4.1, §5.1), no two of
    /// one type.
    ///
    /// # Errors
    /// [`ExtensionsError`].
    pub fn read(
        explicit: Reader<'_>,
        limits: &Limits,
    ) -> Result<Vec<ExtensionSpan>, ExtensionsError> {
        let list = explicit.read_all(Reader::sequence)?;
        if list.is_empty() {
            return Err(list.error(DerErrorKind::Truncated).into());
        }
        read_list(list, limits)
    }

    /// As [`Self::read`], also none.
    ///
    /// # Errors
    /// [`ExtensionsError`].
    pub fn read_if_any(
        explicit: Reader<'_>,
        limits: &Limits,
    ) -> Result<Vec<ExtensionSpan>, ExtensionsError> {
        let list = explicit.read_all(Reader::sequence)?;
        if list.is_empty() { Ok(Vec::new()) } else { read_list(list, limits) }
    }

    /// The extensions of `owner` that lie at these places.
    #[must_use]
    pub fn new(owner: &'a [u8], spans: &'a [ExtensionSpan]) -> Self {
        Self { owner, spans: spans.iter() }
    }
}

impl<'a> Iterator for Extensions<'a> {
    type Item = Extension<'a>;

    fn next(&mut self) -> Option<Extension<'a>> {
        self.spans.next().map(|span| Extension::at(self.owner, *span))
    }
}

impl fmt::Debug for Extensions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

fn read_list(mut list: Reader<'_>, limits: &Limits) -> Result<Vec<ExtensionSpan>, ExtensionsError> {
    let mut extensions: Vec<ExtensionSpan> = Vec::with_capacity(10);
    while !list.is_empty() {
        if extensions.len() >= limits.certificate_extensions {
            return Err(ExtensionsError::TooMany);
        }
        let extension = ExtensionSpan::read(&mut list)?;
        let oid = list.bytes(extension.oid);
        if extensions.iter().any(|earlier| list.bytes(earlier.oid) == oid) {
            return Err(ExtensionsError::Repeated);
        }
        extensions.push(extension);
    }
    Ok(extensions)
}

/// Reason why extensions are refused as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(
    clippy::exhaustive_enums,
    reason = "what holds extensions has an error of its own for each"
)]
pub enum ExtensionsError {
    /// Not DER.
    #[error(transparent)]
    Malformed(#[from] DerError),
    /// The same extension twice.
    #[error("an extension occurs more than once")]
    Repeated,
    /// More extensions than the limit allows.
    #[error("too many extensions")]
    TooMany,
}
