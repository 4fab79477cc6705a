//! Names of a certificate against the name constraints above it (RFC 5280 §4.2.1.10, §6.1.3(b)(c)).
//!
//! RFC 5280 §6.1.4(g) intersects permitted subtrees and unites excluded ones. A name lies in an
//! intersection if it lies in each of the intersected sets, so the constraints of each authority are
//! kept as they are, and every name is compared with all of them.
//!
//! Fails closed: a name whose form is constrained and which cannot be compared (another form than
//! directoryName, dNSName, rfc822Name, URI and iPAddress; a subtree with `minimum` or `maximum`; a name
//! or a base that is malformed; a distinguished name with values that have no canonical form) is outside
//! a permitted subtree and inside an excluded one.

mod dns;
mod ip_address;
mod mailbox;
mod uri;

use alloc::vec::Vec;

use jpki_core::der::{Decode, SequenceOf};
use jpki_core::limits::Budget;
use jpki_core::name::Containment;
use jpki_core::report::Reason;

use crate::certificate::Certificate;
use crate::extension::general_name::GeneralName;
use crate::extension::{GeneralSubtree, NameConstraints, SubtreeExtent, oid};

pub(super) use dns::is_host as is_host_name;

/// Which mistake to avoid where a name stands for several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subtrees {
    /// All of the names must be inside.
    Permitted,
    /// None of them may be inside.
    Excluded,
}

/// permitted_subtrees and excluded_subtrees, as the constraints they come from.
#[derive(Debug, Default)]
pub(super) struct NameConstraintState<'a> {
    imposed: Vec<NameConstraints<'a>>,
}

impl<'a> NameConstraintState<'a> {
    pub(super) fn new(initial: Option<NameConstraints<'a>>) -> Self {
        Self { imposed: initial.into_iter().collect() }
    }

    // RFC 5280 §6.1.4(g)
    pub(super) fn impose(&mut self, constraints: NameConstraints<'a>) {
        self.imposed.push(constraints);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.imposed.is_empty()
    }

    // RFC 5280 §6.1.3(b)(c)
    pub(super) fn check(&self, certificate: &Certificate, budget: &Budget) -> Result<(), Reason> {
        if self.is_empty() {
            return Ok(());
        }
        if !certificate.subject().is_empty() {
            self.check_name(GeneralName::DirectoryName(certificate.subject()), budget)?;
        }
        if let Some(extension) = certificate.extension(oid::SUBJECT_ALTERNATIVE_NAME) {
            let names =
                SequenceOf::from_der(extension.value()).map_err(|_| Reason::ExtensionMalformed)?;
            for name in names {
                self.check_name(name, budget)?;
            }
        }
        // RFC 5280 §4.2.1.10 asks for it where there is no alternative name.
        // NOTE: done where there is one too, as an address outside the constraints is no less wrong then
        // (test `an_address_in_the_subject_is_constrained`).
        for address in mailbox::in_subject(certificate) {
            self.check_name(GeneralName::Rfc822Name(address), budget)?;
        }
        Ok(())
    }

    fn check_name(&self, name: GeneralName<'_>, budget: &Budget) -> Result<(), Reason> {
        for constraints in &self.imposed {
            check_permitted(&name, constraints, budget)?;
            check_excluded(&name, constraints, budget)?;
        }
        Ok(())
    }
}

/// A name within one subtree is permitted, whatever the others are.
fn check_permitted(
    name: &GeneralName<'_>,
    constraints: &NameConstraints<'_>,
    budget: &Budget,
) -> Result<(), Reason> {
    let mut outcome = Ok(());
    for subtree in constraints.permitted() {
        budget.compare(1)?;
        match relate(name, &subtree, Subtrees::Permitted, budget)? {
            None => {}
            Some(Containment::Within) => return Ok(()),
            Some(Containment::Undecided) => outcome = Err(Reason::NameNotComparable),
            Some(Containment::Outside) => outcome = outcome.and(Err(Reason::NameNotPermitted)),
        }
    }
    outcome
}

fn check_excluded(
    name: &GeneralName<'_>,
    constraints: &NameConstraints<'_>,
    budget: &Budget,
) -> Result<(), Reason> {
    for subtree in constraints.excluded() {
        budget.compare(1)?;
        match relate(name, &subtree, Subtrees::Excluded, budget)? {
            None | Some(Containment::Outside) => {}
            Some(Containment::Within) => return Err(Reason::NameExcluded),
            Some(Containment::Undecided) => return Err(Reason::NameNotComparable),
        }
    }
    Ok(())
}

/// `None` if name and subtree are of different forms.
fn relate(
    name: &GeneralName<'_>,
    subtree: &GeneralSubtree<'_>,
    subtrees: Subtrees,
    budget: &Budget,
) -> Result<Option<Containment>, Reason> {
    let relation = match (name, &subtree.base) {
        (GeneralName::DirectoryName(name), GeneralName::DirectoryName(base)) => {
            budget.compare(name.comparison_cost(base))?;
            name.containment_in(base)
        }
        (GeneralName::DnsName(name), GeneralName::DnsName(base)) => {
            dns::relate(name, base, subtrees)
        }
        (GeneralName::Rfc822Name(name), GeneralName::Rfc822Name(base)) => {
            mailbox::relate(name, base)
        }
        (
            GeneralName::UniformResourceIdentifier(name),
            GeneralName::UniformResourceIdentifier(base),
        ) => uri::relate(name, base),
        (GeneralName::IpAddress(name), GeneralName::IpAddress(base)) => {
            ip_address::relate(name, base)
        }
        (name, base) if core::mem::discriminant(name) == core::mem::discriminant(base) => {
            Containment::Undecided
        }
        _ => return Ok(None),
    };
    match subtree.extent {
        SubtreeExtent::Whole => Ok(Some(relation)),
        SubtreeExtent::Partial => Ok(Some(Containment::Undecided)),
    }
}
