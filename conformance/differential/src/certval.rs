use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use jpki_testkit::hierarchy::Hierarchy;
use serde::Serialize;

use crate::Answer;

/// certval in a process of its own.
pub(crate) struct Judge {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

#[derive(Serialize)]
struct Question {
    at: i64,
    anchor: String,
    path: Vec<String>,
    policies: Option<Vec<String>>,
    explicit_policy: bool,
    policy_mapping_inhibit: bool,
    any_policy_inhibit: bool,
}

impl Judge {
    pub(crate) fn start(program: &str) -> Self {
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("certval runs");
        let questions = child.stdin.take().expect("a pipe");
        let answers = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, questions, answers }
    }

    pub(crate) fn judge(&mut self, hierarchy: &Hierarchy) -> Answer {
        let given = &hierarchy.policies;
        let texts = |policies: &Vec<_>| policies.iter().map(ToString::to_string).collect();
        let question = Question {
            at: hierarchy.at.unix_timestamp(),
            anchor: hexadecimal(&hierarchy.anchor),
            path: hierarchy.path.iter().map(|der| hexadecimal(der)).collect(),
            policies: given.user_initial_policy_set.as_ref().map(texts),
            explicit_policy: given.initial_explicit_policy,
            policy_mapping_inhibit: given.initial_policy_mapping_inhibit,
            any_policy_inhibit: given.initial_any_policy_inhibit,
        };
        let question = serde_json::to_string(&question).expect("JSON");
        writeln!(self.questions, "{question}").expect("certval reads");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("certval answers");
        match answer.trim() {
            "valid" => Answer::Valid,
            error => Answer::Refused(error.to_owned()),
        }
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        // It ends by itself when its questions end; this is for a run that stops early.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
