//! What is made of a verification's report, for whom:
//!
//! | type | for whom |
//! | --- | --- |
//! | [`ValidationReport`] | a platform, a stand-alone verifier, and whoever examines them: what was decided, by which rule, resting on what, and the checks |
//! | [`ServiceProviderReport`] | a service provider (SP事業者): the verdict and what to do |
//! | [`DisclosedRevocation`] | a tenant with a [`DisclosureRight`]: why and since when a certificate is revoked |
//!
//! Each has a JSON form with a version; `docs/schemas/` has its schemas.

mod disclosure;
mod json;
mod moment;
mod service_provider;

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;
use core::time::Duration;

use crate::event::Action;
use crate::localized::{Locale, Localized as _};
use crate::policy_version::PolicyVersion;
use crate::report::{
    CertificatePurpose, Fact, FactKey, FactValue, GUIDELINE_EDITION, InquiryMethod, Report,
    Subject, Verdict, conclusion,
};
use crate::time::{Timestamp, ValidationTime};
use moment::Moment;

pub use disclosure::{DisclosedRevocation, DisclosureError, DisclosureRight};
pub use json::LocalizedValidationReport;
pub use service_provider::ServiceProviderReport;

/// The report of a verification for whoever examines it years later (validation report, ETSI EN 319 102-1 §5.1.3): at
/// its top what was decided, why, by which rule, when, with which anchor, method, policy and library; what that rests on,
/// by issuer and digest; and the tree of checks.
///
/// For a platform or a stand-alone verifier: it says which certificate was found revoked when and why, if one was, and is
/// kept as CRLs are (失効情報, guideline 001 table 4-1 item 3). It holds no serial number, certificate, key of a user or
/// attribute. A service provider is given [`Self::for_service_provider`].
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Clone, Debug, PartialEq, Eq)]
// Requirement: OCSP-05
pub struct ValidationReport {
    time: ValidationTime,
    operation: Action,
    purpose: CertificatePurpose,
    verdict: Verdict,
    anchor: Option<ReportedAnchor>,
    status: Option<ReportedStatus>,
    library: Cow<'static, str>,
    policy: Option<PolicyVersion>,
    guideline: Cow<'static, str>,
    crls: Vec<ReportedCrl>,
    responses: Vec<ReportedResponse>,
    report: Report,
}

/// The trust anchor that a path led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct ReportedAnchor {
    /// SHA-256 of its certificate, which its authority publishes (フィンガープリント).
    pub sha_256: [u8; 32],
    /// Which of the authority's keys it is (世代).
    pub generation: u8,
}

/// How the status of a certificate was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct ReportedStatus {
    /// By which method.
    pub method: InquiryMethod,
    /// As of when it was known: thisUpdate of the CRL or response that decided, the earliest if several did together.
    /// What has happened since is not in it.
    pub as_of: Timestamp,
}

/// A CRL that a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct ReportedCrl {
    /// About whom: the anchor itself ([`Subject::Arl`]), or certificates below one ([`Subject::Crl`]).
    pub subject: Subject,
    /// Name of the issuer.
    pub issuer: String,
    /// Its number (CRL番号) in decimal digits.
    pub number: Option<String>,
    /// When it was issued.
    pub this_update: Timestamp,
    /// By when the next one was due.
    pub next_update: Option<Timestamp>,
    /// SHA-256 of its bytes.
    pub sha_256: [u8; 32],
}

/// A response of a responder that a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct ReportedResponse {
    /// Name of the authority that issued the certificate asked about.
    pub issuer: String,
    /// When it was signed; `None` of one that could not be read.
    pub produced_at: Option<Timestamp>,
    /// SHA-256 of its bytes.
    pub sha_256: [u8; 32],
}

impl ValidationReport {
    /// Begins with a verdict and its checks, the time as of which it was judged, which verification it was and for what.
    /// The verdict is that of the checks, or indeterminate where these are valid and there was no value all the same.
    pub fn new(
        report: Report,
        verdict: Verdict,
        time: ValidationTime,
        operation: Action,
        purpose: CertificatePurpose,
    ) -> Self {
        Self {
            time,
            operation,
            purpose,
            verdict: verdict.max(report.verdict()),
            anchor: None,
            status: None,
            library: Cow::Borrowed(env!("CARGO_PKG_VERSION")),
            policy: None,
            guideline: Cow::Borrowed(GUIDELINE_EDITION),
            crls: Vec::new(),
            responses: Vec::new(),
            report,
        }
    }

    /// Adds the anchor.
    pub fn with_anchor(self, anchor: Option<ReportedAnchor>) -> Self {
        Self { anchor, ..self }
    }

    /// Adds how the status of the certificate was found.
    pub fn with_status(self, status: Option<ReportedStatus>) -> Self {
        Self { status, ..self }
    }

    /// Adds the policy by which it was judged.
    pub fn with_policy(self, policy: Option<PolicyVersion>) -> Self {
        Self { policy, ..self }
    }

    /// Adds the CRLs and responses that it rests on.
    pub fn resting_on(self, crls: Vec<ReportedCrl>, responses: Vec<ReportedResponse>) -> Self {
        Self { crls, responses, ..self }
    }

    /// Returns the report for a service provider.
    pub fn for_service_provider(&self) -> ServiceProviderReport {
        ServiceProviderReport::new(&self.report, self.verdict, self.time, self.purpose)
    }

    /// Returns the time as of which it was judged, and up to which knowledge counted.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.time
    }

    /// Returns which verification it was.
    #[must_use]
    pub const fn operation(&self) -> Action {
        self.operation
    }

    /// Returns what the certificate was verified for.
    #[must_use]
    pub const fn purpose(&self) -> CertificatePurpose {
        self.purpose
    }

    /// Returns the verdict.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Returns the anchor; `None` if no path to one was found valid.
    #[must_use]
    pub const fn anchor(&self) -> Option<&ReportedAnchor> {
        self.anchor.as_ref()
    }

    /// Returns how the status of the certificate was found; `None` if nobody was asked, or nothing was known.
    #[must_use]
    pub const fn status(&self) -> Option<&ReportedStatus> {
        self.status.as_ref()
    }

    /// Returns how old the knowledge was that the status rests on, at worst: a revocation since then was not seen.
    #[must_use]
    // Requirement: OCSP-05
    pub fn staleness(&self) -> Option<Duration> {
        self.status.map(|status| self.time.instant().since(status.as_of))
    }

    /// Returns the version of the library that judged.
    #[must_use]
    pub fn library(&self) -> &str {
        &self.library
    }

    /// Returns the policy by which it was judged, if the verifier's settings have a name.
    #[must_use]
    pub const fn policy(&self) -> Option<&PolicyVersion> {
        self.policy.as_ref()
    }

    /// Returns the edition of the guideline whose sections the checks cite.
    #[must_use]
    pub fn guideline(&self) -> &str {
        &self.guideline
    }

    /// Returns the CRLs that it rests on, ARLs among them.
    #[must_use]
    pub fn crls(&self) -> &[ReportedCrl] {
        &self.crls
    }

    /// Returns the responses that it rests on.
    #[must_use]
    pub fn responses(&self) -> &[ReportedResponse] {
        &self.responses
    }

    /// Returns the tree of checks.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Returns what stands at its top as text, in the given language.
    #[must_use]
    pub fn render_summary(&self, locale: Locale) -> String {
        let mut text = String::new();
        for (name, value) in self.lines(locale) {
            // Writing to a String does not fail.
            let _ = writeln!(text, "{name}: {value}");
        }
        text
    }

    /// Returns the summary, and below it the checks, a line each.
    #[must_use]
    pub fn render(&self, locale: Locale) -> String {
        format!("{}\n{}", self.render_summary(locale), self.report.render(locale))
    }

    /// What stands at its top, in the order in which an examiner asks for it.
    fn lines(&self, locale: Locale) -> Vec<(&'static str, String)> {
        let mut lines = conclusion(&self.report, self.verdict, locale);
        let name = |ja, en| match locale {
            Locale::Ja => ja,
            Locale::En => en,
        };
        let mut add = |ja, en, value| lines.push((name(ja, en), value));
        let moment = |time| Moment(time).in_words(locale);
        add("検証時刻", "time of validation", moment(self.time.instant()));
        if self.time.present() != self.time.instant() {
            add("検証を行った時刻", "verified at", moment(self.time.present()));
        }
        add("操作", "operation", self.operation.text(locale).into());
        add("用途", "purpose", self.purpose.text(locale).into());
        if let Some(ReportedAnchor { sha_256, generation }) = self.anchor {
            let generation = match locale {
                Locale::Ja => format!("第{generation}世代"),
                Locale::En => format!("generation {generation}"),
            };
            let value = format!("{generation}, SHA-256 {}", hexadecimal(&sha_256));
            add("トラストアンカー", "trust anchor", value);
        }
        if let Some(ReportedStatus { method, as_of }) = self.status {
            add("失効確認の方法", "method of the revocation check", method.text(locale).into());
            add("失効情報の時点", "status known as of", moment(as_of));
        }
        if let Some(staleness) = self.staleness() {
            let staleness = FactValue::Seconds(staleness.as_secs());
            let value = staleness.display(locale).to_string();
            add("失効情報の古さ (最大)", "worst-case staleness", value);
        }
        if let Some(policy) = &self.policy {
            add("検証ポリシー", "policy", policy.to_string());
        }
        add("ライブラリの版", "version of the library", self.library.to_string());
        add("ガイドラインの版", "edition of the guideline", self.guideline.to_string());
        for crl in &self.crls {
            lines.push((crl.subject.text(locale), crl.in_words(locale)));
        }
        for response in &self.responses {
            lines.push((Subject::OcspResponse.text(locale), response.in_words(locale)));
        }
        lines
    }
}

impl ReportedCrl {
    fn in_words(&self, locale: Locale) -> String {
        let mut text = self.issuer.clone();
        if let Some(number) = &self.number {
            let _ = write!(text, "; {} {number}", FactKey::CrlNumber.text(locale));
        }
        let issued = Fact::time(FactKey::ThisUpdate, self.this_update);
        let due = self.next_update.map(|time| Fact::time(FactKey::NextUpdate, time));
        write_end(&mut text, [Some(issued), due], &self.sha_256, locale);
        text
    }
}

impl ReportedResponse {
    fn in_words(&self, locale: Locale) -> String {
        let mut text = self.issuer.clone();
        let produced = self.produced_at.map(|time| Fact::time(FactKey::ProducedAt, time));
        write_end(&mut text, [produced, None], &self.sha_256, locale);
        text
    }
}

fn write_end(text: &mut String, times: [Option<Fact>; 2], sha_256: &[u8; 32], locale: Locale) {
    for fact in times.into_iter().flatten() {
        let _ = write!(text, "; {} {}", fact.key.text(locale), fact.display_value(locale));
    }
    let _ = write!(text, "; SHA-256 {}", hexadecimal(sha_256));
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
