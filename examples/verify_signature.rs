//! A signed application form is verified, with reasons.
//!
//! ```text
//! cargo run --example verify_signature -- [CASE] [--lang ja|en] [--json]
//! ```
//!
//! CASE is a signed document of `test-vectors/manifest.json`, such as `sign-valid` (if none is given),
//! `sign-tampered-purpose`, `sign-revoked`, `sign-expired` or `sign-with-auth-certificate`. The exit status
//! is 0 if the verdict is valid, 1 if it is not, 2 if nothing could be judged.

use std::error::Error;
use std::process::ExitCode;

use jpki_examples::Vectors;
use jpki_verify::localized::Localized;
use jpki_verify::revocation::RevocationPolicy;
use jpki_verify::{Certificate, LoadedCrls, Locale, RustCrypto, SignedDocument, Verifier};

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
    let vectors = Vectors::open()?;
    let case = vectors.signed(&arguments.case)?;

    let trust = vectors.trust()?;
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    for crl in case.crls {
        lists.add_crl(crl, &trust)?;
    }
    for arl in case.arls {
        lists.add_arl(arl, &trust)?;
    }
    let verifier = Verifier::builder().trust(trust).revocation(lists).build()?;

    let certificate = Certificate::from_der(&case.certificate)?;
    let document =
        SignedDocument::raw(&certificate, &case.signature, &case.content).with_scheme(case.scheme);
    let settled = verifier.begin_signature(&document, case.at).finish();

    // What a platform keeps: the summary, then each check.
    let report = settled.validation_report(&RustCrypto);
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", report.render(arguments.locale));
        // What a service provider is told.
        println!("{}", settled.service_provider_report().render(arguments.locale));
    }
    match settled.into_assessed().into_result_with_warnings() {
        Ok((signature, warnings)) => {
            for warning in warnings.iter() {
                let (reason, advice) = (warning.reason(), warning.advice());
                eprintln!("{}: {}", reason.code(), reason.text(arguments.locale));
                eprintln!("{}: {}", advice.code(), advice.text(arguments.locale));
            }
            if !arguments.json {
                let info = signature.signer().basic_four_info();
                println!("氏名: {}", info.name());
                println!("住所: {}", info.address());
                println!(
                    "生年月日: {}",
                    info.date_of_birth().date().to_iso_8601().as_deref().unwrap_or("不明")
                );
                println!("性別: {}", info.sex().text(Locale::Ja));
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(_) => Ok(ExitCode::from(1)),
    }
}

struct Arguments {
    case: String,
    locale: Locale,
    json: bool,
}

impl Arguments {
    fn from_command_line() -> Result<Self, lexopt::Error> {
        use lexopt::Arg::{Long, Value};
        use lexopt::ValueExt;

        let mut arguments = Self { case: "sign-valid".to_owned(), locale: Locale::Ja, json: false };
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
                Long("json") => arguments.json = true,
                Value(case) => arguments.case = case.string()?,
                other => return Err(other.unexpected()),
            }
        }
        Ok(arguments)
    }
}
