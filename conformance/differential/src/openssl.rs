use std::fs;
use std::process::Command;

use jpki_testkit::hierarchy::Hierarchy;
use tempfile::TempDir;

use crate::Answer;

/// OpenSSL's command line.
pub(crate) struct Judge {
    folder: TempDir,
}

impl Judge {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder") }
    }

    /// The certificates of the path and no others.
    pub(crate) fn given(&self, hierarchy: &Hierarchy) -> Answer {
        let above = hierarchy.path.split_last().map_or(&[][..], |(_, above)| above);
        self.verify(hierarchy, above)
    }

    /// The pool.
    pub(crate) fn sought(&self, hierarchy: &Hierarchy) -> Answer {
        self.verify(hierarchy, &hierarchy.intermediates)
    }

    fn verify(&self, hierarchy: &Hierarchy, untrusted: &[Vec<u8>]) -> Answer {
        let write = |name: &str, certificates: &[Vec<u8>]| {
            let file = self.folder.path().join(name);
            let text: String = certificates.iter().map(|der| pem(der)).collect();
            fs::write(&file, text).expect("a file");
            file
        };
        let anchor = write("anchor.pem", std::slice::from_ref(&hierarchy.anchor));
        let target = write("target.pem", std::slice::from_ref(&hierarchy.target));
        let mut command = Command::new("openssl");
        command.arg("verify").arg("-CAfile").arg(anchor).args(["-no-CApath", "-no-CAstore"]);
        command.arg("-attime").arg(hierarchy.at.unix_timestamp().to_string());
        if !untrusted.is_empty() {
            command.arg("-untrusted").arg(write("untrusted.pem", untrusted));
        }
        let given = &hierarchy.policies;
        command.arg("-policy_check");
        // Without -policy no policy is accepted where one is required; any-policy must be said.
        let any = vec![jpki_testkit::oid::ANY_POLICY];
        for policy in given.user_initial_policy_set.as_ref().unwrap_or(&any) {
            command.arg("-policy").arg(policy.to_string());
        }
        for (set, option) in [
            (given.initial_explicit_policy, "-explicit_policy"),
            (given.initial_policy_mapping_inhibit, "-inhibit_map"),
            (given.initial_any_policy_inhibit, "-inhibit_any"),
        ] {
            command.args(set.then_some(option));
        }
        let output = command.arg(target).output().expect("openssl runs");
        if output.status.success() {
            return Answer::Valid;
        }
        let text = String::from_utf8_lossy(&output.stderr);
        // "error 20 at 0 depth lookup: …": the words differ between versions, the numbers do not.
        let error = text.lines().find_map(|line| {
            let (number, _) = line.split_once("error ")?.1.split_once(" at ")?;
            Some(format!("error {number}"))
        });
        Answer::Refused(error.unwrap_or_else(|| "no reason told".to_owned()))
    }
}

fn pem(der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in der.chunks(48) {
        for group in line.chunks(3) {
            let byte = |place: usize| u32::from(group.get(place).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
                let digit = ALPHABET[(bits >> shift & 0x3f) as usize];
                text.push(if place <= group.len() { char::from(digit) } else { '=' });
            }
        }
        text.push('\n');
    }
    text.push_str("-----END CERTIFICATE-----\n");
    text
}
