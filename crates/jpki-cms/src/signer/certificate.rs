use alloc::vec::Vec;

use jpki_core::report::{Check, CheckId, Outcome, Reason, Report, Subject};
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::KeyUsage;

use super::attributes::SignedAttributes;
use super::policy::{SignerKeyUsage, SigningCertificate};
use crate::attribute::{CertificateBinding, EssVersion};
use crate::matching::Matching;
use crate::oid;
use crate::signer_info::SignerInfo;

/// What the signing-certificate attributes say.
pub(super) enum Bindings<'a> {
    /// Nothing, because the signed attributes are refused.
    Unread,
    Malformed(Reason),
    /// One for each attribute: where both are there, both must identify the certificate (RFC 5035 §3).
    Found(Vec<CertificateBinding<'a>>),
}

impl<'a> Bindings<'a> {
    pub(super) fn of(attributes: &SignedAttributes<'a>) -> Self {
        let attributes = match attributes {
            SignedAttributes::Refused(_) => return Self::Unread,
            SignedAttributes::Absent => return Self::Found(Vec::new()),
            SignedAttributes::Present(attributes) => attributes,
        };
        let kinds = [
            (oid::SIGNING_CERTIFICATE, EssVersion::One),
            (oid::SIGNING_CERTIFICATE_V2, EssVersion::Two),
        ];
        let found = kinds.into_iter().filter_map(|(kind, version)| {
            let attribute = attributes.find(kind)?;
            Some(attribute.value().and_then(|value| CertificateBinding::read(value, version)))
        });
        found.collect::<Result<_, _>>().map_or_else(Self::Malformed, Self::Found)
    }
}

/// The certificates that may be the signer's, fewer with each check.
pub(super) struct Candidates<'a> {
    subject: Subject,
    /// Those that are left, or the check that left none.
    left: Result<Vec<&'a Certificate>, CheckId>,
}

impl<'a> Candidates<'a> {
    pub(super) fn new(
        subject: Subject,
        certificates: impl IntoIterator<Item = &'a Certificate>,
    ) -> Self {
        Self { subject, left: Ok(certificates.into_iter().collect()) }
    }

    pub(super) fn into_left(self) -> Result<Vec<&'a Certificate>, CheckId> {
        self.left
    }

    /// Keeps the certificates that fit. The check fails for `reason` if none is left, and is skipped if
    /// none was left before.
    fn narrow(
        self,
        check: CheckId,
        reason: Reason,
        report: &mut Report,
        fits: impl Fn(&'a Certificate) -> Result<bool, Reason>,
    ) -> Self {
        let candidates = match self.left {
            Ok(candidates) => candidates,
            Err(because) => {
                report.push(Check::skipped(check, self.subject, because));
                return self;
            }
        };
        let tested =
            candidates.into_iter().map(|certificate| Ok(fits(certificate)?.then_some(certificate)));
        let fitting = tested.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>();
        let left = fitting.and_then(|left| if left.is_empty() { Err(reason) } else { Ok(left) });
        let outcome = left.as_ref().map(drop).map_err(|reason| *reason);
        report.push(Check::of(check, self.subject, outcome));
        Self { left: left.map_err(|_| check), ..self }
    }

    /// Keeps those that the signer names.
    pub(super) fn named_by(
        self,
        signer: &'a SignerInfo,
        matching: &Matching<'a>,
        report: &mut Report,
    ) -> Self {
        let identifier = signer.identifier();
        let (check, reason) = (CheckId::SignerCertificate, Reason::SignerCertificateMissing);
        self.narrow(check, reason, report, |certificate| match &identifier {
            None => Ok(false),
            Some(identifier) => {
                identifier.names_by(certificate, |name, other| matching.same_name(name, other))
            }
        })
    }

    /// Keeps those that the signing-certificate attributes identify.
    pub(super) fn bound_by(
        self,
        bindings: &Bindings<'a>,
        policy: SigningCertificate,
        matching: &Matching<'a>,
        report: &mut Report,
    ) -> Self {
        let check = CheckId::SignerCertificateBinding;
        let (outcome, left) = match (bindings, policy) {
            (Bindings::Unread, _) => (Outcome::Skipped(CheckId::SignerAttributes), self.left),
            (Bindings::Malformed(reason), _) => (Outcome::Failed(*reason), Err(check)),
            (Bindings::Found(bindings), _) if !bindings.is_empty() => {
                let reason = Reason::SigningCertificateMismatch;
                return self.narrow(check, reason, report, |certificate| {
                    for binding in bindings {
                        if !binding.identifies(certificate, matching)? {
                            return Ok(false);
                        }
                    }
                    Ok(true)
                });
            }
            (Bindings::Found(_), SigningCertificate::Optional) => {
                (Outcome::NotApplicable, self.left)
            }
            (Bindings::Found(_), SigningCertificate::Required) => {
                (Outcome::Failed(Reason::SigningCertificateMissing), self.left)
            }
        };
        report.push(Check::new(check, self.subject, outcome));
        Self { left, ..self }
    }

    /// Keeps those whose keyUsage allows it.
    pub(super) fn usable_for(self, policy: SignerKeyUsage, report: &mut Report) -> Self {
        let (check, reason) = (CheckId::SignerKeyUsage, Reason::KeyUsageInsufficient);
        self.narrow(check, reason, report, |certificate| {
            Ok(match (certificate.key_usage(), policy) {
                (Ok(Some(usage)), SignerKeyUsage::NonRepudiation) => {
                    usage.contains(KeyUsage::NON_REPUDIATION)
                }
                // RFC 5280 §4.2.1.3
                (Ok(Some(usage)), SignerKeyUsage::AnySignature) => {
                    usage.contains(KeyUsage::NON_REPUDIATION)
                        || usage.contains(KeyUsage::DIGITAL_SIGNATURE)
                }
                (Ok(None), SignerKeyUsage::AnySignature) => true,
                (Ok(None), SignerKeyUsage::NonRepudiation) | (Err(_), _) => false,
            })
        })
    }
}
