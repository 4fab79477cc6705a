//! A verdict is kept as a bundle of evidence (証拠パッケージ), and judged again years later.
//!
//! ```text
//! cargo run --example keep_evidence -- make FILE [CASE]
//! cargo run --example keep_evidence -- judge FILE [--at INSTANT] [--lang ja|en]
//! ```
//!
//! `make` verifies a signed document of `test-vectors/manifest.json` (`sign-valid` if none is given), tells an operation log
//! of it and writes the bundle. Unpack it: its `README.txt` says how OpenSSL comes to the same verdict. `judge` judges
//! it as of now, or as of another instant: exit status 0 if valid, 1 if not, 2 if nothing could be judged.

use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use jpki_audit::Log;
use jpki_audit::checkpoint::CheckpointKeys;
use jpki_audit::file::{CheckpointFolder, FileStore};
use jpki_audit::note::NoteName;
use jpki_evidence::bundle::{Bundle, Draft, Exhibit};
use jpki_evidence::judge::{Judge, KnownPolicy};
use jpki_examples::Vectors;
use jpki_verify::crypto::RustCrypto;
use jpki_verify::event::{PurposeOfUse, Requester, Tenant};
use jpki_verify::localized::Localized;
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::{
    Certificate, LoadedCrls, Locale, PolicyVersion, SignedDocument, Timestamp, TrustStore, Verdict,
    Verifier, VerifierBuilder,
};

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = Arguments::from_command_line()?;
    match arguments.positional.as_slice() {
        [make, file] if make == "make" => keep(Path::new(file), "sign-valid"),
        [make, file, case] if make == "make" => keep(Path::new(file), case),
        [judge, file] if judge == "judge" => judge_again(&arguments, Path::new(file)),
        _ => Err("make FILE [CASE], or judge FILE [--at INSTANT] [--lang ja|en]".into()),
    }
}

/// The settings of this program, in the one place that both sides use.
fn verifier(trust: TrustStore, lists: LoadedCrls) -> Result<VerifierBuilder, Box<dyn Error>> {
    Ok(Verifier::builder().trust(trust).revocation(lists).policy_version(policy()?))
}

fn policy() -> Result<PolicyVersion, Box<dyn Error>> {
    PolicyVersion::new("example/onboarding", 1).ok_or_else(|| "no name".into())
}

fn keep(file: &Path, case: &str) -> Result<ExitCode, Box<dyn Error>> {
    let vectors = Vectors::open()?;
    let (case, trust) = (vectors.signed(case)?, vectors.trust()?);
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    for crl in case.crls {
        lists.add_crl(crl, &trust)?;
    }
    for arl in case.arls {
        lists.add_arl(arl, &trust)?;
    }
    let verifier = verifier(trust, lists)?.build()?;
    let certificate = Certificate::from_der(&case.certificate)?;
    let document =
        SignedDocument::raw(&certificate, &case.signature, &case.content).with_scheme(case.scheme);
    let settled = [verifier.begin_signature(&document, case.at).finish()];

    let content = jpki_core::crypto::SignedInput::Bytes(&case.content);
    let exhibit = Exhibit::signature(&certificate, &case.signature, case.scheme, content);
    let draft = Draft::new(&exhibit, &settled, &RustCrypto)?.for_log()?;

    // The log beside the bundle, and its checkpoints, which belong on another medium.
    let store = FileStore::open(file.with_extension("log"))?;
    let place = CheckpointFolder::open(file.with_extension("checkpoints"))?;
    let log = Log::open(store, log_name()?, keys()?, place)?;
    let requester = Requester::service(Tenant::new("bank-1")?);
    let purpose = PurposeOfUse::new("account-opening")?;
    let now = case.at.instant();
    let [verified] = &settled;
    log.append(&verified.operation().requested_by(requester.clone(), purpose.clone()))?;
    let receipt = log.append(&draft.operation(now).requested_by(requester, purpose))?;
    let proof = log.prove_entry(receipt.number(), &log.checkpoint(now)?)?;

    draft.logged(&proof)?.write_to(File::create(file)?)?;
    println!("{}: {}", file.display(), verified.assessed().verdict().text(Locale::Ja));
    Ok(ExitCode::SUCCESS)
}

fn judge_again(arguments: &Arguments, file: &Path) -> Result<ExitCode, Box<dyn Error>> {
    // What an auditor has from elsewhere: the anchors with their pins, the settings of the policy, the key of the log.
    let trust = Vectors::open()?.trust()?;
    let known = KnownPolicy::new(move |recorded| {
        let lists = recorded.load(RevocationPolicy::daily(), &trust);
        Verifier::builder().trust(trust.clone()).revocation(lists).build()
    });
    let judge = Judge::new(Arc::new(RustCrypto))
        .with_policy(policy()?, known)
        .with_log(CheckpointKeys::of_ring(log_name()?, &keys()?));

    let bytes = fs::read(file)?;
    let bundle = match Bundle::from_bytes(&bytes) {
        Ok(bundle) => bundle,
        Err(error) => return Err(error.text(arguments.locale).into()),
    };
    let judgement = judge.judge_again(&bundle, arguments.at)?;
    println!("{}", judgement.report().render_summary(arguments.locale));
    for report in judgement.then().iter().flat_map(|then| then.reports()) {
        println!("{}", report.render_summary(arguments.locale));
    }
    println!("{}", judgement.verdict().text(arguments.locale));
    Ok(match judgement.verdict() {
        Verdict::Valid => ExitCode::SUCCESS,
        _ => ExitCode::from(1),
    })
}

fn log_name() -> Result<NoteName, Box<dyn Error>> {
    Ok(NoteName::new("log.example/operations")?)
}

/// Keys that everybody can read here. Yours are random, in a file of mode 0600 or in a key management service:
/// `docs/keys.md`.
fn keys() -> Result<jpki_core::keys::KeyRing, Box<dyn Error>> {
    let line = |purpose: &str, secret: &str| {
        let secret = secret.repeat(32);
        format!("{purpose} 1 2026-04-01T00:00:00+09:00 2031-04-01T00:00:00+09:00 {secret}\n")
    };
    let text = ["jpki-keys 1\n", &line("audit-token", "0a"), &line("log-signing", "0b")].concat();
    Ok(jpki_core::keys::KeyRing::from_text(&text)?)
}

struct Arguments {
    positional: Vec<String>,
    locale: Locale,
    at: Timestamp,
}

impl Arguments {
    fn from_command_line() -> Result<Self, lexopt::Error> {
        use lexopt::Arg::{Long, Value};
        use lexopt::ValueExt;

        let mut arguments =
            Self { positional: Vec::new(), locale: Locale::Ja, at: Timestamp::now() };
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("lang") => {
                    arguments.locale = match parser.value()?.string()?.as_str() {
                        "ja" => Locale::Ja,
                        "en" => Locale::En,
                        other => return Err(format!("no language {other}: ja or en").into()),
                    }
                }
                Long("at") => {
                    let text = parser.value()?.string()?;
                    arguments.at = Timestamp::from_rfc3339(&text)
                        .ok_or("no instant: RFC 3339 is asked for")?;
                }
                Value(value) => arguments.positional.push(value.string()?),
                other => return Err(other.unexpected()),
            }
        }
        Ok(arguments)
    }
}
