use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::Reason;
use jpki_x509::extension::ExtendedKeyUsage;
use jpki_x509::path::{AnchorConstraints, AnchorValidity, PathInputs, PathValidator, PurposeScope};
use serde::Deserialize;

use super::Judged;
use crate::input::{Folder, Obstacle, crypto, inputs};

/// A case of `verify_certificate_chain_unittest`.
#[derive(Deserialize)]
pub(super) struct Case {
    chain_leaf_first: Vec<String>,
    trust: String,
    key_purpose: String,
    digest_policy: String,
    #[serde(default)]
    expected_errors: String,
}

impl Case {
    pub(super) fn judge(&self, time: &str, folder: &Folder) -> Judged {
        let inputs = self.path_inputs(time)?;
        let Some((last, path)) = self.chain_leaf_first.split_last() else {
            return Err(Obstacle::Unclear("a chain without certificates".to_owned()));
        };
        let algorithms = match self.digest_policy.as_str() {
            "STRONG" => AlgorithmPolicy::current(),
            _ => AlgorithmPolicy::legacy(),
        };
        let validator = PathValidator::new(crypto()).with_algorithms(algorithms);
        let path = path.iter().map(|file| folder.certificate(file));
        let path: Vec<_> = path.collect::<Result<_, _>>()?;
        let anchor = folder.anchor(last)?;
        match path.split_first() {
            Some((target, pool)) if self.trust == "UNSPECIFIED" => {
                Ok(validator.build(target, pool, &[], &inputs))
            }
            _ => Ok(validator.validate(&path, &anchor, &inputs)),
        }
    }

    /// The reasons that the errors which boringssl names have here.
    pub(super) fn expected_reasons(&self) -> Vec<Reason> {
        let errors = self.expected_errors.lines().filter_map(|line| line.strip_prefix("ERROR: "));
        errors.flat_map(reasons).copied().collect()
    }

    fn path_inputs(&self, time: &str) -> Result<PathInputs, Obstacle> {
        let mut inputs = inputs(time)?;
        match self.trust.as_str() {
            "TRUSTED_ANCHOR" | "UNSPECIFIED" | "TRUSTED_ANCHOR_WITH_REQUIRE_BASIC_CONSTRAINTS" => {}
            "TRUSTED_ANCHOR_WITH_CONSTRAINTS" => {
                inputs = inputs.with_anchor_constraints(AnchorConstraints::Enforced);
            }
            "TRUSTED_ANCHOR_WITH_EXPIRATION" => {
                inputs = inputs.with_anchor_validity(AnchorValidity::Enforced);
            }
            "TRUSTED_ANCHOR_WITH_EXPIRATION_AND_CONSTRAINTS" => {
                inputs = inputs
                    .with_anchor_validity(AnchorValidity::Enforced)
                    .with_anchor_constraints(AnchorConstraints::Enforced);
            }
            trust if trust.contains("LEAF") => {
                let why = format!("{trust}: trusts the target itself (RFC 5280 §6.1 has a path)");
                return Err(Obstacle::NotOffered(why));
            }
            trust => return Err(Obstacle::NotOffered(format!("{trust}: not offered"))),
        }
        match self.key_purpose.as_str() {
            "ANY_EKU" => {}
            "SERVER_AUTH" => {
                inputs =
                    inputs.with_purpose(ExtendedKeyUsage::SERVER_AUTH, PurposeScope::WholePath);
            }
            "CLIENT_AUTH" => {
                inputs =
                    inputs.with_purpose(ExtendedKeyUsage::CLIENT_AUTH, PurposeScope::WholePath);
            }
            purpose => {
                let why = format!("{purpose}: a profile of boringssl, not of RFC 5280");
                return Err(Obstacle::NotOffered(why));
            }
        }
        Ok(inputs)
    }
}

/// What an error of boringssl means here; nothing where there is no such rule, or the bound is its own.
fn reasons(error: &str) -> &'static [Reason] {
    match error.trim_end() {
        "Time is after notAfter" => &[Reason::Expired],
        "Time is before notBefore" => &[Reason::NotYetValid],
        "VerifySignedData failed" => {
            &[Reason::SignatureMismatch, Reason::AlgorithmUnsupported, Reason::KeyRejected]
        }
        "No valid policy" => &[Reason::NoValidPolicy],
        "Not permitted by name constraints" => &[Reason::NameNotPermitted, Reason::NameExcluded],
        "Unconsumed critical extension" => &[Reason::UnknownCriticalExtension],
        "Basic Constraints indicates not a CA" | "Does not have Basic Constraints" => {
            &[Reason::NotCertificateAuthority]
        }
        "keyCertSign bit is not set" => &[Reason::KeyUsageInsufficient],
        "max_path_length reached" => &[Reason::PathTooLong],
        "Unacceptable signature algorithm" => {
            &[Reason::AlgorithmNotAllowed, Reason::AlgorithmUnsupported]
        }
        "Unacceptable public key" => &[Reason::KeySizeNotAllowed, Reason::KeyRejected],
        error if error.starts_with("The extended key usage does not include") => {
            &[Reason::PurposeNotAllowed]
        }
        _ => &[],
    }
}
