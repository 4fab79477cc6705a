use jpki_core::algorithm::AlgorithmPolicy;
use jpki_x509::extension::ExtendedKeyUsage;
use jpki_x509::path::{AnchorConstraints, AnchorValidity, PathInputs, PathValidator, PurposeScope};
use serde::Deserialize;

use super::{Judgement, anchor};
use crate::input::{Folder, crypto, inputs};

/// A case of `verify_certificate_chain_unittest`.
#[derive(Deserialize)]
pub(super) struct Case {
    chain_leaf_first: Vec<String>,
    trust: String,
    key_purpose: String,
    digest_policy: String,
}

impl Case {
    pub(super) fn judge(&self, time: &str, folder: &Folder) -> Result<Judgement, String> {
        let inputs = match self.path_inputs(time)? {
            Ok(inputs) => inputs,
            Err(why) => return Ok(Judgement::NotOffered(why)),
        };
        let (path, last) = match self.chain_leaf_first.as_slice() {
            [path @ .., last] => (path, last),
            [] => return Err("a chain without certificates".to_owned()),
        };
        let algorithms = match self.digest_policy.as_str() {
            "STRONG" => AlgorithmPolicy::current(),
            _ => AlgorithmPolicy::legacy(),
        };
        let validator = PathValidator::new(crypto()).with_algorithms(algorithms);
        let path: Result<Vec<_>, _> = path.iter().map(|file| folder.certificate(file)).collect();
        let (path, anchor) = match (path, anchor(folder, last)) {
            (Ok(path), Ok(anchor)) => (path, anchor),
            (Err(error), _) | (_, Err(error)) => return Ok(Judgement::Refused(error)),
        };
        if self.trust == "UNSPECIFIED" {
            let Some((target, pool)) = path.split_first() else {
                return Err("a chain without certificates".to_owned());
            };
            return Ok(Judgement::Assessed(validator.build(target, pool, &[], &inputs)));
        }
        Ok(Judgement::Assessed(validator.validate(&path, &anchor, &inputs)))
    }

    /// The inner error: what is not offered.
    fn path_inputs(&self, time: &str) -> Result<Result<PathInputs, String>, String> {
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
                return Ok(Err(why));
            }
            trust => return Ok(Err(format!("{trust}: not offered"))),
        }
        match self.key_purpose.as_str() {
            "ANY_EKU" => {}
            "SERVER_AUTH" => {
                inputs = inputs.for_purpose(ExtendedKeyUsage::SERVER_AUTH, PurposeScope::WholePath);
            }
            "CLIENT_AUTH" => {
                inputs = inputs.for_purpose(ExtendedKeyUsage::CLIENT_AUTH, PurposeScope::WholePath);
            }
            purpose => {
                return Ok(Err(format!("{purpose}: a profile of boringssl, not of RFC 5280")));
            }
        }
        Ok(Ok(inputs))
    }
}
