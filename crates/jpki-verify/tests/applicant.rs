//! Forms held against certificates. What must match follows from the rules in the module's documentation.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test must stop loudly"
)]

use jpki_core::time::JapanDay;
use jpki_testkit::jpki::{Person, SyntheticJpki};
use jpki_verify::applicant::{ApplicantForm, FieldMatch};
use jpki_verify::core as jpki_core;
use jpki_verify::x509::basic_four_info::{AttributeArc, BasicFourInfo, Sex};
use jpki_verify::x509::certificate::Certificate;

use FieldMatch::{Different, Equivalent, Exact, Substituted};

fn certified(change: impl FnOnce(&mut Person)) -> BasicFourInfo {
    let mut person = Person::hanako();
    change(&mut person);
    let certificate = SyntheticJpki::of_vectors().sign_certificate(&person).issue();
    let certificate = Certificate::from_der(certificate.certificate()).expect("a certificate");
    certificate.unverified_basic_four_info(&AttributeArc::SYNTHETIC).expect("attributes")
}

fn flags(text: &str, substitutes: &str) -> String {
    let flag = |character| if substitutes.contains(character) { '1' } else { '0' };
    text.chars().map(flag).collect()
}

/// Certified name, its substitutes, name on the form.
#[test]
fn names() {
    let table = [
        ("見本　花子", "", "見本　花子", Exact),
        ("見本　花子", "", "見本 花子", Equivalent),
        ("見本　花子", "", "見本花子", Equivalent),
        ("見本　花子", "", "　見本　花子 ", Equivalent),
        ("見本　花子", "", "見本　華子", Different),
        ("見本　花子", "", "見本　花", Different),
        ("見本　花子", "", "", Different),
        ("ＳＭＩＴＨ　ＪＯＨＮ", "", "SMITH JOHN", Equivalent),
        ("ＳＭＩＴＨ　ＪＯＨＮ", "", "Smith John", Different),
        ("見本　ガイ", "", "見本 ｶﾞｲ", Equivalent),
        ("見本　ガイ", "", "見本　カイ", Different),
        ("見本　が", "", "見本　か\u{3099}", Equivalent),
        ("見本　が", "", "見本　か", Different),
        ("見本　マリー", "", "見本　ﾏﾘｰ", Equivalent),
        ("見本　マリー", "", "見本　マリ", Different),
        // Old and new forms, by the tables.
        ("渡邊　國男", "", "渡辺　国男", Equivalent),
        ("廣澤　眞", "", "広沢真", Equivalent),
        ("齋藤　龍", "", "斎藤　竜", Equivalent),
        ("福田\u{fa1b}", "", "福田福", Equivalent),
        ("參川　遙", "", "参川　遥", Equivalent),
        ("驛前　凛", "", "駅前　凜", Equivalent),
        // Not in the tables, or two kanji of their own.
        ("髙橋", "", "高橋", Different),
        ("山﨑", "", "山崎", Different),
        ("渡邉", "", "渡辺", Different),
        ("斉藤", "", "斎藤", Different),
        ("齊藤", "", "斎藤", Different),
        ("\u{20bb7}野", "", "吉野", Different),
        ("餘", "", "余", Different),
        ("安藝", "", "安芸", Different),
        ("辨慶", "", "弁慶", Different),
        ("辨天", "", "辯天", Different),
        // A substitute stands there.
        ("吉野　花子", "吉", "吉野　花子", Substituted),
        ("吉野　花子", "吉", "\u{20bb7}野花子", Substituted),
        ("吉野　花子", "吉", "\u{20bb7}野太郎", Different),
        ("吉野　花子", "吉", "\u{20bb7}田野花子", Different),
        ("吉野　花子", "吉花", "\u{20bb7}野　華子", Substituted),
        ("渡邊　花子", "花", "渡辺　華子", Substituted),
    ];
    for (name, substitutes, form, expected) in table {
        let info = certified(|person| {
            person.name = name.to_owned();
            person.name_substitution = flags(name, substitutes);
        });
        let found = ApplicantForm::new().with_name(form).compare(&info);
        assert_eq!(found.name, Some(expected), "{name} {substitutes} {form}");
        assert_eq!(found.worst(), Some(expected));
    }
}

/// The list of substitutes is not as long as the name: how many there are is known, not where.
#[test]
fn substitutes_without_places() {
    let table = [
        ("0100", "吉野花子", Substituted),
        ("0100", "吉乃花子", Substituted),
        ("0100", "吉乃華子", Different),
        ("0100", "吉野花", Different),
        ("0101", "吉乃華子", Substituted),
        ("0000", "吉野花子", Equivalent),
        ("0000", "吉乃花子", Different),
    ];
    for (list, form, expected) in table {
        let info = certified(|person| {
            person.name = "吉野　花子".to_owned();
            person.name_substitution = list.to_owned();
        });
        let found = ApplicantForm::new().with_name(form).compare(&info);
        assert_eq!(found.name, Some(expected), "{list} {form}");
    }
}

#[test]
fn addresses() {
    let table = [
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町１丁目２番３号", Exact),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町1丁目2番3号", Equivalent),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町一丁目二番三号", Equivalent),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町1-2-3", Equivalent),
        ("架空県見本市模擬町１丁目２番３号", "架空県 見本市 模擬町 １－２－３", Equivalent),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町1−2―3", Equivalent),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町1ー2ｰ3", Equivalent),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町1丁目2-3", Equivalent),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町1-2-4", Different),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町12-3", Different),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町1-23", Different),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市模擬町1-2", Different),
        ("架空県見本市模擬町１丁目２番３号", "見本市模擬町1-2-3", Different),
        ("架空県見本市模擬町１丁目２番３号", "架空県見本市摸擬町1-2-3", Different),
        ("架空県見本市模擬町１丁目２番", "架空県見本市模擬町1番2号", Different),
        ("架空県見本市模擬町１２番地３", "架空県見本市模擬町12番地の3", Equivalent),
        ("架空県見本市模擬町１２番地の３", "架空県見本市模擬町12-3", Equivalent),
        ("架空県見本市模擬町１２番地の３", "架空県見本市模擬町十二番地ノ3", Equivalent),
        ("架空県見本市模擬町２１番地", "架空県見本市模擬町二十一番地", Equivalent),
        ("架空県見本市模擬町２０番地", "架空県見本市模擬町二十番地", Equivalent),
        ("架空県見本市模擬町２１番地", "架空県見本市模擬町十一番地", Different),
        ("架空県見本市模擬町３－４０５", "架空県見本市模擬町3 405", Equivalent),
        ("架空県見本市模擬町３－４０５号室", "架空県見本市模擬町3-405", Equivalent),
        ("架空県見本市模擬町３－４０５", "架空県見本市模擬町3405", Different),
        ("架空県見本市模擬町１２ ３", "架空県見本市模擬町1 23", Different),
        ("架空県見本市模擬町１２", "架空県見本市模擬町1²", Different),
        // Names of places are no numbers.
        ("架空県見本市一番町３番", "架空県見本市一番町3", Equivalent),
        ("架空県見本市一番町３番", "架空県見本市1番町3", Different),
        ("架空県見本市三田１番", "架空県見本市三田1", Equivalent),
        ("架空県見本市三田１番", "架空県見本市3田1", Different),
        ("架空県見本市模擬町１番ハイツ", "架空県見本市模擬町1番ハイツ", Equivalent),
        ("架空県見本市セントラル１番", "架空県見本市セントラル1", Equivalent),
        ("架空県見本市コーポ１番", "架空県見本市コ-ポ1", Different),
        ("架空縣見本市櫻町１番", "架空県見本市桜町1", Equivalent),
    ];
    for (address, form, expected) in table {
        let info = certified(|person| {
            person.address = address.to_owned();
            person.address_substitution = flags(address, "");
        });
        let found = ApplicantForm::new().with_address(form).compare(&info);
        assert_eq!(found.address, Some(expected), "{address} {form}");
    }
    let info = certified(|person| {
        person.address = "架空県見本市祇園１番".to_owned();
        person.address_substitution = flags("架空県見本市祇園１番", "祇");
    });
    let compare = |form| ApplicantForm::new().with_address(form).compare(&info).address;
    assert_eq!(compare("架空県見本市祇園１番"), Some(Substituted));
    assert_eq!(compare("架空県見本市\u{e000}園1番"), Some(Substituted));
    assert_eq!(compare("架空県見本市\u{e000}苑1番"), Some(Different));
}

#[test]
fn dates_of_birth() {
    let day = |year, month, day| JapanDay::new(year, month, day).expect("a day");
    let table = [
        ("419900401", day(1990, 4, 1), Exact),
        ("019900401", day(1990, 4, 1), Exact),
        ("419900401", day(1990, 4, 2), Different),
        ("419900400", day(1990, 4, 2), Substituted),
        ("419900400", day(1990, 5, 2), Different),
        ("419900000", day(1990, 5, 2), Substituted),
        ("419900000", day(1991, 5, 2), Different),
        ("000000000", day(1991, 5, 2), Substituted),
    ];
    for (digits, form, expected) in table {
        let info = certified(|person| person.birth_date = digits.to_owned());
        let found = ApplicantForm::new().with_date_of_birth(form).compare(&info);
        assert_eq!(found.date_of_birth, Some(expected), "{digits} {form}");
    }
}

#[test]
fn sexes() {
    let table = [
        ("1", Sex::Male, Exact),
        ("1", Sex::Female, Different),
        ("2", Sex::Female, Exact),
        ("1", Sex::Other, Different),
        ("3", Sex::Other, Exact),
        ("3", Sex::Male, Substituted),
    ];
    for (digit, form, expected) in table {
        let info = certified(|person| person.sex = digit.to_owned());
        let found = ApplicantForm::new().with_sex(form).compare(&info);
        assert_eq!(found.sex, Some(expected), "{digit}");
    }
}

#[test]
fn the_worst_field_counts_and_absent_ones_do_not() {
    let info = certified(|_| {});
    assert_eq!(ApplicantForm::new().compare(&info).worst(), None);
    let form = ApplicantForm::new().with_name("見本　花子").with_sex(Sex::Male);
    let found = form.compare(&info);
    assert_eq!((found.name, found.sex, found.address), (Some(Exact), Some(Different), None));
    assert_eq!(found.worst(), Some(Different));
    assert_eq!(format!("{form:?}"), "ApplicantForm(protected)");
}
