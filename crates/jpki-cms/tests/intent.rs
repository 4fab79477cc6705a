//! What the user was shown against what was signed (guideline 001 chapter 6).

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test must stop loudly"
)]

use jpki_cms::content::{ContentHasher, SignedContent};
use jpki_cms::intent::{IntentCommitment, SigningIntent, check_substance};
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::report::{Check, Outcome, Reason};
use jpki_crypto::RustCrypto;

const TITLE: &str = "住所変更届";
const TEXT: &str = "別紙のとおり住所の変更を届け出ます。";

fn content(octets: &[u8]) -> SignedContent<'_> {
    SignedContent::of(octets, &[DigestAlgorithm::Sha256], &RustCrypto)
}

fn outcomes(checks: &[Check]) -> Vec<Outcome> {
    checks.iter().map(Check::outcome).collect()
}

#[test]
fn what_was_shown_must_be_what_was_signed() {
    let intent = SigningIntent::of_text(TITLE, TEXT, &RustCrypto);
    let shown = intent.commitment(&RustCrypto);
    let check = |intent: &SigningIntent, signed: &str| {
        outcomes(&intent.check(&shown, &content(signed.as_bytes()), &RustCrypto))
    };
    let passed = Outcome::Passed;
    let not_shown = Outcome::Failed(Reason::IntentNotShown);
    let mismatch = Outcome::Failed(Reason::IntentContentMismatch);
    assert_eq!(check(&intent, TEXT), [passed, passed, passed]);
    assert_eq!(check(&intent, "別の文書に署名します。"), [passed, mismatch, passed]);

    let other_title = SigningIntent::of_text("口座開設申込書", TEXT, &RustCrypto);
    assert_eq!(check(&other_title, TEXT), [not_shown, passed, passed]);
    let other_text = SigningIntent::of_text(TITLE, "別の文書に署名します。", &RustCrypto);
    assert_eq!(check(&other_text, TEXT), [not_shown, mismatch, passed]);
    // The border between title and text counts.
    let moved = SigningIntent::of_content(
        "住所変更",
        &format!("届{TEXT}"),
        RustCrypto.digest(DigestAlgorithm::Sha256, TEXT.as_bytes()),
    );
    assert_eq!(check(&moved, TEXT), [not_shown, passed, passed]);
}

#[test]
fn a_document_is_known_by_its_digest() {
    let document = vec![7; 100_000];
    let digest = RustCrypto.digest(DigestAlgorithm::Sha512, &document);
    let intent = SigningIntent::of_content(TITLE, TEXT, digest);
    let shown = intent.commitment(&RustCrypto);
    let at_hand = intent.check(&shown, &content(&document), &RustCrypto);
    assert_eq!(outcomes(&at_hand), [Outcome::Passed; 3]);

    let mut hasher = ContentHasher::new(&[DigestAlgorithm::Sha256], &RustCrypto);
    hasher.update(&document);
    let streamed = intent.check(&shown, &hasher.finish(), &RustCrypto);
    let missing = Outcome::Failed(Reason::IntentDigestMissing);
    assert_eq!(outcomes(&streamed), [Outcome::Passed, missing, Outcome::Passed]);
}

#[test]
fn a_commitment_is_kept_as_octets() {
    let intent = SigningIntent::of_text(TITLE, TEXT, &RustCrypto);
    let shown = intent.commitment(&RustCrypto);
    assert_eq!(IntentCommitment::from_octets(shown.octets()), Some(shown));
    assert_eq!(IntentCommitment::from_octets(&shown.octets()[1..]), None);
    let digest = Digest::new(DigestAlgorithm::Sha256, shown.octets()).expect("32 octets");
    assert_ne!(digest, RustCrypto.digest(DigestAlgorithm::Sha256, TEXT.as_bytes()));
    assert_eq!(format!("{intent:?} {shown:?}"), "SigningIntent IntentCommitment");
}

#[test]
fn bare_challenges_are_flagged() {
    let flagged = |octets: &[u8]| {
        check_substance(&content(octets)).outcome() == Outcome::Warned(Reason::ContentLooksRandom)
    };
    for challenge in [
        &b""[..],
        b"   ",
        &[0x8f, 0x01, 0xc3, 0x28, 0x99, 0xfe, 0x10, 0x42],
        &[0xab; 32],
        &[0x00; 32],
        b"3f2a9c0d4b5e6f708192a3b4c5d6e7f8",
        b"3f2a9c0d4b5e6f708192a3b4c5d6e7f8\n",
        b"n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
        b"n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
        b"550e8400-e29b-41d4-a716-446655440000",
    ] {
        assert!(flagged(challenge), "{challenge:?}");
    }
    for text in [
        TEXT.as_bytes(),
        "同意します".as_bytes(),
        b"I agree to open an account.",
        b"20260601",
        b"internationalization",
        b"{\"form\":\"address change\",\"nonce\":\"3f2a9c0d4b5e6f70\"}",
        &[0xab; 200],
    ] {
        assert!(!flagged(text), "{text:?}");
    }
}
