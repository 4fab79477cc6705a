//! Why validators differ, each with the section that decides.

use std::fmt;

use jpki_testkit::hierarchy::Hierarchy;

use crate::{Answer, Disagreement};

/// Who is right, by which section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Explanation {
    text: &'static str,
    section: &'static str,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.text, self.section)
    }
}

/// The explanation of a disagreement, if it is one that is known.
pub(crate) fn explain(disagreement: &Disagreement, hierarchy: &Hierarchy) -> Option<Explanation> {
    let has = |feature: &str| hierarchy.features.iter().any(|present| present.contains(feature));
    let Disagreement { peer, ours, theirs } = disagreement;
    let is_openssl = peer.starts_with("OpenSSL");
    match (ours, theirs) {
        (Answer::Valid, Answer::Refused(error))
            if is_openssl
                && error == "certificate signature failure"
                && (has("self-issued") || has("namesake")) =>
        {
            Some(Explanation {
                text: "two certificates bear the issuer's name; OpenSSL takes one of them by its \
                       name and does not try the other when the signature is not its own",
                section: "RFC 4158 §2.4.2, RFC 5280 §6",
            })
        }
        (Answer::Valid, Answer::Refused(error))
            if is_openssl
                && error == "unable to get local issuer certificate"
                && has("authority key identifier of another key") =>
        {
            Some(Explanation {
                text: "the authority key identifier is another key's; OpenSSL takes no issuer that \
                       it does not name, but it only helps to find a key, §6.1 does not look at it, \
                       and the signature is the issuer's",
                section: "RFC 5280 §4.2.1.1, §6.1.3",
            })
        }
        (Answer::Valid, Answer::Refused(error))
            if is_openssl
                && error == "self-signed certificate in certificate chain"
                && has("self-issued") =>
        {
            Some(Explanation {
                text: "a certificate without authority key identifier whose issuer and subject are one \
                       name is self-issued; OpenSSL takes it for self-signed, and for the end of the path",
                section: "RFC 5280 §3.2, §6.1",
            })
        }
        (Answer::Valid, Answer::Refused(error))
            if *peer == "OpenSSL, path sought"
                && error == "unable to get local issuer certificate"
                && (has("certified by a stranger") || has("certifies its issuer in return")) =>
        {
            Some(Explanation {
                text: "an authority has two certificates, and only one of them leads to the anchor; \
                       OpenSSL follows one and does not come back for the other",
                section: "RFC 4158 §2.4.2, RFC 5280 §6",
            })
        }
        (Answer::Valid, Answer::Refused(error))
            if *peer == "certval, path given"
                && error.contains("NameConstraintsViolation")
                && has_empty_host_base(hierarchy) =>
        {
            Some(EMPTY_HOST_BASE)
        }
        (Answer::Refused(reasons), Answer::Valid)
            if *peer == "certval, path given"
                && reasons == "name-excluded"
                && has_empty_host_base(hierarchy) =>
        {
            Some(EMPTY_HOST_BASE)
        }
        _ => None,
    }
}

const EMPTY_HOST_BASE: Explanation = Explanation {
    text: "a dNSName subtree whose base is empty: every name is made by adding labels to it, so it holds \
           all; for certval it holds none, for OpenSSL all",
    section: "RFC 5280 §4.2.1.10",
};

/// Whether a certificate holds the subtree of the empty dNSName.
fn has_empty_host_base(hierarchy: &Hierarchy) -> bool {
    const SUBTREE: [u8; 4] = [0x30, 0x02, 0x82, 0x00];
    hierarchy.path.iter().any(|der| der.windows(4).any(|octets| octets == SUBTREE))
}
