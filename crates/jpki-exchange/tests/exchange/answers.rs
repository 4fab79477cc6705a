use std::time::Duration;

use jpki_core::basic_four_info::{BasicFourInfo, DateOfBirth, Sex, TextWithSubstitutes};
use jpki_core::keys::{KeyId, KeyPeriod};
use jpki_core::report::{AdviceCode, Verdict};
use jpki_core::time::{ClockAllowance, Timestamp};
use jpki_exchange::ExchangeError;
use jpki_exchange::answer::{
    Answer, DisclosedAttributes, ExpectedAnswer, Receipt, ResultKey, ResultSigner, SignedReceipt,
    SignedResult, StatementId, VerifiedResult,
};
use jpki_exchange::context::{Context, Occasion};
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_exchange::message::{LoginSubmission, RequestedAttributes};
use jpki_exchange::sealed::SubmissionDigest;
use zeroize::Zeroizing;

use crate::support::{
    content, context, context_of, later, login, now, period, result_keys, ring, seal, signature,
};

fn attributes(asked: RequestedAttributes) -> DisclosedAttributes {
    let certified = BasicFourInfo::new(
        TextWithSubstitutes::of_name("見本　花子", "01000").unwrap(),
        TextWithSubstitutes::of_address("架空県見本市１丁目", "000000000").unwrap(),
        DateOfBirth::new("419900401").unwrap(),
        Sex::Female,
    );
    DisclosedAttributes::of(&certified, asked)
}

const ALL: RequestedAttributes =
    RequestedAttributes { name: true, address: true, date_of_birth: true, sex: true };

pub(crate) fn answer() -> Answer {
    Answer {
        id: StatementId::draw().unwrap(),
        submission: seal(&content()).digest(),
        context: context(),
        occasion: Occasion::Login,
        time: now(),
        verdict: Verdict::Valid,
        advice: vec![AdviceCode::CompareForm],
        user: Some(PairwiseIdentifier::draw().unwrap()),
        attributes: Some(attributes(ALL)),
    }
}

pub(crate) fn receipt() -> Receipt {
    Receipt {
        id: StatementId::draw().unwrap(),
        submission: seal(&content()).digest(),
        context: context(),
        occasion: Occasion::Signature,
        time: now(),
        verdict: Verdict::Valid,
        content: Some([4; 32]),
    }
}

fn signed(answer: Answer) -> SignedResult {
    ResultSigner::of_ring(&ring(), answer.time).unwrap().sign(answer).unwrap()
}

/// A login that was sent, and the true answer to it.
fn asked() -> (ExpectedAnswer, SubmissionDigest) {
    let submission: LoginSubmission = login();
    let digest = submission.sealed.digest();
    (ExpectedAnswer::to_login(&submission, now()), digest)
}

fn verify(
    expected: &ExpectedAnswer,
    result: SignedResult,
    at: Timestamp,
) -> Result<VerifiedResult, ExchangeError> {
    expected.verify(result, &result_keys(), at, ClockAllowance::DEFAULT)
}

#[test]
fn an_answer_to_the_question_is_taken_and_each_other_is_refused_by_its_code() {
    let (expected, submission) = asked();
    let good = || Answer { submission, advice: Vec::new(), ..answer() };
    let user = good().user.unwrap();
    let result = signed(Answer { user: Some(user), ..good() });
    let result = verify(&expected, result, now()).unwrap();
    assert!(result.is_to_be_accepted());
    assert_eq!((result.user(), result.verdict()), (Some(user), Verdict::Valid));

    let of = |tenant, service, purpose| Context { ..context_of(tenant, service, purpose) };
    let cases: [(Answer, ExchangeError); 7] = [
        (
            Answer { context: of("bank-2", "account-opening", "kyc"), ..good() },
            ExchangeError::AnswerTenant,
        ),
        (Answer { context: of("bank-1", "loans", "kyc"), ..good() }, ExchangeError::AnswerService),
        (
            Answer { context: of("bank-1", "account-opening", "ads"), ..good() },
            ExchangeError::AnswerPurpose,
        ),
        (Answer { occasion: Occasion::Registration, ..good() }, ExchangeError::AnswerOccasion),
        (
            Answer { submission: seal(&content()).digest(), ..good() },
            ExchangeError::AnswerSubmission,
        ),
        (
            Answer { time: now().before(Duration::from_secs(301)), ..good() },
            ExchangeError::AnswerTime,
        ),
        (Answer { time: later(301), ..good() }, ExchangeError::AnswerTime),
    ];
    for (other, refused) in cases {
        assert_eq!(verify(&expected, signed(other), now()).unwrap_err(), refused);
    }
    // The near misses of the times.
    for time in [now().before(Duration::from_secs(300)), later(300)] {
        assert!(verify(&expected, signed(Answer { time, ..good() }), now()).is_ok());
    }
}

#[test]
fn a_changed_statement_and_another_key_are_refused() {
    let (expected, submission) = asked();
    let text = || signed(Answer { submission, ..answer() }).into_text();
    let good = text();
    let read = |text: &str| {
        let result = SignedResult::from_text(Zeroizing::new(text.to_owned()));
        verify(&expected, result, now()).map(|_| ())
    };
    assert_eq!(read(&good), Ok(()));
    let (number, rest) = good.split_once('.').unwrap();
    let (json, signature) = rest.split_once('.').unwrap();
    assert_eq!(number, "7");
    // Each digit of both counts.
    let flip = |text: &str, at: usize| {
        let other = if &text[at..=at] == "A" { "Q" } else { "A" };
        format!("{}{other}{}", &text[..at], &text[at + 1..])
    };
    for at in (0..json.len() - 1).step_by(7) {
        let refused = read(&format!("7.{}.{signature}", flip(json, at)));
        assert_eq!(refused, Err(ExchangeError::AnswerSignature), "{at}");
    }
    for at in 0..signature.len() - 1 {
        let refused = read(&format!("7.{json}.{}", flip(signature, at)));
        assert_eq!(refused, Err(ExchangeError::AnswerSignature), "{at}");
    }
    for (near_miss, refused) in [
        (format!("8.{json}.{signature}"), ExchangeError::AnswerSignature),
        (format!("9.{json}.{signature}"), ExchangeError::AnswerKey),
        (format!("07.{json}.{signature}"), ExchangeError::Malformed),
        (format!("+7.{json}.{signature}"), ExchangeError::Malformed),
        (format!("7.{json}.{signature}."), ExchangeError::Malformed),
        (format!("7.{json}"), ExchangeError::Malformed),
        (format!("7.{json}=.{signature}"), ExchangeError::Encoding),
        (format!("7.{json}.AAAA"), ExchangeError::Encoding),
        (format!("7.{}.{signature}", "A".repeat(200_000)), ExchangeError::TooLarge),
        (String::new(), ExchangeError::Malformed),
    ] {
        assert_eq!(read(&near_miss), Err(refused));
    }
    // A receipt is no result, although the same key signed it.
    let receipt = ResultSigner::of_ring(&ring(), now()).unwrap().sign_receipt(receipt()).unwrap();
    assert_eq!(read(receipt.text()), Err(ExchangeError::AnswerSignature));
}

#[test]
fn a_statement_from_outside_the_period_of_its_key_is_refused() {
    let (expected, submission) = asked();
    let result = || signed(Answer { submission, ..answer() });
    let keys = result_keys();
    let check = |keys: &[ResultKey]| {
        expected.verify(result(), keys, now(), ClockAllowance::DEFAULT).map(|_| ())
    };
    assert_eq!(check(&keys), Ok(()));
    let published = ResultSigner::published(&ring()).next().unwrap();
    let ended = KeyPeriod::new(now().before(Duration::from_secs(9)), now()).unwrap();
    let key = ResultKey::new(KeyId(7), ended, published.public).unwrap();
    assert_eq!(check(&[key]), Err(ExchangeError::AnswerKey));
    // For keys of small order anybody can sign.
    for weak in [[0; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }] {
        let refused = ResultKey::new(KeyId(7), period(), weak).unwrap_err();
        assert_eq!(refused, ExchangeError::KeyUnusable);
    }
}

#[test]
fn openssl_verifies_a_receipt() {
    use std::process::Command;
    let receipt = ResultSigner::of_ring(&ring(), now()).unwrap().sign_receipt(receipt()).unwrap();
    let parts: Vec<_> = receipt.text().split('.').collect();
    let decode = |text: &str| {
        use base64ct::Encoding as _;
        base64ct::Base64UrlUnpadded::decode_vec(text).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut message = b"JPKI-RECEIPT-V1\n".to_vec();
    message.extend(decode(parts[1]));
    // RFC 8410 §4: the key as SubjectPublicKeyInfo.
    let mut spki = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00".to_vec();
    spki.extend(ResultSigner::published(&ring()).next().unwrap().public);
    let verified = |message: &[u8]| {
        let status = Command::new("openssl")
            .args(["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin", "-inkey"])
            .arg(write("key", &spki))
            .arg("-in")
            .arg(write("message", message))
            .arg("-sigfile")
            .arg(write("signature", &decode(parts[2])))
            .output()
            .unwrap();
        status.status.success()
    };
    assert!(verified(&message));
    message[0] ^= 1;
    assert!(!verified(&message));
}

#[test]
fn a_receipt_is_verified_as_a_result_is() {
    let submission = signature();
    let expected = ExpectedAnswer::to_signature(&submission, now());
    let kept = Receipt { submission: submission.sealed.digest(), ..receipt() };
    let signed = ResultSigner::of_ring(&ring(), now()).unwrap().sign_receipt(kept).unwrap();
    let verify = |receipt: &SignedReceipt| {
        expected.verify_receipt(receipt, &result_keys(), now(), ClockAllowance::DEFAULT)
    };
    assert_eq!(verify(&signed).unwrap().receipt().content, Some([4; 32]));
    let other = ResultSigner::of_ring(&ring(), now()).unwrap().sign_receipt(receipt()).unwrap();
    assert_eq!(verify(&other).unwrap_err(), ExchangeError::AnswerSubmission);
}

#[test]
fn attributes_arrive_as_certified_those_that_were_asked_for_and_only_of_a_valid_verdict() {
    let (expected, submission) = asked();
    let disclosed = |verdict, asked| {
        let answer =
            Answer { submission, verdict, attributes: Some(attributes(asked)), ..answer() };
        verify(&expected, signed(answer), now()).unwrap()
    };
    let all = disclosed(Verdict::Valid, ALL);
    assert!(!format!("{all:?}").contains("花子"));
    let all = all.into_attributes().unwrap();
    assert_eq!(format!("{all:?}"), "DisclosedAttributes(protected)");
    let name = all.name().unwrap();
    assert_eq!((name.text(), name.flags()), ("見本　花子", "01000"));
    assert_eq!(all.address().unwrap().text(), "架空県見本市１丁目");
    assert_eq!(all.date_of_birth().unwrap().digits(), "419900401");
    assert!(all.sex() == Some(Sex::Female));

    let asked = RequestedAttributes { name: true, ..RequestedAttributes::default() };
    let some = disclosed(Verdict::Valid, asked).into_attributes().unwrap();
    assert!(some.name().is_some() && some.address().is_none());
    assert!(some.date_of_birth().is_none() && some.sex().is_none());

    for verdict in [Verdict::Invalid, Verdict::Indeterminate] {
        let none = disclosed(verdict, ALL);
        assert_eq!(none.user(), None);
        assert!(!none.is_to_be_accepted() && none.into_attributes().is_none());
    }
}
