//! OpenSSL agrees about random certificates and lists.

mod differences;

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::Reason;
use jpki_core::time::ValidationTime;
use jpki_revocation::{
    CrlError, CrlIssuer, CrlKeyPolicy, CrlPartitionPolicy, CrlPool, NextUpdate, RevocationPolicy,
    RevocationTarget, Status, VerifiedCrl,
};
use jpki_test_support::openssl;
use jpki_test_support::with;
use jpki_testkit::revocation::Situation;
use jpki_testkit::seed::Seed;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::ReasonFlags;
use pem_rfc7468::LineEnding;

use crate::crl::world::{at, authority, certificate, directory};
use differences::Difference;

const SITUATIONS: u64 = 2_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Good,
    Revoked,
    Unknown,
}

impl Answer {
    fn of(status: Status) -> Self {
        match status {
            Status::Good => Self::Good,
            Status::Revoked(_) => Self::Revoked,
            Status::Unknown(_) => Self::Unknown,
        }
    }
}

/// What OpenSSL said: the numbers of its errors, in their order.
#[derive(Debug)]
struct FromOpenssl {
    answer: Answer,
    errors: Vec<u32>,
}

#[test]
fn openssl_agrees_on_random_lists() {
    if !openssl::available() {
        return;
    }
    let (_directory, path) = directory();
    fs::create_dir(&path).unwrap();
    let mut seen = [0; 3];
    let mut explained: HashMap<Difference, u64> = HashMap::new();
    let mut unexplained = Vec::new();
    for seed in 0..SITUATIONS {
        let situation = Situation::random(Seed::new(seed));
        let question = Question::of(&situation);
        let ours = Answer::of(question.judge(&question.verified));
        let openssl = ask_openssl(&situation, &path);
        seen[ours as usize] += 1;
        if ours == openssl.answer {
            continue;
        }
        match Difference::ALL.into_iter().find(|it| it.explains(&question, &openssl)) {
            Some(difference) => *explained.entry(difference).or_default() += 1,
            None => {
                let features = &situation.features;
                unexplained.push(format!("{seed}: {ours:?}, {openssl:?}: {features:?}"));
            }
        }
    }
    println!("good, revoked, unknown: {seen:?}; explained: {explained:?}");
    assert!(unexplained.is_empty(), "{}\n{}", unexplained.len(), unexplained.join("\n"));
    assert!(seen.iter().all(|count| *count > SITUATIONS / 20), "{seen:?}");
    assert!(explained.values().sum::<u64>() < SITUATIONS / 6, "{explained:?}");
}

/// A situation as these crates see it: its lists verified by whoever signed them, or refused.
struct Question {
    certificate: Certificate,
    anchor: Authority,
    verified: Vec<VerifiedCrl>,
    refused: Vec<CrlError>,
    at: ValidationTime,
}

impl Question {
    fn of(situation: &Situation) -> Self {
        let anchor_certificate = certificate(&situation.anchor);
        let anchor = authority(
            anchor_certificate.subject().as_bytes(),
            anchor_certificate.public_key_bytes(),
        );
        let signer_certificate = certificate(&situation.list_issuer);
        let signer = authority(
            signer_certificate.subject().as_bytes(),
            signer_certificate.public_key_bytes(),
        );
        let issuers = [
            CrlIssuer::certified(anchor.clone(), &anchor_certificate, anchor.clone()).unwrap(),
            CrlIssuer::certified(signer, &signer_certificate, anchor.clone()).unwrap(),
        ];
        let mut pool = CrlPool::new();
        for list in &situation.lists {
            pool.add(list.clone(), &issuers, &AlgorithmPolicy::current());
        }
        Self {
            certificate: certificate(&situation.certificate),
            anchor,
            verified: pool.lists().to_vec(),
            refused: pool.refused().to_vec(),
            at: at(situation.at),
        }
    }

    /// What some of the lists say, as OpenSSL judges: without a maximum age, nextUpdate may be absent.
    fn judge<'l>(&self, lists: impl IntoIterator<Item = &'l VerifiedCrl>) -> Status {
        let policy = with(RevocationPolicy::rfc_5280(), |policy| {
            policy.freshness.next_update = NextUpdate::Optional;
            policy.keys_of_crls = CrlKeyPolicy::SameAnchor;
            policy.partitions = CrlPartitionPolicy::OfIssuersName;
        });
        let target = RevocationTarget::end_entity(&self.certificate, &self.anchor, &self.anchor);
        policy.judge(&target, lists, self.at).status()
    }

    fn lists_where(&self, is_one: impl Fn(&VerifiedCrl) -> bool) -> Vec<&VerifiedCrl> {
        self.verified.iter().filter(|list| is_one(list)).collect()
    }

    fn has_freshest_crl(&self) -> bool {
        self.certificate.freshest_crl().unwrap().is_some()
    }

    fn has_point_without_name(&self) -> bool {
        let points = self.certificate.crl_distribution_points().unwrap();
        points.into_iter().flatten().any(|point| point.name().is_none())
    }

    /// Whether it is a complete list that fits the certificate, but not for all reasons at once.
    fn leaves_reasons_open(&self, list: &VerifiedCrl) -> bool {
        let covered = list.list().scope().reasons();
        let points = self.certificate.crl_distribution_points().unwrap();
        let is_part = |reasons: ReasonFlags| reasons & covered != ReasonFlags::ALL;
        list.list().delta_base().is_none()
            && self.judge([list]) != Status::Unknown(Reason::CrlScopeMismatch)
            && points
                .into_iter()
                .flatten()
                .any(|point| is_part(point.reasons().unwrap_or(ReasonFlags::ALL)))
    }

    fn is_listed_in(&self, list: &VerifiedCrl) -> bool {
        let (issuer, serial) = (self.certificate.issuer(), self.certificate.serial_number());
        list.find(&issuer, serial).unwrap().is_some()
    }
}

fn ask_openssl(situation: &Situation, folder: &Path) -> FromOpenssl {
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
    let text = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<u32> = text
        .lines()
        .filter_map(|line| line.split_once("error ")?.1.split_once(" at ")?.0.parse().ok())
        .collect();
    // X509_V_ERR_CERT_REVOKED
    let answer = match (output.status.success(), &errors[..]) {
        (true, _) => Answer::Good,
        (false, [23]) => Answer::Revoked,
        (false, _) => Answer::Unknown,
    };
    FromOpenssl { answer, errors }
}
