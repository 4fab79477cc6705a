//! Reads one question a line, as JSON, and answers each with one line: `valid` or certval's error.

use std::io::{BufRead as _, Write as _};

use certval::{
    CertificationPath, CertificationPathResults, CertificationPathSettings, PDVCertificate,
    PDVTrustAnchorChoice, PkiEnvironment, TimeOfInterest, validate_path_rfc5280,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Question {
    at: u64,
    anchor: String,
    /// The uppermost first, the target last.
    path: Vec<String>,
    policies: Option<Vec<String>>,
    explicit_policy: bool,
    policy_mapping_inhibit: bool,
    any_policy_inhibit: bool,
}

fn main() {
    let mut environment = PkiEnvironment::new();
    environment.populate_5280_pki_environment();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let question: Question = serde_json::from_str(&line).expect("a question");
        let answer = match judge(&environment, &question) {
            Ok(()) => "valid".to_owned(),
            Err(error) => error,
        };
        writeln!(out, "{}", answer.replace('\n', " ")).expect("an answer");
        out.flush().expect("an answer");
    }
}

fn judge(environment: &PkiEnvironment, question: &Question) -> Result<(), String> {
    let anchor = PDVTrustAnchorChoice::try_from(&bytes(&question.anchor)[..])
        .map_err(|error| format!("anchor: {error}"))?;
    let mut certificates = Vec::new();
    for certificate in &question.path {
        let certificate = PDVCertificate::try_from(&bytes(certificate)[..])
            .map_err(|error| format!("certificate: {error}"))?;
        certificates.push(certificate);
    }
    let target = certificates.pop().ok_or("no target")?;
    let mut settings = CertificationPathSettings::new();
    settings.set_time_of_interest(
        TimeOfInterest::from_unix_secs(question.at).map_err(|error| error.to_string())?,
    );
    settings.set_require_ta_store(false);
    settings.set_check_revocation_status(false);
    settings.set_initial_explicit_policy_indicator(question.explicit_policy);
    settings.set_initial_policy_mapping_inhibit_indicator(question.policy_mapping_inhibit);
    settings.set_initial_inhibit_any_policy_indicator(question.any_policy_inhibit);
    if let Some(policies) = &question.policies {
        settings.set_initial_policy_set(policies.clone());
    }
    let path = CertificationPath::new(anchor, certificates, target);
    let mut results = CertificationPathResults::new();
    validate_path_rfc5280(environment, &settings, &path, &mut results)
        .map_err(|error| format!("{error:?}"))
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    hexadecimal
        .as_bytes()
        .chunks(2)
        .map(|pair| {
            let pair = std::str::from_utf8(pair).expect("digits");
            u8::from_str_radix(pair, 16).expect("digits")
        })
        .collect()
}
