//! The cases, one file per subject.

mod authentication;
mod authority_list;
mod document;
mod path;
mod person;
mod profile;
mod revocation;
mod standing;
mod validity;

use super::set::VectorSet;

pub(super) fn add_all(set: &mut VectorSet) {
    standing::add(set);
    document::add(set);
    profile::add(set);
    person::add(set);
    authentication::add(set);
    path::add(set);
    validity::add(set);
    revocation::add(set);
    authority_list::add(set);
}
