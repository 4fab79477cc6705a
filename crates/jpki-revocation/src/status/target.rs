use jpki_core::report::{CheckId, Subject};
use jpki_core::time::ValidationTime;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::{Certificate, Version};
use jpki_x509::extension::BasicConstraints;
use jpki_x509::path::ValidPath;

/// A certificate whose status is asked, with the authority that issued it and the trust anchor above.
///
/// Authority and anchor come from a valid path: with others the answer means nothing.
#[derive(Clone, Copy, Debug)]
pub struct RevocationTarget<'a> {
    pub(crate) certificate: &'a Certificate,
    pub(crate) issuer: &'a Authority,
    pub(crate) anchor: &'a Authority,
    pub(crate) check: CheckId,
    pub(crate) subject: Subject,
    pub(super) list_subject: Subject,
    is_of_present: bool,
}

impl<'a> RevocationTarget<'a> {
    /// The certificate of a user.
    #[must_use]
    pub const fn end_entity(
        certificate: &'a Certificate,
        issuer: &'a Authority,
        anchor: &'a Authority,
    ) -> Self {
        Self {
            certificate,
            issuer,
            anchor,
            check: CheckId::Revocation,
            subject: Subject::EndEntity,
            list_subject: Subject::Crl,
            is_of_present: false,
        }
    }

    /// The certificate of an authority below the anchor; 1 is the one that issued the end entity's.
    #[must_use]
    pub const fn intermediate(
        number: u16,
        certificate: &'a Certificate,
        issuer: &'a Authority,
        anchor: &'a Authority,
    ) -> Self {
        Self {
            certificate,
            issuer,
            anchor,
            check: CheckId::Revocation,
            subject: Subject::Intermediate(number),
            list_subject: Subject::Arl,
            is_of_present: false,
        }
    }

    /// The trust anchor's own certificate (自己署名証明書), which J-LIS lists in the ARL if it must not be
    /// trusted any more (guideline 001, 付録①(ア)a).
    #[must_use]
    pub const fn trust_anchor(certificate: &'a Certificate, anchor: &'a Authority) -> Self {
        Self {
            certificate,
            issuer: anchor,
            anchor,
            check: CheckId::AnchorRevocation,
            subject: Subject::TrustAnchor,
            list_subject: Subject::Arl,
            is_of_present: false,
        }
    }

    /// Returns the certificates of a path, the end entity's first, without the anchor's.
    pub fn links_of(path: &'a ValidPath) -> impl Iterator<Item = Self> {
        let anchor = path.anchor().authority();
        (0..).zip(path.links()).map(move |(number, (certificate, issuer))| match number {
            0 => Self::end_entity(certificate, issuer, anchor),
            _ => Self::intermediate(number, certificate, issuer, anchor),
        })
    }

    /// The certificate of a delegated responder (OCSP) without ocsp-nocheck, which may itself be revoked
    /// (RFC 6960 §4.2.2.2.1).
    #[must_use]
    pub const fn responder(
        certificate: &'a Certificate,
        issuer: &'a Authority,
        anchor: &'a Authority,
    ) -> Self {
        Self {
            certificate,
            issuer,
            anchor,
            check: CheckId::ResponderRevocation,
            subject: Subject::OcspResponder,
            list_subject: Subject::Crl,
            is_of_present: false,
        }
    }

    /// Returns the certificate.
    #[must_use]
    pub const fn certificate(&self) -> &'a Certificate {
        self.certificate
    }

    /// Returns the authority that issued it.
    #[must_use]
    pub const fn issuer(&self) -> &'a Authority {
        self.issuer
    }

    /// Returns the trust anchor above.
    #[must_use]
    pub const fn anchor(&self) -> &'a Authority {
        self.anchor
    }

    pub(crate) const fn is_end_entity(&self) -> bool {
        matches!(self.subject, Subject::EndEntity)
    }

    /// The same, asked at the present, whatever instant is looked back to: for a responder that answers at the
    /// present.
    pub(crate) const fn at_present(self) -> Self {
        Self { is_of_present: true, ..self }
    }

    /// The time as of which it is judged, where it is asked as of this one.
    pub(super) const fn judged_at(&self, at: ValidationTime) -> ValidationTime {
        if self.is_of_present { ValidationTime::at(at.present()) } else { at }
    }

    /// Whether its key signs what others rely on: an authority of the path, or a responder.
    pub(super) const fn signs_for_others(&self) -> bool {
        matches!(
            self.subject,
            Subject::Intermediate(_) | Subject::TrustAnchor | Subject::OcspResponder
        )
    }

    pub(super) fn holder(&self) -> Holder {
        match (self.certificate.version(), self.certificate.basic_constraints()) {
            (Version::Three, Ok(Some(BasicConstraints::Authority { .. }))) => Holder::Authority,
            (Version::Three, Ok(_)) => Holder::EndEntity,
            _ => Holder::Undetermined,
        }
    }
}

/// Whose certificate it is, for lists that cover only one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    EndEntity,
    Authority,
    /// Versions 1 and 2 do not say, and are in no such list (RFC 5280 §5.2.5).
    Undetermined,
}
