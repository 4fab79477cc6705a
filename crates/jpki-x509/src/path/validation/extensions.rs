//! The extensions that validation applies, each read once.

use jpki_core::der::DerError;
use jpki_core::report::Reason;

use crate::certificate::Certificate;
use crate::extension::general_name::GeneralNames;
use crate::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, DistributionPoints,
    ExtendedKeyUsage, Extension, InhibitAnyPolicy, KeyIdentifier, KeyUsage, NameConstraints,
    PolicyConstraints, PolicyInformation, PolicyMappings, PolicyQualifier, oid,
};

/// `None` if the certificate does not have the extension, the reason if it is malformed.
type View<T> = Result<Option<T>, Reason>;

/// What the extensions of a certificate say, found in one walk.
pub(super) struct PathExtensions<'a> {
    pub(super) key_usage: View<KeyUsage>,
    pub(super) basic_constraints: View<BasicConstraints>,
    pub(super) policies: View<CertificatePolicies<'a>>,
    pub(super) policy_mappings: View<PolicyMappings<'a>>,
    pub(super) policy_constraints: View<PolicyConstraints>,
    pub(super) inhibit_any_policy: View<InhibitAnyPolicy>,
    pub(super) name_constraints: View<NameConstraints<'a>>,
    pub(super) extended_key_usage: View<ExtendedKeyUsage<'a>>,
    pub(super) authority_key_identifier: View<AuthorityKeyIdentifier<'a>>,
    /// The first critical extension whose meaning is not applied or whose content is not intelligible, if there is one.
    pub(super) critical: Result<(), (Extension<'a>, Reason)>,
}

impl<'a> PathExtensions<'a> {
    const NONE: Self = Self {
        key_usage: Ok(None),
        basic_constraints: Ok(None),
        policies: Ok(None),
        policy_mappings: Ok(None),
        policy_constraints: Ok(None),
        inhibit_any_policy: Ok(None),
        name_constraints: Ok(None),
        extended_key_usage: Ok(None),
        authority_key_identifier: Ok(None),
        critical: Ok(()),
    };

    pub(super) fn of(certificate: &'a Certificate) -> Self {
        let mut extensions = Self::NONE;
        for extension in certificate.extensions() {
            let applied = extensions.read(&extension);
            if extension.is_critical() && extensions.critical.is_ok() {
                extensions.critical = applied.map_err(|reason| (extension, reason));
            }
        }
        extensions
    }

    /// Reads an extension. Refuses what nothing applies: what distribution points say is applied by revocation, and
    /// what alternative names say by name constraints and by whoever reads the names.
    fn read(&mut self, extension: &Extension<'a>) -> Result<(), Reason> {
        let value = extension.value();
        match extension.oid() {
            oid::KEY_USAGE => keep(&mut self.key_usage, KeyUsage::from_der(value)),
            oid::BASIC_CONSTRAINTS => {
                keep(&mut self.basic_constraints, BasicConstraints::from_der(value))
            }
            oid::CERTIFICATE_POLICIES => {
                keep(&mut self.policies, CertificatePolicies::from_der(value))?;
                if extension.is_critical() { self.interpret_qualifiers() } else { Ok(()) }
            }
            oid::POLICY_MAPPINGS => {
                keep(&mut self.policy_mappings, PolicyMappings::from_der(value))
            }
            oid::POLICY_CONSTRAINTS => {
                keep(&mut self.policy_constraints, PolicyConstraints::from_der(value))
            }
            oid::INHIBIT_ANY_POLICY => {
                keep(&mut self.inhibit_any_policy, InhibitAnyPolicy::from_der(value))
            }
            oid::NAME_CONSTRAINTS => {
                keep(&mut self.name_constraints, NameConstraints::from_der(value))
            }
            oid::EXTENDED_KEY_USAGE => {
                keep(&mut self.extended_key_usage, ExtendedKeyUsage::from_der(value))
            }
            oid::AUTHORITY_KEY_IDENTIFIER => {
                keep(&mut self.authority_key_identifier, AuthorityKeyIdentifier::from_der(value))
            }
            _ if !extension.is_critical() => Ok(()),
            oid::SUBJECT_ALTERNATIVE_NAME | oid::ISSUER_ALTERNATIVE_NAME => {
                intelligible(GeneralNames::from_der(value))
            }
            oid::SUBJECT_KEY_IDENTIFIER => intelligible(KeyIdentifier::from_der(value)),
            oid::CRL_DISTRIBUTION_POINTS | oid::FRESHEST_CRL => {
                intelligible(DistributionPoints::from_der(value))
            }
            _ => Err(Reason::UnknownCriticalExtension),
        }
    }

    /// RFC 5280 §4.2.1.4: the qualifiers too must be intelligible.
    fn interpret_qualifiers(&self) -> Result<(), Reason> {
        let policies = self.policies?.into_iter().flat_map(CertificatePolicies::policies);
        for qualifier in policies.flat_map(PolicyInformation::read_qualifiers) {
            match qualifier {
                Ok(PolicyQualifier::PracticeStatement | PolicyQualifier::UserNotice) => {}
                Ok(PolicyQualifier::Unknown) => return Err(Reason::UnknownCriticalExtension),
                Err(_) => return Err(Reason::ExtensionMalformed),
            }
        }
        Ok(())
    }
}

fn keep<T>(view: &mut View<T>, decoded: Result<T, DerError>) -> Result<(), Reason> {
    *view = decoded.map(Some).map_err(|_| Reason::ExtensionMalformed);
    view.as_ref().map(drop).map_err(|reason| *reason)
}

fn intelligible<T>(decoded: Result<T, DerError>) -> Result<(), Reason> {
    decoded.map(drop).map_err(|_| Reason::ExtensionMalformed)
}
