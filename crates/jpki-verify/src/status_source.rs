use jpki_core::time::ValidationTime;
use jpki_revocation::{Judgement, Target};

/// Where the standing of a certificate is known from: lists at hand, a store, answers of a responder.
///
/// Does no network call and looks at no clock: what is not at hand is unknown.
pub trait StatusSource: Send + Sync {
    /// What is known of this certificate at this time.
    fn status(&self, target: &Target<'_>, at: ValidationTime) -> Judgement;
}
