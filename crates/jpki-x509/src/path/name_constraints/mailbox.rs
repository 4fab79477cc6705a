use const_oid::db::rfc2985;
use jpki_core::der::{Oid, Tag};
use jpki_core::name::Containment;

use super::dns;
use crate::certificate::Certificate;

/// id-emailAddress 1.2.840.113549.1.9.1
const EMAIL_ADDRESS: Oid<'static> = Oid::of(&rfc2985::PKCS_9_AT_EMAIL_ADDRESS);

/// A base is one mailbox, all mailboxes of one host, or with a leading period those of all hosts below a
/// domain (RFC 5280 §4.2.1.10). The empty base is the base of every mailbox. Hosts are compared without
/// case, local parts with it (§7.5).
pub(super) fn relate(name: &[u8], base: &[u8]) -> Containment {
    let Some((local_part, host)) = parts(name) else {
        return Containment::Undecided;
    };
    let within = match base {
        [] => true,
        [b'.', domain @ ..] if dns::is_host(domain) => dns::is_below(host, domain),
        _ if base.contains(&b'@') => match parts(base) {
            Some((base_local_part, base_host)) => {
                local_part == base_local_part && dns::equal(host, base_host)
            }
            None => return Containment::Undecided,
        },
        _ if dns::is_host(base) => dns::equal(host, base),
        _ => return Containment::Undecided,
    };
    if within { Containment::Within } else { Containment::Outside }
}

/// Local part and host of a `Mailbox` (RFC 5321 §4.1.2) whose local part is not quoted and whose domain
/// is a name.
fn parts(address: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut parts = address.split(|byte| *byte == b'@');
    let (local_part, host) = (parts.next()?, parts.next()?);
    let is_atom = |byte: &u8| byte.is_ascii_graphic() && !b"\"(),:;<>[\\]".contains(byte);
    let is_plain = !local_part.is_empty() && local_part.iter().all(is_atom);
    (parts.next().is_none() && is_plain && dns::is_host(host)).then_some((local_part, host))
}

/// The values of emailAddress in the subject. One that is no IA5String is no mailbox either, and fits no
/// constraint.
pub(super) fn in_subject(certificate: &Certificate) -> impl Iterator<Item = &[u8]> {
    let subject = certificate.subject();
    subject.relative_names().flat_map(|relative| relative.attributes()).filter_map(|attribute| {
        if attribute.oid() != EMAIL_ADDRESS {
            return None;
        }
        Some(match attribute.tag() {
            Tag::IA5_STRING => attribute.content(),
            _ => &[][..],
        })
    })
}
