//! The extensions that validation applies, each read once.

use jpki_core::der::{Decode, SequenceOf};
use jpki_core::report::Reason;

use crate::certificate::Certificate;
use crate::extension::general_name::GeneralName;
use crate::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, DistributionPoint,
    ExtendedKeyUsage, Extension, InhibitAnyPolicy, KeyIdentifier, KeyUsage, NameConstraints,
    PolicyConstraints, PolicyInformation, PolicyMapping, PolicyQualifier, oid,
};

/// `None` if the certificate does not have the extension, the reason if it is malformed.
type View<T> = Result<Option<T>, Reason>;

/// What the extensions of a certificate say, found in one walk.
pub(super) struct PathExtensions<'a> {
    pub(super) key_usage: View<KeyUsage>,
    pub(super) basic_constraints: View<BasicConstraints>,
    pub(super) policies: View<CertificatePolicies<'a>>,
    pub(super) policy_mappings: View<SequenceOf<'a, PolicyMapping<'a>>>,
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
            oid::KEY_USAGE => keep(&mut self.key_usage, value),
            oid::BASIC_CONSTRAINTS => keep(&mut self.basic_constraints, value),
            oid::CERTIFICATE_POLICIES => {
                keep(&mut self.policies, value)?;
                if extension.is_critical() { self.interpret_qualifiers() } else { Ok(()) }
            }
            oid::POLICY_MAPPINGS => keep(&mut self.policy_mappings, value),
            oid::POLICY_CONSTRAINTS => keep(&mut self.policy_constraints, value),
            oid::INHIBIT_ANY_POLICY => keep(&mut self.inhibit_any_policy, value),
            oid::NAME_CONSTRAINTS => keep(&mut self.name_constraints, value),
            oid::EXTENDED_KEY_USAGE => keep(&mut self.extended_key_usage, value),
            oid::AUTHORITY_KEY_IDENTIFIER => keep(&mut self.authority_key_identifier, value),
            _ if !extension.is_critical() => Ok(()),
            oid::SUBJECT_ALTERNATIVE_NAME | oid::ISSUER_ALTERNATIVE_NAME => {
                intelligible::<SequenceOf<'_, GeneralName<'_>>>(value)
            }
            oid::SUBJECT_KEY_IDENTIFIER => intelligible::<KeyIdentifier<'_>>(value),
            oid::CRL_DISTRIBUTION_POINTS | oid::FRESHEST_CRL => {
                intelligible::<SequenceOf<'_, DistributionPoint<'_>>>(value)
            }
            _ => Err(Reason::UnknownCriticalExtension),
        }
    }

    /// RFC 5280 §4.2.1.4: the qualifiers too must be intelligible.
    fn interpret_qualifiers(&self) -> Result<(), Reason> {
        let policies = self.policies?.into_iter().flat_map(|policies| policies.iter());
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

fn keep<'a, T: Decode<'a>>(view: &mut View<T>, value: &'a [u8]) -> Result<(), Reason> {
    *view = T::from_der(value).map(Some).map_err(|_| Reason::ExtensionMalformed);
    view.as_ref().map(drop).map_err(|reason| *reason)
}

fn intelligible<'a, T: Decode<'a>>(value: &'a [u8]) -> Result<(), Reason> {
    T::from_der(value).map(drop).map_err(|_| Reason::ExtensionMalformed)
}
