/// Whether a warning must be looked at before a value is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attention {
    /// A person, or a rule of the service, decides.
    Review,
    /// It is only reported; no standard draws a consequence from it.
    Note,
}
