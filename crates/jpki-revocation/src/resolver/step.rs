use jpki_core::localized::{Locale, Localized};

/// What an inquiry needs next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NextStep {
    /// What lists say: [`RevocationPolicy::judge`](crate::RevocationPolicy::judge).
    Crl,
    /// What a responder says: [`OcspVerifier::process_response`](crate::ocsp::OcspVerifier::process_response). One question, which
    /// J-LIS may charge.
    Ocsp,
}

impl Localized for NextStep {
    fn code(&self) -> &'static str {
        match self {
            Self::Crl => "lists",
            Self::Ocsp => "responder",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Crl, Locale::Ja) => "失効リスト",
            (Self::Crl, Locale::En) => "revocation lists",
            (Self::Ocsp, Locale::Ja) => "OCSP応答",
            (Self::Ocsp, Locale::En) => "a response of a responder",
        }
    }
}
