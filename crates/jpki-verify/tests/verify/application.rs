//! What the user was shown and what the form says, held against what was signed and by whom.

use jpki_testkit::cms::{SignedDataBuilder, SignerBuilder};
use jpki_testkit::jpki::{EndEntity, Person, PersonalAttribute};
use jpki_testkit::key::Key;
use jpki_verify::CryptoBackend;
use jpki_verify::algorithm::DigestAlgorithm;
use jpki_verify::basic_four_info::Sex;
use jpki_verify::cms::content::Content;
use jpki_verify::cms::signed_data::{ParsedSignedData, SignedData};
use jpki_verify::cms::signer::{SignerPolicy, UnattributedSignatures};
use jpki_verify::crypto::RustCrypto;
use jpki_verify::form::ApplicantForm;
use jpki_verify::intent::SigningIntent;
use jpki_verify::report::{CheckId, Outcome, Reason};
use jpki_verify::{
    Application, Assessed, Certificate, Locale, SignedDocument, SignedMessage, Verdict,
    VerifiedSignature,
};

use crate::world::{CONTENT, Signed, hanako, jpki, lists, noon, verifier};

fn judge(content: &[u8], application: Application<'_>) -> Assessed<VerifiedSignature> {
    let signed = Signed::by(&hanako(), content);
    let verifier = verifier(lists(Some(&[]))).build().unwrap();
    let document = signed.document().in_application(application);
    let assessed = verifier.verify_signature(&document, noon());
    assert_eq!(
        judge_message(content, application).verdict(),
        assessed.verdict(),
        "a message is judged as a document is"
    );
    assessed
}

fn judge_message(content: &[u8], application: Application<'_>) -> Assessed<VerifiedSignature> {
    let hanako = hanako();
    let bytes = SignedDataBuilder::new(content)
        .certificate(hanako.certificate())
        .signer(SignerBuilder::new(hanako.certificate(), hanako.key()))
        .build();
    let ParsedSignedData { signed_data: message, content: attached } =
        SignedData::from_ber(&bytes).unwrap();
    let Content::Attached(attached) = attached else { panic!("content is inside") };
    let content = message.digest(&attached, &RustCrypto);
    let verifier = verifier(lists(Some(&[]))).build().unwrap();
    let message = SignedMessage::new(&message, &content).in_application(application);
    let signers = verifier.verify_message(&message, noon());
    assert_eq!(signers.as_slice().len(), 1);
    signers.into_iter().next().unwrap()
}

fn outcome(assessed: &Assessed<VerifiedSignature>, id: CheckId) -> Outcome {
    assessed.report().find(id).unwrap().outcome()
}

#[test]
// Requirement: WYS-01
fn what_was_shown_is_what_was_signed() {
    let text = core::str::from_utf8(CONTENT).unwrap();
    let intent = SigningIntent::of_text("住所変更届", text, &RustCrypto);
    let kept = intent.commitment(&RustCrypto);
    let assessed = judge(CONTENT, Application::new().shown(&intent, &kept));
    assert_eq!(assessed.verdict(), Verdict::Valid);
    assert_eq!(outcome(&assessed, CheckId::IntentContent), Outcome::Passed);

    let other = SigningIntent::of_text("住所変更届", "口座を解約します。", &RustCrypto);
    let assessed = judge(CONTENT, Application::new().shown(&other, &kept));
    assert_eq!(assessed.verdict(), Verdict::Invalid);
    assert_eq!(outcome(&assessed, CheckId::IntentShown), Outcome::Failed(Reason::IntentNotShown));
    let kept = other.commitment(&RustCrypto);
    let assessed = judge(CONTENT, Application::new().shown(&other, &kept));
    assert_eq!(assessed.verdict(), Verdict::Invalid);
    assert_eq!(
        outcome(&assessed, CheckId::IntentContent),
        Outcome::Failed(Reason::IntentContentMismatch)
    );
}

#[test]
fn a_message_without_signers_has_no_verdict() {
    let bytes = SignedDataBuilder::new(CONTENT).certificate(hanako().certificate()).build();
    let ParsedSignedData { signed_data: message, content: attached } =
        SignedData::from_ber(&bytes).unwrap();
    let Content::Attached(attached) = attached else { panic!("content is inside") };
    let content = message.digest(&attached, &RustCrypto);
    let verifier = verifier(lists(Some(&[]))).build().unwrap();
    let message = SignedMessage::new(&message, &content);
    for assessed in [
        verifier.verify_message(&message, noon()),
        verifier.verify_time_stamped_message(&message, noon()),
        verifier
            .begin_message(&message, noon())
            .into_iter()
            .map(|signer| signer.finish().into_assessed())
            .collect(),
    ] {
        assert_eq!(assessed.verdict(), Verdict::Indeterminate);
        let rejection = assessed.into_result().unwrap_err();
        assert_eq!(rejection.verdict(), Verdict::Indeterminate);
        assert_eq!(rejection.report().reasons().collect::<Vec<_>>(), [Reason::SignersMissing]);
    }
}

#[test]
fn a_message_is_as_good_as_its_worst_signer() {
    let (hanako, taro) = (hanako(), jpki().sign_certificate(&Person::taro()).issue());
    let sign =
        |end_entity: &EndEntity| SignerBuilder::new(end_entity.certificate(), end_entity.key());
    let bytes = SignedDataBuilder::new(CONTENT)
        .certificate(hanako.certificate())
        .certificate(taro.certificate())
        .signer(sign(&hanako))
        .signer(sign(&taro))
        .build();
    let ParsedSignedData { signed_data: message, content: attached } =
        SignedData::from_ber(&bytes).unwrap();
    let Content::Attached(attached) = attached else { panic!("content is inside") };
    let content = message.digest(&attached, &RustCrypto);
    let judge = |revoked: &[&EndEntity]| {
        let verifier = verifier(lists(Some(revoked))).build().unwrap();
        verifier.verify_message(&SignedMessage::new(&message, &content), noon())
    };
    assert_eq!(judge(&[]).verdict(), Verdict::Valid);
    assert_eq!(judge(&[]).into_result().unwrap().len(), 2);
    for one in [&hanako, &taro] {
        assert_eq!(judge(&[one]).verdict(), Verdict::Invalid);
        assert_eq!(judge(&[one]).into_result().unwrap_err().verdict(), Verdict::Invalid);
    }
}

/// RFC 5652 §5.3: signed attributes may be absent over id-data; a document must have them unless its caller says
/// otherwise.
#[test]
fn a_signature_without_attributes_is_valid_only_by_a_policy_that_admits_it() {
    let hanako = hanako();
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key()).without_attributes();
    let bytes = SignedDataBuilder::new(CONTENT).signer(signer).build();
    let ParsedSignedData { signed_data: message, content: attached } =
        SignedData::from_ber(&bytes).unwrap();
    let Content::Attached(attached) = attached else { panic!("content is inside") };
    let content = message.digest(&attached, &RustCrypto);
    let beside = [Certificate::from_der(hanako.certificate()).unwrap()];
    let message = SignedMessage::new(&message, &content);
    let verifier = verifier(lists(Some(&[]))).build().unwrap();
    let verdict = |message: SignedMessage<'_>| verifier.verify_message(&message, noon()).verdict();

    let admitting = SignerPolicy::document().with_unattributed(UnattributedSignatures::Accepted);
    assert_eq!(verdict(message.with_certificates(&beside).with_policy(admitting)), Verdict::Valid);
    assert_eq!(verdict(message.with_certificates(&beside)), Verdict::Invalid);
    assert_eq!(verdict(message.with_policy(admitting)), Verdict::Indeterminate, "no certificate");
}

/// One signer whom somebody must look at keeps the values of all back.
#[test]
fn a_message_with_one_signer_to_be_looked_at_gives_no_values() {
    let person = |id: &str, substitution: &str| {
        let person = Person { id: id.into(), key: Key::rsa_2048(9), ..Person::hanako() };
        let person = Person { name_substitution: substitution.into(), ..person };
        jpki().sign_certificate(&person).issue()
    };
    let (plain, looked_at) = (hanako(), person("with-a-substitute", "10000"));
    let name = Person::hanako();
    let form = ApplicantForm::new().with_name(name.attribute(PersonalAttribute::Name));
    let results = |signers: &[&EndEntity]| {
        let message = signers.iter().fold(SignedDataBuilder::new(CONTENT), |message, one| {
            let signer = SignerBuilder::new(one.certificate(), one.key());
            message.certificate(one.certificate()).signer(signer)
        });
        let bytes = message.build();
        let ParsedSignedData { signed_data: message, content: attached } =
            SignedData::from_ber(&bytes).unwrap();
        let Content::Attached(attached) = attached else { panic!("content is inside") };
        let content = message.digest(&attached, &RustCrypto);
        let application = Application::new().with_form(form);
        let message = SignedMessage::new(&message, &content).in_application(application);
        let verifier = verifier(lists(Some(&[]))).build().unwrap();
        let assessed = verifier.verify_message(&message, noon());
        assert_eq!(assessed.verdict(), Verdict::Valid);
        assessed.into_result()
    };
    assert_eq!(results(&[&plain]).unwrap().len(), 1);
    for signers in [[&plain, &looked_at], [&looked_at, &plain]] {
        let rejection = results(&signers).unwrap_err();
        assert_eq!(rejection.verdict(), Verdict::Indeterminate);
        let reasons = rejection.warnings().reasons().collect::<Vec<_>>();
        assert_eq!(reasons, [Reason::ApplicantNotTold]);
    }
}

#[test]
fn a_document_known_by_its_digest_is_what_was_shown() {
    let signed = Signed::by(&hanako(), CONTENT);
    let verifier = verifier(lists(Some(&[]))).build().unwrap();
    let digest = RustCrypto.digest(DigestAlgorithm::Sha256, CONTENT);
    let judge = |shown| {
        let intent = SigningIntent::of_content("住所変更届", "別紙", shown);
        let kept = intent.commitment(&RustCrypto);
        let document = SignedDocument::raw_digest(&signed.certificate, &signed.signature, &digest)
            .in_application(Application::new().shown(&intent, &kept));
        verifier.verify_signature(&document, noon()).verdict()
    };
    assert_eq!(judge(digest), Verdict::Valid);
    assert_eq!(judge(RustCrypto.digest(DigestAlgorithm::Sha256, b"other")), Verdict::Invalid);
    // By another algorithm nothing can be compared.
    assert_eq!(judge(RustCrypto.digest(DigestAlgorithm::Sha384, CONTENT)), Verdict::Indeterminate);
}

#[test]
fn a_bare_challenge_is_flagged_in_a_document() {
    let flagged = |content: &[u8]| {
        let assessed = judge(content, Application::new());
        assert_eq!(assessed.verdict(), Verdict::Valid, "a heuristic never refuses");
        let outcome = outcome(&assessed, CheckId::IntentSubstance);
        assert_eq!(assessed.into_result().is_ok(), outcome == Outcome::Passed);
        outcome
    };
    assert_eq!(flagged(&[0xa7; 32]), Outcome::Warned(Reason::ContentLooksRandom));
    assert_eq!(flagged(CONTENT), Outcome::Passed);
}

#[test]
fn a_substitute_character_is_looked_at_before_the_value_is_had() {
    let hanako = Person { name_substitution: "10000".into(), ..Person::hanako() };
    let hanako = jpki().sign_certificate(&hanako).issue();
    let signed = Signed::by(&hanako, CONTENT);
    let verifier = verifier(lists(Some(&[]))).build().unwrap();
    let name = Person::hanako();
    let form = ApplicantForm::new().with_name(name.attribute(PersonalAttribute::Name));
    let document = signed.document().in_application(Application::new().with_form(form));
    let assessed = || verifier.verify_signature(&document, noon());
    assert_eq!(assessed().verdict(), Verdict::Valid);
    let rejection = assessed().into_result().unwrap_err();
    assert_eq!(rejection.warnings().reasons().collect::<Vec<_>>(), [Reason::ApplicantNotTold]);
    let (signature, warnings) = assessed().into_result_with_warnings().unwrap();
    assert!(!warnings.is_empty());
    assert_eq!(signature.time(), noon());
    let digest = RustCrypto.digest(DigestAlgorithm::Sha256, CONTENT);
    assert_eq!(*signature.content_digest(), digest);
}

#[test]
fn what_a_person_must_decide_is_looked_at_before_the_value_is_had() {
    let form = ApplicantForm::new().with_name("花子　見本");
    let digest = RustCrypto.digest(DigestAlgorithm::Sha256, CONTENT);
    let intent = SigningIntent::of_content("住所変更届", "同意\u{202e}。", digest);
    let kept = intent.commitment(&RustCrypto);
    let table = [
        (Application::new().with_form(form), Reason::ApplicantUndecided),
        (Application::new().shown(&intent, &kept), Reason::ShownTextTurns),
    ];
    for (application, reason) in table {
        let assessed = judge(CONTENT, application);
        assert_eq!(assessed.verdict(), Verdict::Valid);
        let rejection = assessed.into_result().unwrap_err();
        assert_eq!(rejection.warnings().reasons().collect::<Vec<_>>(), [reason]);
    }
}

#[test]
// Requirement: SIG-04, H06-08
fn the_form_says_what_the_certificate_says() {
    let hanako = Person::hanako();
    let attribute = |attribute| hanako.attribute(attribute);
    let name = attribute(PersonalAttribute::Name);
    let form = ApplicantForm::new()
        .with_name(name)
        .with_address(attribute(PersonalAttribute::Address))
        .with_sex(Sex::Female);
    let assessed = judge(CONTENT, Application::new().with_form(form));
    assert_eq!(assessed.verdict(), Verdict::Valid);
    let check = assessed.report().find(CheckId::Applicant).unwrap();
    assert_eq!(check.parts().len(), 3, "no part for a field that the form does not have");

    let assessed = judge(CONTENT, Application::new().with_form(form.with_name("見本　太郎")));
    assert_eq!(assessed.verdict(), Verdict::Invalid);
    let differs = Outcome::Failed(Reason::ApplicantDiffers);
    assert_eq!(outcome(&assessed, CheckId::Applicant), differs);
    assert_eq!(outcome(&assessed, CheckId::ApplicantName), differs);
    assert_eq!(outcome(&assessed, CheckId::ApplicantAddress), Outcome::Passed);
    for text in [
        assessed.report().render(Locale::Ja).to_string(),
        serde_json::to_string(assessed.report()).unwrap(),
    ] {
        assert!(!text.contains(name) && !text.contains("太郎"), "no personal data in a report");
    }

    let empty = judge(CONTENT, Application::new().with_form(ApplicantForm::new()));
    assert_eq!(empty.verdict(), Verdict::Indeterminate);
}

#[test]
fn nobody_is_asked_about_an_applicant_who_differs() {
    let signed = Signed::by(&hanako(), CONTENT);
    let verifier = verifier(lists(Some(&[]))).build().unwrap();
    let form = |name| Application::new().with_form(ApplicantForm::new().with_name(name));
    let question = |name| {
        let document = signed.document().in_application(form(name));
        verifier.begin_signature(&document, noon()).question().is_some()
    };
    let hanako = Person::hanako();
    assert!(question(hanako.attribute(PersonalAttribute::Name)));
    assert!(!question("見本　太郎"));
}
