mod corpus;
mod limits;
mod tools;
mod wrapped;

use jpki_sp::detector::{Detector, Outcome};
use jpki_testkit::jpki::{Person, SyntheticJpki};

/// Returns the codes of what was found, as a path without offsets: `zip > base64 > certificate`; or `clean`, or the obstacle.
fn inspect(file: &[u8]) -> String {
    told(&Detector::new().inspect(file))
}

fn told(outcome: &Outcome) -> String {
    use jpki_core::localized::Localized as _;
    match outcome {
        Outcome::Clean => "clean".to_owned(),
        Outcome::Undecided(obstacle) => obstacle.code().to_owned(),
        Outcome::Holds(finding) => {
            let steps = finding.path().iter().map(|step| step.encoding.code());
            let codes: Vec<_> = steps.chain([finding.kind().code()]).collect();
            codes.join(" > ")
        }
    }
}

fn certificate() -> Vec<u8> {
    let hanako = SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue();
    hanako.certificate().to_vec()
}

/// A list of the same authority: the nearest structure that is no certificate.
fn list() -> Vec<u8> {
    use jpki_testkit::jpki::Generation;
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(Generation::Third);
    jpki.crl(&authority).sign(authority.key())
}
