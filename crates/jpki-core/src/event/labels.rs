use alloc::borrow::ToOwned;
use alloc::string::String;

/// Reason why a text is no such name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LabelError {
    /// Empty, or longer than 64 characters.
    #[error("length outside 1 to 64 characters")]
    Length,
    /// A character that may not be there.
    #[error("a character that may not be there")]
    Character,
}

/// 依頼元の事業者: for whom the operation was done, 1 to 64 of `a-z`, `0-9`, `.`, `_`, `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenant(String);

impl Tenant {
    /// Names a tenant.
    ///
    /// # Errors
    /// [`LabelError`] if the name has another form.
    pub fn new(name: &str) -> Result<Self, LabelError> {
        label(name, b"._-").map(Self)
    }

    /// Returns the name.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// 利用目的: what the tenant may use the operation's outcome for (guideline 001 table 4-1), such as
/// `account-opening`: 1 to 64 of `a-z`, `0-9`, `.`, `:`, `_`, `-`.
///
/// The operator registers these; they tell nothing of a person. What a challenge is for is another thing: see
/// `jpki_exchange::identifiers::Purpose`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PurposeOfUse(String);

impl PurposeOfUse {
    /// Names a purpose.
    ///
    /// # Errors
    /// [`LabelError`] if the name has another form.
    pub fn new(name: &str) -> Result<Self, LabelError> {
        label(name, b".:_-").map(Self)
    }

    /// Returns the name.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// 運用者: the person who acted, 1 to 64 characters without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperatorName(String);

impl OperatorName {
    /// Names an operator.
    ///
    /// # Errors
    /// [`LabelError`] if the name is empty, too long or has control characters.
    pub fn new(name: &str) -> Result<Self, LabelError> {
        if !(1..=64).contains(&name.chars().count()) {
            return Err(LabelError::Length);
        }
        if name.chars().any(char::is_control) {
            return Err(LabelError::Character);
        }
        Ok(Self(name.to_owned()))
    }

    /// Returns the name.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Who asked: a tenant's system, or a person for a tenant (guideline 001 fig. 4-14: the name of the requester where an
/// operator acts).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requester {
    tenant: Tenant,
    operator: Option<OperatorName>,
}

impl Requester {
    /// Names a tenant's system.
    #[must_use]
    pub const fn service(tenant: Tenant) -> Self {
        Self { tenant, operator: None }
    }

    /// Names the person who acts for a tenant.
    #[must_use]
    pub const fn operator(tenant: Tenant, operator: OperatorName) -> Self {
        Self { tenant, operator: Some(operator) }
    }

    /// Returns the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Returns the person, if one acted.
    #[must_use]
    pub const fn operator_name(&self) -> Option<&OperatorName> {
        self.operator.as_ref()
    }
}

fn label(text: &str, marks: &[u8]) -> Result<String, LabelError> {
    if !(1..=64).contains(&text.len()) {
        return Err(LabelError::Length);
    }
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9') || marks.contains(&byte);
    if text.bytes().all(allowed) { Ok(text.to_owned()) } else { Err(LabelError::Character) }
}
