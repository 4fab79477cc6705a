//! Certificate profiles (証明書プロファイル): which extensions a certificate has, how critical they are, and
//! what they say, as tables with the source of each row.

mod content;
mod known_extension;
mod row;
mod tables;

use alloc::vec::Vec;

use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::der::Oid;
use jpki_core::report::{Check, CheckId, Fact, FactKey, Reason, Subject};

pub use content::Content;
pub use known_extension::KnownExtension;
pub use row::{Criticality, Presence, Row};

use crate::basic_four_info::AttributeArc;
use crate::certificate::{Certificate, Version};
use crate::extension::Extension;
use crate::kind::CertificateKind;
use content::Misfit;

/// What a certificate must look like to be taken for what it claims to be.
///
/// A certificate that fits is not thereby genuine: anybody can make one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// 署名用電子証明書, the six attributes below this arc.
    Signature(AttributeArc),
    /// 利用者証明用電子証明書
    UserAuthentication,
    /// 機構の自己署名証明書: an authority's self-signed certificate.
    Authority,
    /// A delegated responder for OCSP.
    OcspResponder,
}

impl Profile {
    /// The profile of a kind of certificates.
    #[must_use]
    pub const fn of(kind: CertificateKind, attributes: AttributeArc) -> Self {
        match kind {
            CertificateKind::Signature => Self::Signature(attributes),
            CertificateKind::UserAuthentication => Self::UserAuthentication,
        }
    }

    /// Returns its table: one row for each extension that these crates know. Others may be there if they are not
    /// critical (RFC 5280 §4.2).
    #[must_use]
    pub const fn rows(&self) -> &'static [Row; KnownExtension::ALL.len()] {
        match self {
            Self::Signature(_) => &tables::SIGNATURE,
            Self::UserAuthentication => &tables::USER_AUTHENTICATION,
            Self::Authority => &tables::AUTHORITY,
            Self::OcspResponder => &tables::OCSP_RESPONDER,
        }
    }

    /// Returns whether the certificate fits: one check, with a part for each row that it does not fit. A fitting
    /// certificate costs no allocation.
    #[must_use]
    pub fn check(&self, certificate: &Certificate, subject: Subject) -> Check {
        self.check_and_read(certificate, subject).0
    }

    /// As [`Self::check`], with the basic four information if the profile asks for it and it could be
    /// read. Nobody has verified it.
    pub fn check_and_read(
        &self,
        certificate: &Certificate,
        subject: Subject,
    ) -> (Check, Option<BasicFourInfo>) {
        let mut attributes = None;
        let check = self.judge(certificate, subject, &mut attributes);
        (check, attributes)
    }

    fn judge(
        &self,
        certificate: &Certificate,
        subject: Subject,
        attributes: &mut Option<BasicFourInfo>,
    ) -> Check {
        let mut misfits = Vec::new();
        self.check_fields(certificate, |reason| {
            misfits.push(Check::failed(CheckId::ProfileField, subject, reason));
        });
        self.check_extensions(certificate, attributes, |oid, misfit| {
            let mut check = Check::failed(CheckId::ProfileExtension, subject, misfit.reason);
            if let Some(fact) = Fact::object_identifier(FactKey::Extension, oid) {
                check = check.with(fact);
            }
            if let Some(detail) = misfit.detail {
                check = check.with(Fact::code(FactKey::Detail, detail));
            }
            misfits.push(check);
        });
        if misfits.is_empty() {
            return Check::passed(CheckId::Profile, subject);
        }
        Check::all(CheckId::Profile, subject, misfits)
    }

    const fn arc(&self) -> Option<&AttributeArc> {
        match self {
            Self::Signature(arc) => Some(arc),
            _ => None,
        }
    }

    fn check_fields(&self, certificate: &Certificate, mut report: impl FnMut(Reason)) {
        // jpki-profile §1.3, §2.1, §3; RFC 5280 §4.1.2.1: extensions need version 3.
        if certificate.version() != Version::Three {
            report(Reason::VersionNotThree);
        }
        // RFC 5280 §4.1.2.6: only a critical subjectAltName may stand for the subject, and none here is.
        if certificate.subject().is_empty() {
            report(Reason::IssuerRuleBroken);
        }
        // jpki-profile §2.2; RFC 5280 §4.1.2.2
        if !certificate.serial_number().is_conforming() {
            report(Reason::SerialNumberForm);
        }
    }

    fn check_extensions(
        &self,
        certificate: &Certificate,
        attributes: &mut Option<BasicFourInfo>,
        mut report: impl FnMut(Oid<'_>, Misfit),
    ) {
        let owner = certificate.as_der();
        let mut seen = 0_u32;
        for span in certificate.extension_spans() {
            let extension = Extension::at(owner, *span);
            let judged = match KnownExtension::from_oid(extension.oid()) {
                Some(known) => {
                    seen |= known.bit();
                    self.row(known)
                        .map_or(Ok(()), |row| row.check(self.arc(), certificate, *span, attributes))
                }
                // RFC 5280 §4.2
                None if extension.is_critical() => Err(Reason::UnknownCriticalExtension.into()),
                None => Ok(()),
            };
            if let Err(misfit) = judged {
                report(extension.oid(), misfit);
            }
        }
        for row in self.rows() {
            if row.presence == Presence::Must && seen & row.extension.bit() == 0 {
                report(row.extension.oid(), Reason::ExtensionMissing.into());
            }
        }
    }

    fn row(&self, extension: KnownExtension) -> Option<&'static Row> {
        self.rows().get(extension as usize)
    }
}
