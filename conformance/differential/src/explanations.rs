//! Why validators differ, each with the section that decides.

use std::fmt;

use jpki_testkit::hierarchy::Hierarchy;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::oid;

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

/// X509_V_ERR_CERT_SIGNATURE_FAILURE
const SIGNATURE_FAILURE: &str = "error 7";
/// X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
const SELF_SIGNED_IN_CHAIN: &str = "error 19";
/// X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
const NO_LOCAL_ISSUER: &str = "error 20";

/// The explanation of a disagreement, if it is one that is known.
pub(crate) fn explain(disagreement: &Disagreement, hierarchy: &Hierarchy) -> Option<Explanation> {
    let has = |feature: &str| hierarchy.features.iter().any(|present| present.contains(feature));
    let Disagreement { peer, ours, theirs } = disagreement;
    let is_openssl = peer.starts_with("OpenSSL");
    match (ours, theirs) {
        (Answer::Valid, Answer::Refused(error))
            if is_openssl
                && error == SIGNATURE_FAILURE
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
                && error == NO_LOCAL_ISSUER
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
                && error == SELF_SIGNED_IN_CHAIN
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
                && error == NO_LOCAL_ISSUER
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
        (Answer::Valid, Answer::Refused(error))
            if *peer == "certval, path given"
                && error.contains("NullPolicySet")
                && has("policy mappings")
                && hierarchy.policies.user_initial_policy_set.is_some() =>
        {
            Some(Explanation {
                text: "a policy of the target is reached from two policies of the anchor's domain, of \
                       which the relying party accepts one; certval removes the other together with \
                       what both reach, but the sets are intersected and nothing is removed",
                section: "RFC 9618 §5.4, RFC 5280 §6.1.5(g)",
            })
        }
        (Answer::Refused(reasons), Answer::Valid)
            if is_openssl
                && reasons.contains("extension-malformed")
                && maps_any_policy(hierarchy) =>
        {
            Some(Explanation {
                text: "a mapping from or to anyPolicy, which is refused wherever it stands; OpenSSL does \
                       not look at mappings of a certificate whose policies do not matter any more",
                section: "RFC 5280 §6.1.4(a)",
            })
        }
        (Answer::Refused(reasons), Answer::Valid)
            if is_openssl
                && reasons == "no-valid-policy"
                && has("policy mappings")
                && (hierarchy.policies.initial_any_policy_inhibit || has("inhibit any policy")) =>
        {
            Some(Explanation {
                text: "anyPolicy of an authority stands for nothing where it is inhibited, so that there \
                       is nothing to map; OpenSSL maps from it all the same",
                section: "RFC 5280 §6.1.3(d)(2)(3), §6.1.4(b)(1)",
            })
        }
        _ => None,
    }
}

/// Whether a certificate holds a policy mapping from or to anyPolicy.
fn maps_any_policy(hierarchy: &Hierarchy) -> bool {
    const ANY_POLICY: [u8; 6] = [0x06, 0x04, 0x55, 0x1d, 0x20, 0x00];
    hierarchy.path.iter().any(|der| {
        Certificate::from_der(der).is_ok_and(|certificate| {
            certificate.extension(oid::POLICY_MAPPINGS).is_some_and(|extension| {
                extension.value().windows(6).any(|bytes| bytes == ANY_POLICY)
            })
        })
    })
}

const EMPTY_HOST_BASE: Explanation = Explanation {
    text: "a dNSName subtree whose base is empty: every name is made by adding labels to it, so it holds \
           all; for certval it holds none, for OpenSSL all",
    section: "RFC 5280 §4.2.1.10",
};

/// Whether a certificate holds the subtree of the empty dNSName.
fn has_empty_host_base(hierarchy: &Hierarchy) -> bool {
    const SUBTREE: [u8; 4] = [0x30, 0x02, 0x82, 0x00];
    hierarchy.path.iter().any(|der| der.windows(4).any(|bytes| bytes == SUBTREE))
}
