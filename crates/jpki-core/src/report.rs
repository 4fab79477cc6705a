//! Verdicts with their reasons: what was checked, by which rule, with which outcome.
//!
//! A judged input gives an [`Assessed`]: a [`Verdict`], a [`Report`], and, only when valid, a value. The
//! verdict follows from the outcomes in the report and from nothing else.
//!
//! A report holds codes, times, counts and object identifiers: no serial number, certificate, key or personal attribute.
//! It does say since when and why a certificate is revoked (失効情報), and is kept as CRLs are.
//!
//! [`validation_report`](crate::validation_report) has what is made of it for platforms, examiners and service providers.

mod advice;
mod assessed;
mod assessed_signers;
mod attention;
mod check;
mod check_id;
mod error;
mod fact;
mod fact_code;
mod fact_key;
mod json;
mod place;
mod purpose;
mod reason;
mod render;
mod rule;
mod subject;
mod verdict;
mod warnings;

pub use advice::AdviceCode;
pub use assessed::{Assessed, Rejection};
pub use assessed_signers::AssessedSigners;
pub use attention::Attention;
pub use check::{Check, Outcome, Report};
pub use check_id::CheckId;
pub use error::ReadReportError;
pub use fact::{Fact, FactValue};
pub use fact_key::FactKey;
pub use json::LocalizedReport;
pub use purpose::{CertificatePurpose, InquiryMethod};
pub use reason::Reason;
pub use rule::{GUIDELINE_EDITION, Rule, RuleSource};
pub use subject::Subject;
pub use verdict::Verdict;
pub use warnings::{Warning, Warnings};

pub(crate) use fact_code::is_known;
pub(crate) use json::{Lines, WireReport, check_head, exactly, from_json, known, read_hexadecimal};
pub(crate) use render::conclusion;
