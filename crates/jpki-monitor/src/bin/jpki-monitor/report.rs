use std::path::Path;

use jpki_core::localized::Localized as _;
use jpki_monitor::Summary;
use serde_json::json;

/// Tells how a run ended: in words, or as one object of JSON.
pub(crate) fn print(as_json: bool, summary: &Summary, without_consent: u64, changes: &Path) {
    let unknown = summary.unknown.iter();
    if as_json {
        let unknown: Vec<_> = unknown
            .map(|unknown| {
                json!({
                    "kind": unknown.kind.code(),
                    "generation": unknown.generation.number(),
                    "certificates": unknown.certificates,
                })
            })
            .collect();
        let summary = json!({
            "run": summary.run,
            "customers": summary.customers,
            "changes": summary.changes,
            "without_consent": without_consent,
            "unknown": unknown,
            "file": changes.to_string_lossy(),
        });
        println!("{summary}");
    } else {
        let certificates =
            unknown.fold(0_u64, |sum, unknown| sum.saturating_add(unknown.certificates));
        println!(
            "run {}: {} customers, {} changes; {without_consent} without consent were not asked about; \
             {certificates} certificates could not be asked about",
            summary.run, summary.customers, summary.changes,
        );
        println!("{}", changes.display());
    }
}
