//! OpenSSL agrees about random certificates and lists.

use std::fs;
use std::path::Path;
use std::process::Command;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::time::ValidationTime;
use jpki_revocation::{
    FreshnessPolicy, ListIssuer, ListPool, NextUpdate, OtherKeys, OtherPartitions,
    RevocationPolicy, Status, Target,
};
use jpki_testkit::revocation::Situation;
use jpki_testkit::seed::Seed;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use pem_rfc7468::LineEnding;

use crate::world::{at, authority, certificate, directory};

const SITUATIONS: u64 = 2_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Good,
    Revoked,
    Unknown,
}

#[test]
fn openssl_agrees_on_random_lists() {
    if Command::new("openssl").arg("version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "the openssl command line is missing");
        println!("skipped: no openssl command line");
        return;
    }
    let (_directory, path) = directory();
    fs::create_dir(&path).unwrap();
    let mut seen = [0; 3];
    let mut explained = 0;
    let mut differences = Vec::new();
    for seed in 0..SITUATIONS {
        let situation = Situation::random(Seed::new(seed));
        let pool = Verified::of(&situation);
        let ours = pool.judge(|_| true);
        let (openssl, text) = ask_openssl(&situation, &path);
        seen[ours as usize] += 1;
        if ours != openssl && pool.explains(&situation, openssl) {
            explained += 1;
        } else if ours != openssl {
            let features = &situation.features;
            differences
                .push(format!("{seed}: {ours:?}, openssl {openssl:?} {text:?}: {features:?}"));
        }
    }
    println!("good, revoked, unknown: {seen:?}; explained differences: {explained}");
    assert!(differences.is_empty(), "{}\n{}", differences.len(), differences.join("\n"));
    assert!(seen.iter().all(|count| *count > SITUATIONS / 20), "{seen:?}");
    assert!(explained < SITUATIONS / 6, "{explained}");
}

/// The lists of a situation, each verified by whoever signed it, or refused.
struct Verified {
    certificate: Certificate,
    anchor: Authority,
    issuers: [ListIssuer; 2],
    lists: Vec<Vec<u8>>,
    at: ValidationTime,
}

impl Verified {
    fn of(situation: &Situation) -> Self {
        let anchor_certificate = certificate(&situation.anchor);
        let anchor = authority(
            anchor_certificate.subject().octets(),
            anchor_certificate.public_key_octets(),
        );
        let signer_certificate = certificate(&situation.list_issuer);
        let signer = authority(
            signer_certificate.subject().octets(),
            signer_certificate.public_key_octets(),
        );
        let issuers = [
            ListIssuer::certified(anchor.clone(), &anchor_certificate, anchor.clone()).unwrap(),
            ListIssuer::certified(signer, &signer_certificate, anchor.clone()).unwrap(),
        ];
        Self {
            certificate: certificate(&situation.certificate),
            anchor,
            issuers,
            lists: situation.lists.clone(),
            at: at(situation.at),
        }
    }

    /// As OpenSSL judges: without a maximum age, nextUpdate may be absent. Of the lists those count
    /// whose place is chosen.
    fn judge(&self, chosen: impl Fn(usize) -> bool) -> Answer {
        let mut pool = ListPool::new();
        for (place, list) in self.lists.iter().enumerate() {
            if chosen(place) {
                pool.add(list.clone(), &self.issuers, &AlgorithmPolicy::current());
            }
        }
        let policy = RevocationPolicy {
            freshness: FreshnessPolicy {
                next_update: NextUpdate::Optional,
                ..FreshnessPolicy::rfc_5280()
            },
            other_keys: OtherKeys::SameAnchor,
            other_partitions: OtherPartitions::OfIssuersName,
        };
        let target = Target::end_entity(&self.certificate, &self.anchor, &self.anchor);
        match pool.judge(&policy, &target, self.at).status() {
            Status::Good => Answer::Good,
            Status::Revoked(_) => Answer::Revoked,
            Status::Unknown(_) => Answer::Unknown,
        }
    }

    /// Where OpenSSL 3.0 does otherwise than RFC 5280 §6.3.3:
    ///
    /// - without freshestCRL it uses no delta list;
    /// - it settles on one list at a time before it verifies it, and looks at no other if that one has a
    ///   bad signature, is out of date, or says less than another: its answer is then ours to some of
    ///   the lists;
    /// - of a distribution point without a name it does not compare cRLIssuer with the name in the list
    ///   (§6.3.3(b)(2)(i));
    /// - a delta list that covers some reasons only it takes for a complete one, and so finds a revoked
    ///   certificate good.
    fn explains(&self, situation: &Situation, openssl: Answer) -> bool {
        let has = |feature: &str| situation.features.iter().any(|found| found == feature);
        let unnamed_point =
            has("point with a separate issuer of lists") && has("scope of another point");
        let some_of_several = (1..1_u32 << self.lists.len())
            .any(|chosen| self.judge(|place| chosen >> place & 1 == 1) == openssl);
        let delta_by_reasons = has("two points with reasons") && has("delta");
        unnamed_point || delta_by_reasons || (self.lists.len() > 1 && some_of_several)
    }
}

fn ask_openssl(situation: &Situation, folder: &Path) -> (Answer, String) {
    let file = |name: &str, label: &str, contents: &[Vec<u8>]| {
        let pem: String = contents
            .iter()
            .map(|der| pem_rfc7468::encode_string(label, LineEnding::LF, der).unwrap())
            .collect();
        let file = folder.join(name);
        fs::write(&file, pem).unwrap();
        file
    };
    let anchor = file("anchor.pem", "CERTIFICATE", std::slice::from_ref(&situation.anchor));
    let signer = file("signer.pem", "CERTIFICATE", std::slice::from_ref(&situation.list_issuer));
    let target = file("target.pem", "CERTIFICATE", std::slice::from_ref(&situation.certificate));
    let mut command = Command::new("openssl");
    command
        .args(["verify", "-crl_check", "-extended_crl", "-use_deltas", "-attime"])
        .arg(situation.at.unix_timestamp().to_string())
        .arg("-CAfile")
        .arg(anchor)
        .arg("-untrusted")
        .arg(signer);
    if !situation.lists.is_empty() {
        command.arg("-CRLfile").arg(file("lists.pem", "X509 CRL", &situation.lists));
    }
    let output = command.arg(target).output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer = if output.status.success() {
        Answer::Good
    } else if text.contains("error 23 ") && text.matches(" depth lookup:").count() == 1 {
        Answer::Revoked
    } else {
        Answer::Unknown
    };
    (answer, text)
}
