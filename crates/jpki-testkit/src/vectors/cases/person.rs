//! Every known form of the personal attributes (jpki-profile §2.6, §15 row 4).

use crate::jpki::{Person, Wellformedness};
use crate::vectors::manifest::{Check, Reason};
use crate::vectors::set::VectorSet;

pub(super) fn add(set: &mut VectorSet) {
    for (person, wellformedness) in Person::corpus().into_iter().skip(1) {
        let certificate = set.jpki().sign_certificate(&person).issue();
        let file = set.person(&format!("corpus/{}", person.id), &certificate, Some(&person));
        let id = format!("person-{}", person.id);
        let form = person.id.replace('-', " ");
        let case = match wellformedness {
            Wellformedness::WellFormed => set.certificate_case(
                &id,
                &format!("A person's attributes in a known form: {form}."),
                certificate.authority(),
                &file,
            ),
            // No public document says what a verifier must do, so there is no verdict.
            Wellformedness::Unusual => continue,
            Wellformedness::Malformed(attribute) => set
                .certificate_case(
                    &id,
                    &format!("The attribute {} breaks its format: {form}.", attribute.name()),
                    certificate.authority(),
                    &file,
                )
                .invalid(Check::Profile, Reason::AttributeFormat)
                .openssl_note("OpenSSL does not know the profile of JPKI."),
        };
        set.add(case);
    }
}
