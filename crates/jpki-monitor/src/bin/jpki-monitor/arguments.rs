use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use jpki_core::localized::Locale;
use jpki_core::time::Timestamp;
use jpki_monitor::interpretation::ReasonTable;

/// Finds whose JPKI certificates were revoked since the last run, and what that may mean.
///
/// Looks up the certificates of all customers with recorded consent in verified revocation lists, and writes
/// one line of JSON for each customer whose state changed to FOLDER/changes-RUN.jsonl. A run that was cut
/// off, however, resumes when started again: no change is lost or reported twice.
#[derive(Debug, Parser)]
#[command(name = "jpki-monitor", version, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// The customers: a file of comma-separated values, see below.
    #[arg(long, value_name = "FILE")]
    pub(crate) customers: PathBuf,

    /// Certificates of the authorities, DER or PEM; each must be pinned.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    pub(crate) anchors: Vec<PathBuf>,

    /// Revocation lists in DER: files, or folders with files that end in .crl, in any case.
    #[arg(long, value_name = "PATH", required = true, num_args = 1..)]
    pub(crate) lists: Vec<PathBuf>,

    /// Where the monitor keeps its files, for its owner alone: it is made so, or taken from others if nothing else
    /// is in it.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: PathBuf,

    /// Whose authorities these are.
    #[arg(long, value_enum, default_value_t = Environment::Production)]
    pub(crate) environment: Environment,

    /// Further pins, one a line: signature or user-authentication, generation, SHA-256 of the certificate.
    #[arg(long, value_name = "FILE")]
    pub(crate) pins: Option<PathBuf>,

    /// Whose interpretation of the reasons is reported.
    #[arg(long, value_enum, default_value_t = Table::Guideline)]
    pub(crate) table: Table,

    /// Language of the texts among the changes.
    #[arg(long, value_enum, default_value_t = Language::Ja)]
    pub(crate) language: Language,

    /// Ask as of this time instead of now, as 2026-06-01T12:00:00+09:00.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) at: Option<Timestamp>,

    /// Exit with 0 also if certificates that customers hold could not be asked about.
    #[arg(long)]
    pub(crate) allow_unknown: bool,

    /// Print the summary as one object of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

const AFTER_HELP: &str = "\
Customers: a header, then one line each, in ascending order of the first column:
  customer                      the application's own number, never a serial number
  consented_at                  when consent was recorded; empty: not asked about
  signature_generation          which key of the authority issued it: 1, 2, 3; empty: none held
  signature_serial              hexadecimal digits
  signature_not_after           end of validity
  authentication_generation, authentication_serial, authentication_not_after
Times are as 2026-06-01T12:00:00+09:00.

Exit status: 0 when the run came to its end and every certificate could be asked about, 1 when it did not
come to its end (start it again), 2 for wrong arguments, 3 when it came to its end but certificates that
customers hold could not be asked about, because the lists of their authority are missing or stale, say: of
these no change is told. The summary says how many, and a note of which authority's key and why.";

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Environment {
    /// 本番環境: the authorities of J-LIS, which are pinned already.
    Production,
    /// 試験環境: pinned by --pins alone.
    Test,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Table {
    /// 民間事業者向けガイドライン 第1.3版 図3-4
    Guideline,
    /// 認証局運用規程 第3.3版, as public documents quote it
    PracticeStatement,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Language {
    /// 日本語
    Ja,
    /// English
    En,
}

impl From<Table> for ReasonTable {
    fn from(table: Table) -> Self {
        match table {
            Table::Guideline => Self::Guideline13,
            Table::PracticeStatement => Self::PracticeStatement33,
        }
    }
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::Ja => Self::Ja,
            Language::En => Self::En,
        }
    }
}

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::from_rfc3339(text)
        .ok_or_else(|| "not a time as 2026-06-01T12:00:00+09:00".to_owned())
}
