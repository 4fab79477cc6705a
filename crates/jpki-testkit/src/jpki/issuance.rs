use super::SyntheticJpki;
use super::authority::Authority;
use super::environment::{Environment, Purpose};
use super::person::{Person, PersonalAttribute};
use crate::asn1::ObjectIdentifier;
use crate::pki::{GeneralName, PolicyInformation, PolicyQualifier, StringType};

/// Who issues a certificate to whom.
#[derive(Clone, Debug)]
pub(super) struct Issuance {
    pub(super) jpki: SyntheticJpki,
    pub(super) person: Person,
    pub(super) authority: Authority,
}

impl Issuance {
    pub(super) fn environment(&self) -> Environment {
        self.jpki.environment
    }

    pub(super) fn purpose(&self) -> Purpose {
        self.authority.purpose()
    }

    /// The attributes of the person as subjectAltName carries them.
    pub(super) fn other_names(&self) -> Vec<GeneralName> {
        PersonalAttribute::IN_ORDER
            .into_iter()
            .map(|attribute| {
                self.person.other_name(self.environment(), attribute, StringType::Utf8)
            })
            .collect()
    }

    /// One policy with the address of the practice statement as its qualifier.
    pub(super) fn policy_information(&self, policy: ObjectIdentifier) -> PolicyInformation {
        let statement = PolicyQualifier::CpsUri(self.environment().cps_uri().to_owned());
        PolicyInformation::new(policy).qualifier(statement)
    }
}
