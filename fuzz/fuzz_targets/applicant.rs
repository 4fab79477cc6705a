//! A form held against a certificate, and a text that a user is shown.

#![no_main]

use jpki_application::form::{ApplicantForm, FieldMatch};
use jpki_application::intent::SigningIntent;
use jpki_core::basic_four_info::{BasicFourInfo, DateOfBirth, Sex, TextWithSubstitutes};
use jpki_core::report::Reason;
use jpki_crypto::RustCrypto;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // Which characters are substitutes, then two lines.
    let Some((substitutes, texts)) = bytes.split_first_chunk() else { return };
    let substitutes = u64::from_be_bytes(*substitutes);
    let Ok(texts) = core::str::from_utf8(texts) else { return };
    let (certified, form) = texts.split_once('\n').unwrap_or((texts, ""));
    shown(certified);
    let is_letter = |letter| matches!(letter, '0'..='9' | 'A'..='Z' | 'あ'..='ん' | '一'..='鿿');
    if !certified.contains(is_letter) || !form.contains(is_letter) {
        return;
    }
    let plain = |text: &str| text.chars().map(|_| '0').collect::<String>();
    let Some(info) = info(certified, &plain(certified)) else { return };
    assert_eq!(compare(certified, &info), [FieldMatch::Exact; 2]);
    let found = compare(form, &info);
    if let Some(turned) = self::info(form, &plain(form)) {
        assert_eq!(compare(certified, &turned), found, "it does not matter which is certified");
    }
    let marks: String =
        (0..certified.chars().count()).map(|place| flag(substitutes, place)).collect();
    if let Some(info) = self::info(certified, &marks)
        && marks.contains('1')
    {
        let found = compare(form, &info);
        assert!(found.iter().all(|found| *found >= FieldMatch::Substituted));
    }
});

fn flag(substitutes: u64, place: usize) -> char {
    if substitutes >> (place % 64) & 1 == 1 { '1' } else { '0' }
}

fn compare(form: &str, info: &BasicFourInfo) -> [FieldMatch; 2] {
    let found = ApplicantForm::new().with_name(form).with_address(form).compare(info);
    [found.name, found.address].map(|found| found.expect("compared"))
}

/// A text with an override is never taken for one that is seen as it is stored.
fn shown(text: &str) {
    let intent = SigningIntent::of_text("", text, &RustCrypto);
    let turned = SigningIntent::of_text("", &format!("{text}\u{202e}"), &RustCrypto);
    assert_eq!(turned.legibility_fault(), Some(Reason::ShownTextTurns));
    let plain =
        text.chars().all(|character| matches!(character, ' '..='~' | 'ぁ'..='ゖ' | '一'..='鿿'));
    assert!(
        !plain || matches!(intent.legibility_fault(), None | Some(Reason::ShownTextLeavesGaps))
    );
}

/// `None` for a text that no certificate may hold.
fn info(text: &str, substitutes: &str) -> Option<BasicFourInfo> {
    let name = TextWithSubstitutes::of_name(text, substitutes).ok()?;
    let address = TextWithSubstitutes::of_address(text, substitutes).ok()?;
    let date_of_birth = DateOfBirth::new("419900401").expect("a date");
    Some(BasicFourInfo::new(name, address, date_of_birth, Sex::Female))
}
