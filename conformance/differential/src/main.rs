//! `jpki-differential COUNT [--from SEED] [--certval PROGRAM]`
//!
//! Judges random hierarchies of the testkit: each path as given, and each target with its pool. Prints
//! every kind of disagreement once, with its number, its first seed and its explanation, and exits 1 if
//! one has no explanation. PROGRAM is the build of `certval/`.

mod certval;
mod explanations;
mod openssl;
mod ours;

use std::collections::BTreeMap;
use std::process::ExitCode;

use jpki_testkit::hierarchy::Hierarchy;
use jpki_testkit::seed::Seed;

/// What a validator says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Valid,
    /// Not valid, and why in its words.
    Refused(String),
}

/// One question with two different answers.
struct Disagreement {
    peer: &'static str,
    ours: Answer,
    theirs: Answer,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let Some(count) = arguments.first().and_then(|count| count.parse::<u64>().ok()) else {
        eprintln!("usage: jpki-differential COUNT [--from SEED] [--certval PROGRAM]");
        return ExitCode::from(2);
    };
    let from = value("--from").and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let mut certval = value("--certval").map(|program| certval::Judge::start(&program));
    let openssl = openssl::Judge::new();
    let mut tally = Tally::default();
    for seed in from..from + count {
        let hierarchy = Hierarchy::random(Seed::new(seed));
        let given = ours::validate(&hierarchy);
        let found = ours::build(&hierarchy);
        tally.note(seed, &hierarchy, "OpenSSL, path given", &given, openssl.given(&hierarchy));
        tally.note(seed, &hierarchy, "OpenSSL, path sought", &found, openssl.sought(&hierarchy));
        if let Some(certval) = &mut certval {
            tally.note(seed, &hierarchy, "certval, path given", &given, certval.judge(&hierarchy));
        }
    }
    tally.report()
}

#[derive(Default)]
struct Tally {
    agreed_valid: u64,
    agreed_refused: u64,
    /// How often, the first seed, its features.
    kinds: BTreeMap<(String, Option<explanations::Explanation>), (u64, u64, Vec<String>)>,
}

impl Tally {
    fn note(
        &mut self,
        seed: u64,
        hierarchy: &Hierarchy,
        peer: &'static str,
        ours: &Answer,
        theirs: Answer,
    ) {
        match (ours, &theirs) {
            (Answer::Valid, Answer::Valid) => self.agreed_valid += 1,
            (Answer::Refused(_), Answer::Refused(_)) => self.agreed_refused += 1,
            _ => {
                let disagreement = Disagreement { peer, ours: ours.clone(), theirs };
                let explanation = explanations::explain(&disagreement, hierarchy);
                let kind = format!(
                    "{peer}: ours {:?}, theirs {:?}",
                    disagreement.ours, disagreement.theirs
                );
                let features = hierarchy.features.clone();
                self.kinds.entry((kind, explanation)).or_insert((0, seed, features)).0 += 1;
            }
        }
    }

    fn report(&self) -> ExitCode {
        let mut unexplained = 0;
        for ((kind, explanation), (count, seed, features)) in &self.kinds {
            println!("{count} times, first seed {seed}: {kind}");
            match explanation {
                Some(explanation) => println!("    {explanation}"),
                None => {
                    unexplained += count;
                    println!("    UNEXPLAINED; {}", features.join("; "));
                }
            }
        }
        let disagreed: u64 = self.kinds.values().map(|(count, ..)| count).sum();
        println!(
            "{} agreed valid, {} agreed not valid, {disagreed} disagreed, {unexplained} unexplained",
            self.agreed_valid, self.agreed_refused
        );
        if unexplained == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
