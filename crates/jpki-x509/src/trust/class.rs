use const_oid::ObjectIdentifier;
use jpki_core::localized::Localized;
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Reason, Subject};

use super::{PinnedAnchor, TrustDomain};
use crate::certificate::Certificate;
use crate::extension::{ExtendedKeyUsage, KeyUsage};
use crate::kind::{CertificateKind, Generation, Medium, PolicyEntry, PolicyTable, SIGNATURE_USAGE};

/// What a certificate is, on which everything in it agrees: the key that issued it, its policy, its key
/// usage and its extended key usage.
///
/// That the anchor's key signed the certificate is for the path to prove, not for this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateClass {
    kind: CertificateKind,
    medium: Medium,
    generation: Generation,
    domain: TrustDomain,
    policy: ObjectIdentifier,
}

impl CertificateClass {
    /// Classifies a certificate below this anchor.
    ///
    /// # Errors
    /// - [`Reason::TrustDomainMismatch`] if the policies are those of another domain than the anchor;
    /// - [`Reason::PolicyNotAccepted`] if there is not exactly one policy, or it is not in the table;
    /// - [`Reason::KindContradiction`] if the key, the policy and the usages speak of different kinds;
    /// - [`Reason::ExtensionMalformed`] if one of the three extensions cannot be decoded.
    // Requirement: CERT-01, SIG-07
    pub fn of(
        certificate: &Certificate,
        anchor: &PinnedAnchor,
        policies: &PolicyTable,
    ) -> Result<Self, Reason> {
        if anchor.domain() != policies.domain() {
            return Err(Reason::TrustDomainMismatch);
        }
        let entry = accepted_policy(certificate, policies)?;
        let agreed = entry.kind == anchor.issues() && has_usages(certificate, entry.kind)?;
        if !agreed {
            return Err(Reason::KindContradiction);
        }
        Ok(Self {
            kind: entry.kind,
            medium: entry.medium,
            generation: anchor.generation(),
            domain: anchor.domain(),
            policy: entry.policy,
        })
    }

    /// Returns what it is for.
    #[must_use]
    pub const fn kind(&self) -> CertificateKind {
        self.kind
    }

    /// Returns where its private key lives.
    #[must_use]
    pub const fn medium(&self) -> Medium {
        self.medium
    }

    /// Returns which key of the authority made it.
    #[must_use]
    pub const fn generation(&self) -> Generation {
        self.generation
    }

    /// Returns the domain of its anchor.
    #[must_use]
    pub const fn domain(&self) -> TrustDomain {
        self.domain
    }

    /// Returns its policy.
    #[must_use]
    pub const fn policy(&self) -> ObjectIdentifier {
        self.policy
    }

    /// Returns whether it may be used for this purpose, as a check with its facts.
    #[must_use]
    // Requirement: CERT-01
    pub fn check(&self, purpose: CertificateKind) -> Check {
        let fits = if self.kind == purpose { Ok(()) } else { Err(Reason::WrongKindForPurpose) };
        Check::of(CheckId::Purpose, Subject::EndEntity, fits)
            .with(Fact::code(FactKey::Kind, self.kind.code()))
            .with(Fact::code(FactKey::Medium, self.medium.code()))
            .with(Fact {
                key: FactKey::PolicyIdentifier,
                value: FactValue::ObjectIdentifier(self.policy),
            })
    }
}

// jpki-profile §2.5: exactly one policy.
fn accepted_policy<'t>(
    certificate: &Certificate,
    policies: &'t PolicyTable,
) -> Result<&'t PolicyEntry, Reason> {
    let named = certificate
        .certificate_policies()
        .map_err(|_| Reason::ExtensionMalformed)?
        .ok_or(Reason::PolicyNotAccepted)?;
    let mut named = named.iter();
    match (named.next(), named.next()) {
        (Some(only), None) => policies.entry(only.identifier()).ok_or(Reason::PolicyNotAccepted),
        _ => Err(Reason::PolicyNotAccepted),
    }
}

// jpki-profile §13.2: both kinds have digitalSignature, so the whole pattern counts.
// Requirement: SIG-07
fn has_usages(certificate: &Certificate, kind: CertificateKind) -> Result<bool, Reason> {
    let usage = certificate.key_usage().map_err(|_| Reason::ExtensionMalformed)?;
    let extended = certificate.extended_key_usage().map_err(|_| Reason::ExtensionMalformed)?;
    Ok(match kind {
        CertificateKind::Signature => usage == Some(SIGNATURE_USAGE) && extended.is_none(),
        CertificateKind::UserAuthentication => {
            usage == Some(KeyUsage::DIGITAL_SIGNATURE)
                && extended
                    .is_some_and(|purposes| purposes.names_only(ExtendedKeyUsage::CLIENT_AUTH))
        }
    })
}
