//! OpenSSL's command line says about every vector what the manifest says it does, or what is right.

use crate::support::openssl::OpenSsl;
use jpki_testkit::jpki::Purpose;
use jpki_testkit::vectors::{self, Case, Manifest, Scheme, Verdict};

#[test]
fn paths_and_revocation() {
    let Some(openssl) = OpenSsl::find() else { return };
    let manifest = vectors::read_manifest().expect("the manifest");
    let mut differences = Vec::new();
    for case in &manifest.cases {
        let run = Run { openssl: &openssl, manifest: &manifest, case };
        let lists: Vec<&String> = case.crl.iter().chain(&case.arl).collect();
        let about_certificate = &lists[..case.crl.len()];
        let questions: [(_, _, &[&str], &[&String]); 3] = [
            ("verify", &case.openssl.verify, &[], &[]),
            (
                "crl_check",
                &case.openssl.crl_check,
                &["-extended_crl", "-crl_check"],
                about_certificate,
            ),
            (
                "crl_check_all",
                &case.openssl.crl_check_all,
                &["-extended_crl", "-crl_check_all"],
                &lists,
            ),
        ];
        for (question, expected, options, lists) in questions {
            let Some(expected) = expected else { continue };
            let answer = run.verify(options, lists);
            // Since 3.6 it does not ask the lists about the anchor.
            let is_without_anchor =
                question == "crl_check_all" && case.openssl.crl_check.as_ref() == Some(&answer);
            if !is_known(case, expected, &answer) && !is_without_anchor {
                differences
                    .push(format!("{} {question}: expected {expected}, got {answer}", case.id));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn signatures() {
    let Some(openssl) = OpenSsl::find() else { return };
    let manifest = vectors::read_manifest().expect("the manifest");
    let mut differences = Vec::new();
    let mut asked = 0;
    for case in &manifest.cases {
        let Some(expected) = &case.openssl.signature else { continue };
        asked += 1;
        let answer = Run { openssl: &openssl, manifest: &manifest, case }.signature();
        if !is_known(case, expected, &answer) {
            differences.push(format!("{}: expected {expected}, got {answer}", case.id));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(asked > 40, "only {asked} signatures were asked about");
}

/// Each list verifies under the authority that the manifest names, and under no other of its
/// purpose.
#[test]
fn lists() {
    let Some(openssl) = OpenSsl::find() else { return };
    let manifest = vectors::read_manifest().expect("the manifest");
    let mut authorities: Vec<&String> =
        manifest.trust.sign.iter().chain(&manifest.trust.auth).collect();
    let foreign = "trust/sign-ca-foreign.cer".to_owned();
    authorities.push(&foreign);
    for list in &manifest.lists {
        let signers: Vec<&str> = authorities
            .iter()
            .filter(|authority| openssl.list_is_signed_by(&list.file, authority))
            .map(|authority| authority.as_str())
            .collect();
        let expected: Vec<&str> = list.signed_by.as_deref().into_iter().collect();
        assert_eq!(signers, expected, "{}", list.file);
    }
}

/// Where OpenSSL's answer is not the verdict, the manifest says why.
#[test]
fn differences_are_explained() {
    for case in vectors::read_manifest().expect("the manifest").cases {
        let answers = [
            &case.openssl.verify,
            &case.openssl.crl_check,
            &case.openssl.crl_check_all,
            &case.openssl.signature,
        ];
        let accepted = answers.into_iter().flatten().all(|answer| answer == "ok");
        let valid = case.expected.verdict == Verdict::Valid;
        assert_eq!(
            case.openssl.note.is_some(),
            accepted != valid,
            "{}: a note belongs to a difference and to nothing else",
            case.id
        );
    }
}

/// Whether it is the answer that the manifest has; or, where that is not the verdict and the note says why,
/// the verdict after all, as another version of OpenSSL may say.
fn is_known(case: &Case, expected: &str, answer: &str) -> bool {
    let is_verdict = (answer == "ok") == (case.expected.verdict == Verdict::Valid);
    expected == answer || (case.openssl.note.is_some() && is_verdict)
}

struct Run<'a> {
    openssl: &'a OpenSsl,
    manifest: &'a Manifest,
    case: &'a Case,
}

impl Run<'_> {
    fn verify(&self, options: &[&str], lists: &[&String]) -> String {
        let anchors = match self.case.purpose {
            Purpose::Sign => &self.manifest.trust.sign,
            Purpose::Auth => &self.manifest.trust.auth,
        };
        self.openssl.verify(&self.case.certificate, anchors, lists, &self.case.at, options)
    }

    fn signature(&self) -> String {
        let case = self.case;
        let content = case.content.as_deref().expect("a content");
        let signature = case.signature.as_deref().expect("a signature");
        let check = |digest, options: &[&str]| {
            self.openssl.content_signature(&case.certificate, content, signature, digest, options)
        };
        let pss = |digest, length| {
            let salt = format!("rsa_pss_saltlen:{length}");
            check(digest, &["-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", &salt])
        };
        match case.scheme.expect("a scheme") {
            Scheme::Pkcs1Sha256 => check("sha256", &[]),
            Scheme::Pkcs1Sha384 => check("sha384", &[]),
            Scheme::Pkcs1Sha512 => check("sha512", &[]),
            Scheme::Pkcs1Sha1 => check("sha1", &[]),
            Scheme::Pkcs1Md5 => check("md5", &[]),
            Scheme::PssSha256 => pss("sha256", 32),
            Scheme::PssSha384 => pss("sha384", 48),
            Scheme::PssSha512 => pss("sha512", 64),
            Scheme::Pkcs1BareSha256 => {
                self.openssl.bare_digest_signature(&case.certificate, content, signature)
            }
        }
    }
}
