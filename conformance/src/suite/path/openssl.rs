use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::Limits;
use jpki_x509::extension::ExtendedKeyUsage;
use jpki_x509::path::{
    AnchorConstraints, AnchorValidity, Conformance, PathInputs, PathValidator, PolicyIdentifier,
    PolicySet, PurposeScope,
};
use serde::Deserialize;

use super::Judged;
use crate::input::{Folder, Obstacle, crypto, inputs, policy};

/// A case of `25-test_verify.t`.
#[derive(Deserialize)]
pub(super) struct Case {
    trust_anchors: Vec<String>,
    #[serde(default)]
    untrusted: Vec<String>,
    target: String,
    purpose: Option<String>,
    #[serde(default)]
    openssl_options: Vec<String>,
}

/// What the options ask for.
struct Options {
    partial_chain: bool,
    algorithms: AlgorithmPolicy,
    limits: Limits,
    conformance: Conformance,
    explicit_policy: bool,
    inhibits_mapping: bool,
    inhibits_any_policy: bool,
    policies: Vec<PolicyIdentifier>,
}

impl Case {
    pub(super) fn judge(&self, time: &str, folder: &Folder) -> Judged {
        let options = Options::read(&self.openssl_options)?;
        let target = folder.certificate(&self.target)?;
        // A trusted certificate that is not self-signed ends a path only with -partial_chain.
        let mut anchors = Vec::new();
        let mut pool: Vec<_> =
            self.untrusted.iter().flat_map(|file| folder.certificate(file)).collect();
        for file in &self.trust_anchors {
            let Ok(anchor) = folder.anchor(file) else { continue };
            match anchor.certificate() {
                Some(certificate) if !options.partial_chain && !certificate.is_self_issued() => {
                    pool.push(certificate.clone());
                }
                _ => anchors.push(anchor),
            }
        }
        if self.trust_anchors.contains(&self.target) {
            let why = "trusts the target itself: there is no path (RFC 5280 §6.1)";
            return Err(Obstacle::NotOffered(why.to_owned()));
        }
        let validator = PathValidator::new(crypto())
            .with_algorithms(options.algorithms)
            .with_limits(options.limits);
        let inputs = self.path_inputs(time, &options)?;
        Ok(validator.build(&target, &pool, &anchors, &inputs))
    }

    /// openssl judges the certificate of the anchor like any other, and every extendedKeyUsage.
    fn path_inputs(&self, time: &str, options: &Options) -> Result<PathInputs, Obstacle> {
        let mut inputs = inputs(time)?
            .with_anchor_constraints(AnchorConstraints::Enforced)
            .with_anchor_validity(AnchorValidity::Enforced)
            .with_conformance(options.conformance);
        let purpose = match self.purpose.as_deref() {
            None => None,
            Some("sslserver") => Some(ExtendedKeyUsage::SERVER_AUTH),
            Some("sslclient") => Some(ExtendedKeyUsage::CLIENT_AUTH),
            Some("smimesign") => Some(ExtendedKeyUsage::EMAIL_PROTECTION),
            Some("timestampsign") => Some(ExtendedKeyUsage::TIME_STAMPING),
            Some("codesign") => Some(ExtendedKeyUsage::CODE_SIGNING),
            Some("ocsphelper" | "any") => None,
            Some(other) => {
                return Err(Obstacle::NotOffered(format!("purpose {other}: not offered")));
            }
        };
        if let Some(purpose) = purpose {
            inputs = inputs.with_purpose(purpose, PurposeScope::WholePath);
        }
        if !options.policies.is_empty() {
            inputs = inputs.with_policies(PolicySet::of(options.policies.clone()));
        }
        if options.explicit_policy {
            inputs = inputs.with_explicit_policy();
        }
        if options.inhibits_mapping {
            inputs = inputs.without_policy_mapping();
        }
        if options.inhibits_any_policy {
            inputs = inputs.without_any_policy();
        }
        Ok(inputs)
    }
}

impl Options {
    fn read(options: &[String]) -> Result<Self, Obstacle> {
        let mut read = Self {
            partial_chain: false,
            algorithms: AlgorithmPolicy::current(),
            limits: Limits::DEFAULT,
            conformance: Conformance::Validation,
            explicit_policy: false,
            inhibits_mapping: false,
            inhibits_any_policy: false,
            policies: Vec::new(),
        };
        let mut rest = options.iter().map(String::as_str);
        while let Some(option) = rest.next() {
            let mut value = || rest.next().ok_or_else(|| format!("{option} without a value"));
            match option {
                "-partial_chain" => read.partial_chain = true,
                "-x509_strict" => read.conformance = Conformance::Profile,
                "-policy_check" => {}
                "-explicit_policy" => read.explicit_policy = true,
                "-inhibit_map" => read.inhibits_mapping = true,
                "-inhibit_any" => read.inhibits_any_policy = true,
                "-policy" => read.policies.push(policy(value()?)?),
                "-verify_depth" => {
                    let depth: usize = value()?.parse().map_err(|_| "no depth".to_owned())?;
                    read.limits = read.limits.with_path_certificates(depth.saturating_add(1));
                }
                "-auth_level" => match value()? {
                    "0" => read.algorithms = AlgorithmPolicy::legacy(),
                    "1" | "2" => {}
                    level => {
                        let why = format!("no algorithm policy for level {level}");
                        return Err(Obstacle::NotOffered(why));
                    }
                },
                "-allow_proxy_certs" => {
                    let why = "proxy certificates (RFC 3820) are not offered".to_owned();
                    return Err(Obstacle::NotOffered(why));
                }
                _ => {
                    let values: Vec<&str> = rest.take_while(|it| !it.starts_with('-')).collect();
                    let option = [&[option], &values[..]].concat().join(" ");
                    return Err(Obstacle::NotOffered(format!("{option}: not offered")));
                }
            }
        }
        Ok(read)
    }
}
