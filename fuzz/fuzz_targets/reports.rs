//! Stored and sent reports. What is read is written back with the same meaning and the same texts, and what a service
//! provider is told of it holds no reason.

#![no_main]

use jpki_core::localized::{Locale, Localized as _};
use jpki_core::report::{Reason, Report, Verdict};
use jpki_core::validation_report::{DisclosedRevocation, ServiceProviderReport, ValidationReport};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(report) = Report::from_json(bytes) {
        let written = serde_json::to_vec(&report).expect("JSON");
        assert_eq!(Report::from_json(&written).as_ref(), Ok(&report));
        let failed = report.checks().iter().any(|it| it.outcome().verdict() != Verdict::Valid);
        assert_eq!(report.verdict() == Verdict::Valid, !failed && !report.checks().is_empty());
        shown(|locale| report.render(locale) + &report.render_summary(locale));
        serde_json::to_vec(&report.localized(Locale::Ja)).expect("JSON");
    }
    if let Ok(report) = ValidationReport::from_json(bytes) {
        let written = serde_json::to_vec(&report).expect("JSON");
        assert_eq!(ValidationReport::from_json(&written).as_ref(), Ok(&report));
        assert!(report.verdict() >= report.report().verdict());
        shown(|locale| report.render(locale));
        serde_json::to_vec(&report.localized(Locale::En)).expect("JSON");
        let told = serde_json::to_string(&report.for_service_provider()).expect("JSON");
        let is_told = |reason: &Reason| told.contains(&format!("\"{}\"", reason.code()));
        assert!(!Reason::ALL.iter().any(is_told), "{told}");
    }
    if let Ok(report) = ServiceProviderReport::from_json(bytes) {
        let written = serde_json::to_vec(&report).expect("JSON");
        assert_eq!(ServiceProviderReport::from_json(&written).as_ref(), Ok(&report));
        assert!(!report.is_to_be_accepted() || report.verdict() == Verdict::Valid);
        shown(|locale| report.render(locale));
    }
    if let Ok(disclosed) = DisclosedRevocation::from_json(bytes) {
        let written = serde_json::to_vec(&disclosed).expect("JSON");
        assert_eq!(DisclosedRevocation::from_json(&written).as_ref(), Ok(&disclosed));
    }
});

fn shown(render: impl Fn(Locale) -> String) {
    for locale in [Locale::Ja, Locale::En] {
        assert!(!render(locale).is_empty());
    }
}
