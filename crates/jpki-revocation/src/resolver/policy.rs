use jpki_core::localized::{Locale, Localized};

use super::step::NextStep;
use crate::status::RevocationTarget;

/// How it is found out whether a certificate is revoked. CRL and OCSP are the two ways of J-LIS (guideline
/// 001, 付録①(ア)c); which one is a contract, their prices and delays differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatusPolicy {
    /// For the certificates of users.
    pub end_entities: StatusMethod,
    /// For the certificates of authorities, trust anchors and responders.
    pub authorities: StatusMethod,
    /// What it means that nothing is known in the end.
    pub when_unknown: WhenUnknown,
}

/// Which methods are asked, in which order. A revocation found by any of them stands, and ends the
/// inquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusMethod {
    /// Lists alone (失効記録提供方法): information of the day.
    Crl,
    /// A responder alone (OCSPレスポンダ照会方法): information of the last 15 minutes.
    Ocsp,
    /// Lists; a responder only if they do not tell.
    CrlThenOcsp,
    /// A responder; lists only if it does not tell.
    OcspThenCrl,
    /// Both: good only if both say so.
    Both,
}

/// What it means that nothing is known in the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenUnknown {
    /// That nothing is known: the verdict is indeterminate. What a verifier (署名検証者) of J-LIS needs, who has
    /// to find out (guideline 001, 付録①(ア)c), and what the facade offers alone.
    #[default]
    Indeterminate,
    /// That the relying party bears the risk where a source had nothing to say: no list or a stale one that
    /// does not list the certificate, a responder that is not there or asks to try later. The check warns, the
    /// status stays unknown.
    ///
    /// Never where an answer was had and not believed (a wrong signature, nonce or certificate, a stale
    /// response), where a certificate is unknown to the responder or has expired, or where an inquiry was
    /// finished before it was answered. Whoever can keep answers from arriving gets a revoked certificate
    /// through all the same: for uses where being available is worth that, and the relying party checks again.
    AbsenceAcceptedWithWarning,
}

impl StatusPolicy {
    /// This method for users, lists for authorities, indeterminate when nothing is known. J-LIS lists its
    /// authorities in the ARL (guideline 001, 付録①(ア)a).
    #[must_use]
    pub const fn by(method: StatusMethod) -> Self {
        Self {
            end_entities: method,
            authorities: StatusMethod::Crl,
            when_unknown: WhenUnknown::Indeterminate,
        }
    }

    pub(super) const fn method_for(&self, target: &RevocationTarget<'_>) -> StatusMethod {
        if target.is_end_entity() { self.end_entities } else { self.authorities }
    }
}

impl StatusMethod {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Crl, Self::Ocsp, Self::CrlThenOcsp, Self::OcspThenCrl, Self::Both];

    // Requirement: REVM-01, DA-03
    pub(super) const fn needs(self) -> &'static [NextStep] {
        match self {
            Self::Crl => &[NextStep::Crl],
            Self::Ocsp => &[NextStep::Ocsp],
            // Lists first where both are asked: they cost nothing.
            Self::CrlThenOcsp | Self::Both => &[NextStep::Crl, NextStep::Ocsp],
            Self::OcspThenCrl => &[NextStep::Ocsp, NextStep::Crl],
        }
    }

    /// What may still be asked about a certificate that has expired by now: a responder gives no information.
    pub(super) const fn needs_without_responder(self) -> &'static [NextStep] {
        match self {
            Self::Ocsp => &[],
            Self::Crl | Self::CrlThenOcsp | Self::OcspThenCrl | Self::Both => &[NextStep::Crl],
        }
    }

    /// Whether nothing is good without the answer of a responder.
    pub(super) const fn demands_response(self) -> bool {
        matches!(self, Self::Ocsp | Self::Both)
    }
}

impl Localized for StatusMethod {
    fn code(&self) -> &'static str {
        match self {
            Self::Crl => "lists",
            Self::Ocsp => "responder",
            Self::CrlThenOcsp => "lists-then-responder",
            Self::OcspThenCrl => "responder-then-lists",
            Self::Both => "both",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Crl, Locale::Ja) => "CRL方式",
            (Self::Crl, Locale::En) => "by lists",
            (Self::Ocsp, Locale::Ja) => "OCSP方式",
            (Self::Ocsp, Locale::En) => "by a responder",
            (Self::CrlThenOcsp, Locale::Ja) => "CRL方式、次にOCSP方式",
            (Self::CrlThenOcsp, Locale::En) => "by lists, then by a responder",
            (Self::OcspThenCrl, Locale::Ja) => "OCSP方式、次にCRL方式",
            (Self::OcspThenCrl, Locale::En) => "by a responder, then by lists",
            (Self::Both, Locale::Ja) => "CRL方式とOCSP方式の両方",
            (Self::Both, Locale::En) => "by lists and by a responder",
        }
    }
}
