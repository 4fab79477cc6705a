//! A signed message from anybody, as an application judges it: never valid but what the seeds' keys signed, and every
//! report can be written.

#![no_main]

use std::sync::LazyLock;

use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_crypto::RustCrypto;
use jpki_revocation::{CrlIssuer, CrlPool, RevocationPolicy};
use jpki_testkit::jpki::{Generation, SyntheticJpki};
use jpki_verify::{
    AssessedSigners, Certificate, LoadedCrls, Locale, SignedMessage, Timestamp, TrustStore,
    ValidationTime, Verdict, VerifiedSignature, Verifier,
};
use jpki_x509::kind::{CertificateKind, Generation as IssuerGeneration};
use jpki_x509::path::TrustAnchor;
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain};
use libfuzzer_sys::fuzz_target;
use stamping::{CONTENT, root, root_list};

mod stamping;

static VERIFIER: LazyLock<(Verifier, ValidationTime)> = LazyLock::new(|| {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(Generation::Third);
    let pins = PinTable::empty(TrustDomain::Synthetic).with(Pin {
        certificate: Fingerprint::of(&authority.certificate(), &RustCrypto),
        issues: CertificateKind::Signature,
        generation: IssuerGeneration::new(3),
    });
    let trust = TrustStore::from_pinned(&pins, [authority.certificate()], &RustCrypto);
    let trust = trust.expect("an anchor");
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    lists.add_arl(jpki.arl(&authority).sign(authority.key()), &trust).expect("a list");
    lists.add_crl(jpki.crl(&authority).sign(authority.key()), &trust).expect("a list");
    let root = Certificate::from_der(&root()).expect("a certificate");
    let anchor = TrustAnchor::from_certificate(root.clone(), &RustCrypto).expect("an anchor");
    let issuer = anchor.authority().clone();
    let issuer = CrlIssuer::certified(issuer.clone(), &root, issuer).expect("an issuer");
    let mut pool = CrlPool::new();
    pool.add(root_list(), &[issuer], &AlgorithmPolicy::current());
    let verifier = Verifier::builder().trust(trust).revocation(lists);
    let verifier = verifier.time_stamping([anchor], move |target, at| {
        pool.judge(&RevocationPolicy::rfc_5280(), target, at)
    });
    let at = Timestamp::from_unix_seconds(jpki.instant().unix_timestamp());
    (verifier.build().expect("a verifier"), ValidationTime::at(at))
});

fuzz_target!(|bytes: &[u8]| {
    let (verifier, at) = &*VERIFIER;
    let Ok(ParsedSignedData { signed_data: message, content }) = SignedData::from_ber(bytes) else { return };
    let digested = match &content {
        Content::Attached(content) => message.digest(content, &RustCrypto),
        Content::Detached => message.digest_detached(CONTENT, &RustCrypto).expect("none inside"),
    };
    let message = SignedMessage::new(&message, &digested);
    let now = verifier.verify_message(&message, *at);
    let then = verifier.verify_time_stamped_message(&message, *at);
    for assessed in [now, then] {
        judged(&content, &assessed);
    }
});

fn judged(content: &Content<'_>, assessed: &AssessedSigners<VerifiedSignature>) {
    for signature in assessed {
        let report = signature.report();
        for locale in [Locale::Ja, Locale::En] {
            let text = report.render(locale);
            assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'));
        }
        let json = serde_json::to_value(report).expect("a report is JSON");
        assert_eq!(json["format"], "jpki-report");
        assert_eq!(
            signature.value().is_some(),
            signature.verdict() == Verdict::Valid && { signature.warnings().is_empty() }
        );
        let _ = format!("{signature:?}");
        if signature.verdict() == Verdict::Valid
            && let Content::Attached(content) = content
        {
            assert_eq!(content.to_vec(), CONTENT, "valid over what nobody signed");
        }
    }
}
