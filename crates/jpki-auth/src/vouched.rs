/// The seal of [`ValidCertificate`](crate::login::ValidCertificate) and
/// [`AuthenticatedSigner`](crate::binding::AuthenticatedSigner).
///
/// An engine puts it on values that nothing but its whole verification makes; `jpki-verify` has. On any other
/// value it lets in whoever brings that value.
pub trait Vouched {}
