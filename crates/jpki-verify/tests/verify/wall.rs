//! The wall (guideline 001 fig. 4-7, table 4-1): what a service provider is given holds nothing that the law protects.
//! [`EXCEPTION`] is the only one.

use std::collections::BTreeSet;

use jpki_testkit::jpki::Generation;
use jpki_testkit::pki::ReasonCode;
use jpki_verify::event::{Action, PurposeOfUse, Requester, Tenant};
use jpki_verify::localized::Localized;
use jpki_verify::report::{AdviceCode, Reason};
use jpki_verify::revocation::{RevocationPolicy, RevocationReason};
use jpki_verify::validation_report::{DisclosureError, DisclosureRight};
use jpki_verify::{Certificate, LoadedCrls, Locale, Settled, Verdict, VerifiedSignature};
use serde_json::Value;

use crate::vectors::{Case, Reports, read, reports, reports_of};
use crate::world::{CONTENT, Signed, hanako, jpki, lists, noon, verifier};

/// What leaves for a service provider and holds revocation information: under a right, to one tenant, and logged.
const EXCEPTION: &str = "jpki-disclosed-revocation";

/// Texts by which these bytes would show.
fn needles(bytes: &[u8]) -> Vec<String> {
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
    let mut needles: Vec<String> = vec![hexadecimal(bytes), hexadecimal(&reversed)];
    needles.push(needles[0].to_uppercase());
    needles.push(needles[0].chars().rev().collect());
    needles.push(format!("{bytes:?}").trim_matches(['[', ']']).to_owned());
    if bytes.len() <= 16 {
        let number = bytes.iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        needles.push(number.to_string());
    }
    // What is the same in base64 wherever the bytes begin.
    for skipped in 0..3 {
        let whole = bytes.get(skipped..).unwrap_or_default();
        needles.push(base64(&whole[..whole.len() / 3 * 3]));
    }
    needles.retain(|needle| needle.len() >= 6);
    needles
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let quartet = |chunk: &[u8]| {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        [18, 12, 6, 0].map(|shift| char::from(ALPHABET[(bits >> shift & 63) as usize]))
    };
    bytes.chunks_exact(3).flat_map(quartet).collect()
}

/// Serial number, pieces of the certificate (with the key and the four attributes in it), and its holder's names.
fn protected(case: &Case) -> Vec<String> {
    let der = read(&case.certificate);
    let certificate = Certificate::from_der(&der).unwrap();
    let mut all = needles(certificate.serial_number().expose_protected());
    // Its names and dates are those of the authority; the key and the extensions are the holder's.
    let key = certificate.public_key_bytes();
    all.extend(key.windows(16).step_by(64).flat_map(needles));
    all.extend(certificate.signature().windows(16).step_by(64).flat_map(needles));
    for name in ["見本", "花子", "太郎", "Hanako", "東京都"] {
        all.push(name.to_owned());
    }
    all
}

fn find<'n>(text: &str, needles: &'n [String]) -> Option<&'n String> {
    needles.iter().find(|needle| text.contains(*needle))
}

/// Every form in which a service provider's report is shown.
fn shown_to_provider(reports: &Reports) -> String {
    let report = &reports.for_provider;
    let json = serde_json::to_string(report).unwrap();
    format!("{json}\n{}\n{}\n{report:?}", report.render(Locale::Ja), report.render(Locale::En))
}

#[test]
// Requirement: REVM-02, PRIV-02, ROLE-08
fn no_vector_gives_a_service_provider_anything_of_table_4_1() {
    // Why and since when, whether revoked or expired, and by which list.
    let told = ["revoked", "失効して", "失効日", "on hold", "保留", "expired", "満了", "CRL"];
    let reasons = (0..=u8::MAX).map(RevocationReason::from_number).map(|reason| reason.code());
    let mut unsaid: Vec<String> = told.map(str::to_owned).into();
    unsaid.extend(reasons.map(str::to_owned));
    unsaid.extend(Reason::ALL.iter().map(|reason| format!("\"{}\"", reason.code())));

    let all = reports();
    assert!(all.len() >= 230, "{}", all.len());
    let (mut verdicts, mut advice) = (BTreeSet::new(), BTreeSet::new());
    for (case, reports) in all {
        let (protected, text) = (protected(case), shown_to_provider(reports));
        assert_eq!(find(&text, &protected), None, "{}: {text}", case.id);
        assert_eq!(find(&text, &unsaid), None, "{}: {text}", case.id);
        // The full report has no serial number, key, certificate or attribute either.
        let full = serde_json::to_string(&reports.full).unwrap();
        let full = format!("{full}\n{}\n{:?}", reports.full.render(Locale::Ja), reports.full);
        assert_eq!(find(&full, &protected), None, "{}: {full}", case.id);
        verdicts.insert(reports.for_provider.verdict().code());
        advice.extend(reports.for_provider.advice().iter().copied());
    }
    assert_eq!(verdicts.len(), 3);
    assert!(advice.contains(&AdviceCode::ProvideAnotherCertificate) && advice.len() >= 4);
}

#[test]
fn a_planted_leak_is_found() {
    let (case, _) = &reports()[0];
    let certificate = Certificate::from_der(&read(&case.certificate)).unwrap();
    let serial = certificate.serial_number().expose_protected().to_vec();
    let key = certificate.public_key_bytes();
    let needles = protected(case);
    let hexadecimal: String = serial.iter().map(|byte| format!("{byte:02X}")).collect();
    let number = serial.iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    for leak in
        [hexadecimal, number.to_string(), base64(key), base64(&key[1..]), format!("{key:?}")]
    {
        assert!(find(&format!(r#"{{"note":"{leak}"}}"#), &needles).is_some(), "{leak}");
    }
}

#[test]
// Requirement: REVM-02
fn a_revoked_certificate_looks_like_any_other_that_is_not_in_force() {
    let mut seen = BTreeSet::new();
    for reason in [
        ReasonCode::Unspecified,
        ReasonCode::KeyCompromise,
        ReasonCode::CaCompromise,
        ReasonCode::AffiliationChanged,
        ReasonCode::Superseded,
        ReasonCode::CessationOfOperation,
        ReasonCode::CertificateHold,
        ReasonCode::PrivilegeWithdrawn,
    ] {
        for days in [1, 40] {
            let settled = revoked(reason, days);
            assert_eq!(settled.assessed().verdict(), Verdict::Invalid);
            seen.insert(serde_json::to_vec(&settled.service_provider_report()).unwrap());
        }
    }
    for id in ["sign-expired", "sign-revoked"] {
        let (_, reports) = reports_of(id);
        seen.insert(serde_json::to_vec(&reports.for_provider).unwrap());
    }
    assert_eq!(seen.len(), 1, "{seen:?}");
}

/// A signature with a certificate that was revoked so many days ago for this reason.
fn revoked(reason: ReasonCode, days: i64) -> Settled<VerifiedSignature> {
    let (trust, authority) = (crate::world::trust(), jpki().sign_ca(Generation::Third));
    let issued_at = jpki().lists_issued_at();
    let dated = |list: jpki_testkit::pki::CrlBuilder| {
        list.this_update(issued_at).next_update(issued_at + time::Duration::days(1))
    };
    let since = issued_at - time::Duration::days(days);
    let crl = dated(jpki().crl(&authority)).revoke(hanako().serial(), since, reason);
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    lists.add_arl(dated(jpki().arl(&authority)).sign(authority.key()), &trust).unwrap();
    lists.add_crl(crl.sign(authority.key()), &trust).unwrap();
    let verifier = verifier(lists).build().unwrap();
    verifier.begin_signature(&Signed::by(&hanako(), CONTENT).document(), noon()).finish()
}

fn requester(tenant: &str) -> Requester {
    Requester::service(Tenant::new(tenant).unwrap())
}

fn right() -> DisclosureRight {
    let purpose = PurposeOfUse::new("annuity-payment").unwrap();
    DisclosureRight::granted(Tenant::new("insurer-1").unwrap(), purpose)
}

#[test]
// Requirement: REVM-02, ACC-4
fn the_one_exception_goes_to_the_tenant_of_the_right_and_says_what_was_logged() {
    let settled = revoked(ReasonCode::CessationOfOperation, 40);
    let now = noon().instant();
    let disclose = |tenant| settled.disclose_revocation(&right(), requester(tenant), now);
    assert_eq!(disclose("insurer-2").err(), Some(DisclosureError::OtherTenant));
    let (disclosed, event) = disclose("insurer-1").unwrap();
    assert_eq!(disclosed.expose_protected_reason(), "cessationOfOperation");
    let since = jpki().lists_issued_at() - time::Duration::days(40);
    assert_eq!(disclosed.expose_protected_time().unix_seconds(), since.unix_timestamp());
    assert_eq!(event.operation().action(), Action::RevocationDisclosure);
    let certificate = Signed::by(&hanako(), CONTENT).certificate;
    assert_eq!(
        event.operation().subject().unwrap().expose_protected(),
        certificate.as_event_subject().expose_protected()
    );
    let json = serde_json::to_value(&disclosed).unwrap();
    assert_eq!(json["format"], EXCEPTION);

    let verifier = verifier(lists(Some(&[]))).build().unwrap();
    let good =
        verifier.begin_signature(&Signed::by(&hanako(), CONTENT).document(), noon()).finish();
    let nothing = good.disclose_revocation(&right(), requester("insurer-1"), now);
    assert_eq!(nothing.err(), Some(DisclosureError::NotRevoked));
}

#[test]
// Requirement: REVM-02
fn the_one_exception_holds_nothing_else_and_is_there_only_if_revoked() {
    let mut count = 0;
    for (case, reports) in reports() {
        let is_revoked = matches!(
            case.expected.check.as_deref(),
            Some("revocation") if reports.full.verdict() == Verdict::Invalid
        );
        assert_eq!(reports.disclosed.is_some(), is_revoked, "{}", case.id);
        let Some(disclosed) = &reports.disclosed else { continue };
        count += 1;
        let json = serde_json::to_value(disclosed).unwrap();
        assert_eq!(find(&json.to_string(), &protected(case)), None, "{}", case.id);
        let Value::Object(fields) = json else { panic!("{json}") };
        let keys: BTreeSet<_> = fields.keys().map(String::as_str).collect();
        let known = ["format", "version", "tenant", "purpose", "revoked-at", "reason"];
        assert_eq!(keys, BTreeSet::from(known));
    }
    assert!(count >= 2, "{count}");
}
