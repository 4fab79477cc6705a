use jpki_core::der::{DerError, DerErrorKind, Reader, Tag};

/// After how many more certificates a policy becomes necessary or mappings end (ポリシー制約,
/// RFC 5280 §4.2.1.11).
///
/// Certificates that are self-issued are not counted. Numbers from 2³² count as 2³² − 1, which no path
/// reaches. Refused: negative numbers, and an extension that says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyConstraints {
    require_explicit_policy: Option<u32>,
    inhibit_policy_mapping: Option<u32>,
}

impl PolicyConstraints {
    /// Reads the value of the extension.
    ///
    /// # Errors
    /// If it is refused; see the type.
    pub fn from_der(value: &[u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let require_explicit_policy = skip_certificates(&mut fields, Tag::context(0))?;
        let inhibit_policy_mapping = skip_certificates(&mut fields, Tag::context(1))?;
        fields.finish()?;
        if require_explicit_policy.is_none() && inhibit_policy_mapping.is_none() {
            let kind = DerErrorKind::InvalidContent("policy constraints");
            return Err(DerError { kind, position: 0 });
        }
        Ok(Self { require_explicit_policy, inhibit_policy_mapping })
    }

    /// `requireExplicitPolicy`: certificates that may follow before each needs a valid policy.
    #[must_use]
    pub const fn require_explicit_policy(&self) -> Option<u32> {
        self.require_explicit_policy
    }

    /// `inhibitPolicyMapping`: certificates that may follow before policies are no longer mapped.
    #[must_use]
    pub const fn inhibit_policy_mapping(&self) -> Option<u32> {
        self.inhibit_policy_mapping
    }
}

fn skip_certificates(fields: &mut Reader<'_>, tag: Tag) -> Result<Option<u32>, DerError> {
    match fields.optional(tag)? {
        None => Ok(None),
        Some(element) => {
            let content = fields.integer_content(element)?;
            let number = super::skip_certificates(fields.bytes(content));
            let position = element.whole.start();
            let kind = DerErrorKind::InvalidContent("negative count of certificates");
            number.map(Some).ok_or(DerError { kind, position })
        }
    }
}
