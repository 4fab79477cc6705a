/// Whose certificates a list is for.
///
/// Held apart because a list need not say it: an authority revocation list (ARL) without
/// issuingDistributionPoint looks like a list that finds every user's certificate good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "end entities or CAs")]
pub enum CrlSubjects {
    /// Those of users (利用者): a CRL.
    Users,
    /// Those of authorities (認証局): an ARL.
    Authorities,
}

/// [`CrlSubjects`] as a type, so that a store of one cannot stand where one of the other belongs.
pub trait Subjects: sealed::Sealed + Send + Sync + 'static {
    /// The same as a value.
    const SUBJECTS: CrlSubjects;
}

/// Marks what is about users' certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "has no values")]
pub enum Users {}

/// Marks what is about authorities' certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "has no values")]
pub enum Authorities {}

impl Subjects for Users {
    const SUBJECTS: CrlSubjects = CrlSubjects::Users;
}

impl Subjects for Authorities {
    const SUBJECTS: CrlSubjects = CrlSubjects::Authorities;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Users {}
    impl Sealed for super::Authorities {}
}

impl CrlSubjects {
    pub(crate) const fn number(self) -> u32 {
        match self {
            Self::Users => 1,
            Self::Authorities => 2,
        }
    }

    pub(crate) const fn from_number(number: u32) -> Option<Self> {
        match number {
            1 => Some(Self::Users),
            2 => Some(Self::Authorities),
            _ => None,
        }
    }
}
