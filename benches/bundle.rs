//! A bundle of evidence: making and judging one beside hashing its content once and writing it, in the same run; memory.
//!
//! `cargo bench -p jpki-benches --bench bundle -- 10 31`: content of so many MB, so many runs.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench reads no foreign input"
)]

use std::fs::{self, File};
use std::hint::black_box;
use std::sync::Arc;

use jpki_benches::turns::{in_turns, time};
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{CryptoBackend as _, SignedInput};
use jpki_crypto::RustCrypto;
use jpki_evidence::bundle::{Bundle, Draft, Exhibit};
use jpki_evidence::judge::{Judge, KnownPolicy};
use jpki_examples::Vectors;
use jpki_revocation::{LoadedCrls, RevocationPolicy};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{Person, SignatureScheme, SyntheticJpki};
use jpki_verify::{Certificate, PolicyVersion, SignedDocument, Verdict, Verifier};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let megabytes: usize = numbers.next().unwrap_or(10);
    let runs: usize = numbers.next().unwrap_or(11);
    let content: Vec<u8> = "口座開設申込書\n".bytes().cycle().take(megabytes * 1_000_000).collect();
    let signer = SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue();
    let value = signer.sign(SignatureScheme::Pkcs1(HashAlgorithm::Sha256), &content);
    let certificate = Certificate::from_der(signer.certificate()).expect("a certificate");

    let vectors = Vectors::open().expect("the vectors");
    let (trust, case) = (vectors.trust().expect("anchors"), vectors.signed("sign-valid"));
    let case = case.expect("a case");
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    case.crls.iter().for_each(|crl| lists.add_crl(crl.clone(), &trust).expect("a list"));
    case.arls.iter().for_each(|arl| lists.add_arl(arl.clone(), &trust).expect("a list"));
    let policy = PolicyVersion::new("bench", 1).expect("a name");
    let verifier = Verifier::builder().trust(trust.clone()).revocation(lists);
    let verifier = verifier.policy_version(policy.clone()).build().expect("a verifier");
    let document = SignedDocument::raw(&certificate, &value, &content);
    let settled = [verifier.begin_signature(&document, case.at).finish()];
    let scheme = jpki_core::algorithm::SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
    let exhibit = Exhibit::signature(&certificate, &value, scheme, SignedInput::Bytes(&content));
    let known = KnownPolicy::new(move |lists| {
        let lists = lists.load(RevocationPolicy::daily(), &trust);
        Verifier::builder().trust(trust.clone()).revocation(lists).build()
    });
    let judge = Judge::new(Arc::new(RustCrypto)).with_policy(policy, known).accept_unprotected();

    let folder = tempfile::tempdir().expect("a folder");
    let (bare, bundled) = (folder.path().join("bare"), folder.path().join("bundle.asice"));
    let hash = || RustCrypto.digest(DigestAlgorithm::Sha256, &content);
    let make = || {
        let draft = Draft::new(&exhibit, &settled, &RustCrypto).expect("a draft");
        let bundle = draft.unprotected().expect("a bundle");
        bundle.write_to(File::create(&bundled).expect("a file")).expect("written");
    };
    let again = || {
        let bytes = fs::read(&bundled).expect("a file");
        let bundle = Bundle::from_bytes(&bytes).expect("a bundle");
        let judgement = judge.judge_again(&bundle, case.at.instant()).expect("judged");
        assert_eq!(judgement.verdict(), Verdict::Valid);
    };
    make();
    let [hashing, writing, making, judging] = in_turns(
        runs,
        [
            &mut || {
                time(|| {
                    black_box(hash());
                })
            },
            &mut || time(|| fs::write(&bare, &content).expect("written")),
            &mut || time(make),
            &mut || time(again),
        ],
    );
    let base = (hashing.median() + writing.median()).as_secs_f64();
    println!(
        "{megabytes} MB: hashing {:.1?}, writing {:.1?}; a bundle {:.1?}, {:.2} of both; reading and judging it again {:.1?}",
        hashing.median(),
        writing.median(),
        making.median(),
        making.median().as_secs_f64() / base,
        judging.median(),
    );
    println!(
        "least: {:.2} of both",
        making.least().as_secs_f64() / (hashing.least() + writing.least()).as_secs_f64()
    );
    let of = |work: &dyn Fn()| allocation_counter::measure(work).bytes_max;
    println!(
        "memory beside the content: making {} bytes, judging {} bytes, the file itself among them",
        of(&make),
        of(&again)
    );
}
