//! x509-limbo in its own form, with the index beside it (`NAME-index.json` beside `NAME.json`) where
//! there is one.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280;
use jpki_core::der::Oid;
use std::collections::BTreeMap;
use std::path::Path;

use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, SignatureScheme};
use jpki_core::limits::Limits;
use jpki_core::report::{Assessed, Verdict};
use jpki_revocation::{CrlIssuer, CrlPool, RevocationPolicy};
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::KeyUsage;
use jpki_x509::path::{
    AnchorConstraints, AnchorValidity, Conformance, PathInputs, PathValidator, PurposeScope,
    TrustAnchor, ValidPath,
};
use serde::Deserialize;
use serde_json::Value;

use crate::input::{Obstacle, compare, crypto, describe, inputs, json, oid};
use crate::peer_name::PeerName;
use crate::results::Results;

#[derive(Deserialize)]
struct Manifest {
    testcases: Vec<Value>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    #[serde(default)]
    features: Vec<String>,
    trusted_certs: Vec<String>,
    #[serde(default)]
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    #[serde(default)]
    signature_algorithms: Vec<String>,
    #[serde(default)]
    key_usage: Vec<String>,
    #[serde(default)]
    extended_key_usage: Vec<String>,
    expected_result: Expected,
    expected_peer_name: Option<Peer>,
    #[serde(default)]
    expected_peer_names: Vec<Peer>,
    max_chain_depth: Option<usize>,
    #[serde(default)]
    crls: Vec<String>,
}

#[derive(Deserialize)]
struct Peer {
    kind: String,
    value: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "UPPERCASE")]
enum Expected {
    Success,
    Failure,
}

#[derive(Default, Deserialize)]
struct Index {
    cases: Vec<IndexedCase>,
}

#[derive(Deserialize)]
struct IndexedCase {
    id: String,
    class: Option<String>,
}

/// For cases that hold at any time.
const ANY_TIME: &str = "2026-11-21T00:00:00Z";

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let name = manifest.file_stem().unwrap_or_default().to_string_lossy();
    let index = manifest.with_file_name(format!("{name}-index.json"));
    let index: Index = if index.exists() { json(&index)? } else { Index::default() };
    let classes: BTreeMap<String, String> =
        index.cases.into_iter().filter_map(|case| Some((case.id, case.class?))).collect();
    let manifest: Manifest = json(manifest)?;
    Ok(Results::of_each(manifest.testcases, |case: &Case| {
        if let Some(feature) = case.features.iter().find(|feature| is_of_the_web(feature)) {
            let why = format!("{feature}: a rule of the CA/Browser Forum, not of RFC 5280");
            return Err(Obstacle::NotOffered(why));
        }
        let class = classes.get(&case.id).map_or_else(|| case.likely_class(), String::as_str);
        compare(case.expected_result == Expected::Success, case.judge(class))
    }))
}

fn is_of_the_web(feature: &str) -> bool {
    feature.starts_with("pedantic-webpki") || feature == "pedantic-public-suffix-wildcard"
}

impl Case {
    /// The class of a case without an index: what is called pedantic asks for rules for issuers.
    fn likely_class(&self) -> &'static str {
        let is_pedantic = self.features.iter().any(|feature| feature.starts_with("pedantic-"));
        if is_pedantic { "profile" } else { "path" }
    }

    fn judge(&self, class: &str) -> Result<(bool, String), Obstacle> {
        let names = self.names()?;
        let certificates = Certificates::read(self)?;
        let limits = match self.max_chain_depth {
            None => Limits::DEFAULT,
            Some(depth) => Limits::DEFAULT.with_path_certificates(depth.saturating_add(1)),
        };
        let validator = PathValidator::new(crypto()).with_limits(limits);
        let (target, pool, anchors) =
            (&certificates.target, &certificates.pool, &certificates.anchors);
        let inputs = self.path_inputs(class)?;
        let mut assessed = validator.build(target, pool, anchors, &inputs);
        // One purpose is judged with the path; of several, each must be allowed.
        for purpose in self.extended_key_usage.iter().skip(1) {
            if assessed.verdict() == Verdict::Valid {
                let inputs = inputs.clone().with_purpose(Oid::of(&self::purpose(purpose)?), SCOPE);
                assessed = validator.build(target, pool, anchors, &inputs);
            }
        }
        if !self.crls.is_empty() {
            assessed = with_lists(assessed, &self.crls)?;
        }
        let Some(path) = assessed.value() else { return Ok((false, describe(&assessed))) };
        if let Some(scheme) = self.scheme_not_wanted(path) {
            return Ok((false, format!("valid, but signed with {scheme}")));
        }
        Ok(match names.iter().find(|name| !name.is_of(target)) {
            Some(name) => (false, format!("valid, but for another peer than {name:?}")),
            None => (true, describe(&assessed)),
        })
    }

    fn names(&self) -> Result<Vec<PeerName>, Obstacle> {
        let peers = self.expected_peer_name.iter().chain(&self.expected_peer_names);
        peers.map(Peer::name).collect()
    }

    /// The constraints and the validity of anchors count, as the suite wants it; rules for issuers where the
    /// class of the case asks for them.
    fn path_inputs(&self, class: &str) -> Result<PathInputs, Obstacle> {
        let time = self.validation_time.as_deref().unwrap_or(ANY_TIME);
        let conformance = match class {
            "profile" | "trust-anchor-certificate" => Conformance::Profile,
            _ => Conformance::Validation,
        };
        let mut inputs = inputs(time)?
            .with_anchor_constraints(AnchorConstraints::Enforced)
            .with_anchor_validity(AnchorValidity::Enforced)
            .with_conformance(conformance);
        let usages: Result<Vec<KeyUsage>, _> =
            self.key_usage.iter().map(|name| key_usage(name)).collect();
        if let Some(usages) = usages?.into_iter().reduce(KeyUsage::union) {
            inputs = inputs.with_key_usage(usages);
        }
        if let Some(purpose) = self.extended_key_usage.first() {
            inputs = inputs.with_purpose(Oid::of(&self::purpose(purpose)?), SCOPE);
        }
        Ok(inputs)
    }

    /// The first scheme on the path that is not among those that the case allows, if it limits them.
    fn scheme_not_wanted(&self, path: &ValidPath) -> Option<String> {
        let schemes = path.certificates().iter().map(|certificate| {
            let identifier = certificate.signature_algorithm().ok();
            identifier
                .and_then(|identifier| SignatureScheme::from_identifier(&identifier).ok())
                .map_or_else(|| "unknown".to_owned(), scheme_name)
        });
        let is_unwanted = |name: &String| !self.signature_algorithms.contains(name);
        schemes.filter(|_| !self.signature_algorithms.is_empty()).find(is_unwanted)
    }
}

const SCOPE: PurposeScope = PurposeScope::EndEntity;

impl Peer {
    fn name(&self) -> Result<PeerName, Obstacle> {
        let value = self.value.clone();
        match self.kind.as_str() {
            "DNS" => Ok(PeerName::Dns(value)),
            "IP" => value
                .parse()
                .map(PeerName::Ip)
                .map_err(|_| Obstacle::Unclear(format!("no address: {value}"))),
            "RFC822" => Ok(PeerName::Mailbox(value)),
            kind => Err(Obstacle::NotOffered(format!("a peer's name of kind {kind}"))),
        }
    }
}

/// Judged by the case's lists too, hard-fail.
fn with_lists(
    assessed: Assessed<ValidPath>,
    lists: &[String],
) -> Result<Assessed<ValidPath>, String> {
    let (mut report, path) = assessed.into_parts();
    if let Some(path) = &path {
        let issuers = CrlIssuer::of_path(path);
        let mut pool = CrlPool::new();
        for list in lists {
            let (_, list) =
                pem_rfc7468::decode_vec(list.as_bytes()).map_err(|error| error.to_string())?;
            pool.add(list, &issuers, &AlgorithmPolicy::current());
        }
        for judgement in pool.judge_path(&RevocationPolicy::rfc_5280(), path) {
            report.push(judgement.into_check());
        }
    }
    Ok(Assessed::new(report, path))
}

struct Certificates {
    target: Certificate,
    pool: Vec<Certificate>,
    anchors: Vec<TrustAnchor>,
}

impl Certificates {
    fn read(case: &Case) -> Result<Self, Obstacle> {
        let refused = |error: String| Obstacle::Refused(error);
        let read = |pem: &String| Certificate::from_pem(pem).map_err(|error| error.to_string());
        let anchor = |pem: &String| {
            TrustAnchor::from_certificate(read(pem)?, &*crypto()).map_err(|error| error.to_string())
        };
        let target = read(&case.peer_certificate).map_err(refused)?;
        // What cannot be read is nobody's issuer, but that of an only anchor is the answer.
        let anchors: Vec<_> = case.trusted_certs.iter().map(anchor).collect();
        let anchors = match anchors.as_slice() {
            [Err(error)] => return Err(refused(error.clone())),
            _ => anchors.into_iter().flatten().collect(),
        };
        Ok(Self {
            target,
            pool: case.untrusted_intermediates.iter().flat_map(read).collect(),
            anchors,
        })
    }
}

fn key_usage(name: &str) -> Result<KeyUsage, Obstacle> {
    Ok(match name {
        "digitalSignature" => KeyUsage::DIGITAL_SIGNATURE,
        "contentCommitment" | "nonRepudiation" => KeyUsage::NON_REPUDIATION,
        "keyEncipherment" => KeyUsage::KEY_ENCIPHERMENT,
        "dataEncipherment" => KeyUsage::DATA_ENCIPHERMENT,
        "keyAgreement" => KeyUsage::KEY_AGREEMENT,
        "keyCertSign" => KeyUsage::KEY_CERT_SIGN,
        "cRLSign" => KeyUsage::CRL_SIGN,
        "encipherOnly" => KeyUsage::ENCIPHER_ONLY,
        "decipherOnly" => KeyUsage::DECIPHER_ONLY,
        _ => return Err(Obstacle::NotOffered(format!("key usage {name}"))),
    })
}

/// A purpose by its name or its object identifier.
fn purpose(name: &str) -> Result<ObjectIdentifier, Obstacle> {
    Ok(match name {
        "anyExtendedKeyUsage" => rfc5280::ANY_EXTENDED_KEY_USAGE,
        "serverAuth" => rfc5280::ID_KP_SERVER_AUTH,
        "clientAuth" => rfc5280::ID_KP_CLIENT_AUTH,
        "codeSigning" => rfc5280::ID_KP_CODE_SIGNING,
        "emailProtection" => rfc5280::ID_KP_EMAIL_PROTECTION,
        "timeStamping" => rfc5280::ID_KP_TIME_STAMPING,
        "OCSPSigning" => rfc5280::ID_KP_OCSP_SIGNING,
        _ => oid(name).map_err(|_| Obstacle::NotOffered(format!("purpose {name}")))?,
    })
}

/// The name that the suite's schema has for a scheme.
fn scheme_name(scheme: SignatureScheme) -> String {
    let digest = |digest: DigestAlgorithm| digest.name().replace('-', "");
    match scheme {
        SignatureScheme::RsaPkcs1(hash) => format!("RSA_WITH_{}", digest(hash)),
        SignatureScheme::RsaPss { .. } => "RSASSA_PSS".to_owned(),
        SignatureScheme::Ecdsa(hash) => format!("ECDSA_WITH_{}", digest(hash)),
        SignatureScheme::Ed25519 => "ED25519".to_owned(),
        other => other.to_string(),
    }
}
