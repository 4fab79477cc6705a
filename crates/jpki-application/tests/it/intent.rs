//! What the user was shown against what was signed (guideline 001 chapter 6).

use jpki_application::intent::{IntentCommitment, SigningIntent, check_substance};
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::report::{Check, Outcome, Reason};
use jpki_crypto::RustCrypto;

const TITLE: &str = "住所変更届";
const TEXT: &str = "別紙のとおり住所の変更を届け出ます。";

fn sha256(bytes: &[u8]) -> Digest {
    RustCrypto.digest(DigestAlgorithm::Sha256, bytes)
}

fn outcomes(checks: &[Check]) -> Vec<Outcome> {
    checks.iter().map(Check::outcome).collect()
}

#[test]
// Requirement: WYS-01
fn what_was_shown_must_be_what_was_signed() {
    let intent = SigningIntent::of_text(TITLE, TEXT, &RustCrypto);
    let shown = intent.commitment(&RustCrypto);
    let check = |intent: &SigningIntent, signed: &str| {
        outcomes(&intent.check(&shown, Some(&sha256(signed.as_bytes())), &RustCrypto))
    };
    let passed = Outcome::Passed;
    let not_shown = Outcome::Failed(Reason::IntentNotShown);
    let mismatch = Outcome::Failed(Reason::IntentContentMismatch);
    assert_eq!(check(&intent, TEXT), [passed, passed]);
    assert_eq!(check(&intent, "別の文書に署名します。"), [passed, mismatch]);

    let other_title = SigningIntent::of_text("口座開設申込書", TEXT, &RustCrypto);
    assert_eq!(check(&other_title, TEXT), [not_shown, passed]);
    let other_text = SigningIntent::of_text(TITLE, "別の文書に署名します。", &RustCrypto);
    assert_eq!(check(&other_text, TEXT), [not_shown, mismatch]);
    // The border between title and text counts.
    let moved = SigningIntent::of_content(
        "住所変更",
        &format!("届{TEXT}"),
        RustCrypto.digest(DigestAlgorithm::Sha256, TEXT.as_bytes()),
    );
    assert_eq!(check(&moved, TEXT), [not_shown, passed]);
}

#[test]
fn a_document_is_known_by_its_digest() {
    let document = vec![7; 100_000];
    let digest = RustCrypto.digest(DigestAlgorithm::Sha512, &document);
    let intent = SigningIntent::of_content(TITLE, TEXT, digest);
    let shown = intent.commitment(&RustCrypto);
    assert_eq!(intent.content_algorithm(), DigestAlgorithm::Sha512);
    let check = |digest: Option<&Digest>| outcomes(&intent.check(&shown, digest, &RustCrypto));
    assert_eq!(check(Some(&digest)), [Outcome::Passed; 2]);
    let missing = Outcome::Failed(Reason::IntentDigestMissing);
    assert_eq!(check(Some(&sha256(&document))), [Outcome::Passed, missing]);
    assert_eq!(check(None), [Outcome::Passed, missing]);
}

#[test]
fn a_commitment_is_kept_as_bytes() {
    let intent = SigningIntent::of_text(TITLE, TEXT, &RustCrypto);
    let shown = intent.commitment(&RustCrypto);
    assert_eq!(IntentCommitment::from_bytes(shown.as_bytes()), Some(shown));
    assert_eq!(IntentCommitment::from_bytes(&shown.as_bytes()[1..]), None);
    let digest = Digest::new(DigestAlgorithm::Sha256, shown.as_bytes()).expect("32 bytes");
    assert_ne!(digest, sha256(TEXT.as_bytes()));
    assert_eq!(format!("{intent:?} {shown:?}"), "SigningIntent IntentCommitment");
}

#[test]
// Requirement: WYS-04
fn bare_challenges_are_flagged() {
    let flagged = |bytes: &[u8]| {
        check_substance(bytes, bytes.len() as u64).outcome()
            == Outcome::Warned(Reason::ContentLooksRandom)
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
    let beginning = check_substance(&[0xab; 32], 1 << 40);
    assert_eq!(beginning.outcome(), Outcome::Passed, "of a long content");
}

/// Characters that hide or reorder what is shown warn, in text and title; their honest twins do not.
#[test]
fn what_is_not_seen_as_it_is_stored_warns() {
    let spaces = |count: usize| format!("同意{}します。", "　".repeat(count));
    let lines = |count: usize| format!("同意{}します。", "\n".repeat(count));
    let marks = |count: usize| format!("a{}b", "\u{301}".repeat(count));
    let table = [
        ("\u{202e}。すまし意同", Some(Reason::ShownTextTurns)),
        ("口座\u{2067}123\u{2069}を開設", Some(Reason::ShownTextTurns)),
        ("口座\u{202a}123\u{202c}を開設", Some(Reason::ShownTextTurns)),
        ("口座\u{200f}を開設", Some(Reason::ShownTextTurns)),
        ("口座\u{200e}を開設", Some(Reason::ShownTextTurns)),
        ("口座\u{61c}を開設", Some(Reason::ShownTextTurns)),
        ("口座\u{200b}を開設", Some(Reason::ShownTextHides)),
        ("口座\u{200d}を開設", Some(Reason::ShownTextHides)),
        ("\u{feff}口座を開設", Some(Reason::ShownTextHides)),
        ("口座\u{2060}を開設", Some(Reason::ShownTextHides)),
        ("口座\u{ad}を開設", Some(Reason::ShownTextHides)),
        ("口座\u{3164}を開設", Some(Reason::ShownTextHides)),
        ("口座\u{2800}を開設", Some(Reason::ShownTextHides)),
        ("口座\u{fff9}を\u{fffa}開\u{fffb}設", Some(Reason::ShownTextHides)),
        ("口座\u{e0068}\u{e0069}を開設", Some(Reason::ShownTextHides)),
        ("口座\u{e0100}\u{e0101}を開設", Some(Reason::ShownTextHides)),
        ("口座を\u{e0100}開設", Some(Reason::ShownTextHides)),
        ("口座 \u{fe00}を開設", Some(Reason::ShownTextHides)),
        (&marks(5), Some(Reason::ShownTextHides)),
        (&marks(10_000), Some(Reason::ShownTextHides)),
        ("百万円\r一円", Some(Reason::ShownTextControls)),
        ("百万円\r\r\n一円", Some(Reason::ShownTextControls)),
        ("百万円\r", Some(Reason::ShownTextControls)),
        ("百万円\u{8}\u{8}円", Some(Reason::ShownTextControls)),
        ("百万円\u{1b}[2K一円", Some(Reason::ShownTextControls)),
        ("百万円\u{b}一円", Some(Reason::ShownTextControls)),
        ("百万円\u{c}一円", Some(Reason::ShownTextControls)),
        ("百万円\u{85}一円", Some(Reason::ShownTextControls)),
        ("百万円\u{9b}2K一円", Some(Reason::ShownTextControls)),
        ("百万円\u{2028}一円", Some(Reason::ShownTextControls)),
        ("\0百万円", Some(Reason::ShownTextControls)),
        ("外字\u{e000}です", Some(Reason::ShownTextPrivate)),
        ("外字\u{100000}です", Some(Reason::ShownTextPrivate)),
        ("文字\u{ffff}です", Some(Reason::ShownTextPrivate)),
        ("文字\u{378}です", Some(Reason::ShownTextPrivate)),
        (&spaces(101), Some(Reason::ShownTextLeavesGaps)),
        (&spaces(10_000), Some(Reason::ShownTextLeavesGaps)),
        (&lines(21), Some(Reason::ShownTextLeavesGaps)),
        // The worst counts.
        ("\u{e000}\r\u{200b}\u{202e}", Some(Reason::ShownTextTurns)),
        // Honest text
        (TEXT, None),
        ("", None),
        ("一行目\n二行目\r\n\t三行目　　　四行目\n", None),
        (&spaces(100), None),
        (&lines(20), None),
        (&format!("{}。", "　同意します。\n".repeat(1000)), None),
        ("葛\u{e0100}城市の辻\u{e0101}さん", None),
        ("神\u{fe00}社", None),
        ("☎\u{fe0f} 03-0000-0000", None),
        ("NGUYỄN VĂN, Nguye\u{302}\u{303}n", None),
        ("か\u{3099}き\u{309a}", None),
        ("①Ⅱ㈱㍻～〜…「」『』【】〒〆々ゟ€", None),
        ("שלום", None),
        ("👍", None),
        (&marks(4), None),
    ];
    for (text, fault) in table {
        let expected = fault.map_or(Outcome::Passed, Outcome::Warned);
        for intent in [
            SigningIntent::of_text(TITLE, text, &RustCrypto),
            SigningIntent::of_content(text, TEXT, RustCrypto.digest(SigningIntent::DIGEST, b"")),
        ] {
            assert_eq!(intent.legibility_fault(), fault, "{text:?}");
            let shown = intent.commitment(&RustCrypto);
            let [check, _] = intent.check(&shown, None, &RustCrypto);
            assert_eq!(check.outcome(), expected, "{text:?}");
        }
    }
}

/// That something else was shown is worse than how it looks.
#[test]
fn what_was_not_shown_fails_however_it_looks() {
    let other = SigningIntent::of_text(TITLE, TEXT, &RustCrypto).commitment(&RustCrypto);
    let intent = SigningIntent::of_text(TITLE, "\u{202e}", &RustCrypto);
    let [check, _] = intent.check(&other, None, &RustCrypto);
    assert_eq!(check.outcome(), Outcome::Failed(Reason::IntentNotShown));
}
