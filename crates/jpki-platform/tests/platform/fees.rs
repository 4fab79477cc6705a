//! Tariffs, discounts, statements and their CSV.

use jpki_core::event::Tenant;
use jpki_core::localized::Localized as _;
use jpki_core::report::InquiryMethod::{self, Lists, Responder};
use jpki_core::time::{JapanDay, Timestamp};
use jpki_platform::fees::{
    BillingMonth, Check, CheckOutcome, DatedPrices, DayCount, Discount, DiscountRule, Percent,
    SpendingLimit, Statement, Tariff, TariffError, UnitPrices, Yen, write_csv,
};
use jpki_x509::kind::CertificateKind::{self, Signature, UserAuthentication};

use crate::instant;

const fn check(kind: CertificateKind, method: InquiryMethod) -> Check {
    Check { kind, method }
}

const SIGN: Check = check(Signature, Responder);
const LOGIN: Check = check(UserAuthentication, Responder);

fn dated(from: &str, signature: u64, user_authentication: u64) -> DatedPrices {
    let prices =
        UnitPrices { signature: Yen(signature), user_authentication: Yen(user_authentication) };
    DatedPrices { from: instant(from), prices }
}

fn from_2026() -> DatedPrices {
    dated("2026-01-01T00:00:00+09:00", 20, 2)
}

fn month(text: &str) -> BillingMonth {
    BillingMonth::from_text(text).unwrap()
}

fn jlis(discounts: &[Discount]) -> Tariff {
    Tariff::of_jlis(&[from_2026()], discounts).unwrap()
}

fn counted(day: &str, check: Check, price: u64, count: u64) -> DayCount {
    DayCount {
        day: day.parse::<JapanDay>().unwrap(),
        tenant: Tenant::new("bank").unwrap(),
        check,
        price: Yen(price),
        outcome: CheckOutcome::Good,
        is_billed: true,
        count,
    }
}

fn total(counts: &[DayCount], discounts: &[Discount]) -> u64 {
    Statement::new(month("2026-06"), counts, &jlis(discounts)).total().0
}

/// Guideline 001 ch. 4 (3) イ, each period and the seconds where one ends.
#[test]
// Requirement: FEE-01, FEE-03
fn the_tariff_is_the_guidelines() {
    let tariff = jlis(&[]);
    let cases = [
        ("0001-01-01T00:00:00Z", (20, 2), (20, 2)),
        ("2022-12-31T23:59:59+09:00", (20, 2), (20, 2)),
        ("2023-01-01T00:00:00+09:00", (0, 0), (0, 0)),
        ("2025-12-31T14:59:59Z", (0, 0), (0, 0)),
        ("2025-12-31T15:00:00Z", (0, 0), (20, 2)),
        ("9999-12-31T23:59:59Z", (0, 0), (20, 2)),
    ];
    for (at, lists, responder) in cases {
        let price = |kind, method| tariff.price(check(kind, method), instant(at)).0;
        let both = |method| (price(Signature, method), price(UserAuthentication, method));
        assert_eq!((both(Lists), both(Responder)), (lists, responder), "{at}");
    }
    let forecast = [(SIGN, 1_000_000), (LOGIN, 1_000_000), (check(Signature, Lists), 7)];
    assert_eq!(tariff.forecast(&forecast, instant("2026-06-01T00:00:00Z")), Yen(22_000_000));
    assert_eq!(tariff.forecast(&forecast, instant("2025-06-01T00:00:00Z")), Yen(0));
}

/// What OCSP costs from 2026 on has no default.
#[test]
// Requirement: FEE-03
fn prices_that_are_missing_or_wrong_make_no_tariff() {
    let late = dated("2026-01-01T00:00:01+09:00", 20, 2);
    let next = dated("2026-04-01T00:00:00+09:00", 10, 1);
    let of_jlis = |prices: &[DatedPrices]| Tariff::of_jlis(prices, &[]).err();
    assert_eq!(of_jlis(&[from_2026(), next]), None);
    assert_eq!(of_jlis(&[]), Some(TariffError::OcspPrice));
    assert_eq!(of_jlis(&[late]), Some(TariffError::OcspPrice));
    assert_eq!(of_jlis(&[next, from_2026()]), Some(TariffError::OcspPrice));
    assert_eq!(of_jlis(&[from_2026(), next, next]), Some(TariffError::Unordered));
    let dear = dated("2027-01-01T00:00:00+09:00", 1_000_001, 2);
    assert_eq!(of_jlis(&[from_2026(), dear]), Some(TariffError::Price));

    let always = DatedPrices { from: Timestamp::MIN, prices: UnitPrices::FREE };
    assert!(Tariff::new(&[always], &[always], &[]).is_ok());
    assert_eq!(Tariff::new(&[from_2026()], &[always], &[]), Err(TariffError::Beginning));
    assert_eq!(Tariff::new(&[always], &[], &[]), Err(TariffError::Beginning));
    let many = vec![always; 101];
    assert_eq!(Tariff::new(&many, &[always], &[]), Err(TariffError::TooMany));
    let rule = DiscountRule::Total { above: Yen(0), percent: Percent::new(5).unwrap() };
    let backwards = Discount { from: month("2026-06"), until: Some(month("2026-05")), rule };
    assert_eq!(Tariff::new(&[always], &[always], &[backwards]), Err(TariffError::Discount));
    assert_eq!((Percent::new(0), Percent::new(101)), (None, None));
}

/// Worked out by hand.
#[test]
// Requirement: FEE-04
fn discounts_are_on_the_unit_price_or_on_the_total() {
    let june = [
        counted("2026-06-01", SIGN, 20, 100),
        counted("2026-06-02", SIGN, 20, 100),
        counted("2026-06-02", LOGIN, 2, 500),
    ];
    let of_june = |rule| Discount { from: month("2026-06"), until: Some(month("2026-06")), rule };
    let units = |above, price| DiscountRule::UnitPrice { check: SIGN, above, price: Yen(price) };
    let total_above = |above, percent| DiscountRule::Total {
        above: Yen(above),
        percent: Percent::new(percent).unwrap(),
    };
    assert_eq!(total(&june, &[]), 200 * 20 + 500 * 2);
    // 50 of the 200 at 15.
    assert_eq!(total(&june, &[of_june(units(150, 15))]), 5000 - 50 * 5);
    assert_eq!(total(&june, &[of_june(units(200, 15))]), 5000);
    assert_eq!(total(&june, &[of_june(units(0, 0))]), 1000);
    // 150 at 20, 30 at 15, 20 at 10.
    let steps = [of_june(units(150, 15)), of_june(units(180, 10))];
    assert_eq!(total(&june, &steps), 5000 - 50 * 5 - 20 * 5);
    // A price above the tariff's is none.
    assert_eq!(total(&june, &[of_june(units(0, 25))]), 5000);
    // 7 % of 3,333 are 233.31.
    assert_eq!(total(&june, &[of_june(total_above(1667, 7))]), 5000 - 233);
    assert_eq!(total(&june, &[of_june(total_above(5000, 100))]), 5000);
    assert_eq!(total(&june, &[of_june(total_above(0, 100))]), 0);
    // The total is what remains after unit prices, whichever is stated first.
    let both = [of_june(total_above(0, 10)), of_june(units(150, 15))];
    assert_eq!(total(&june, &both), 4750 - 475);
    // Of other months.
    for (from, until) in [("2026-07", None), ("2026-01", Some("2026-05"))] {
        let until = until.map(month);
        let other = Discount { from: month(from), until, rule: units(0, 0) };
        assert_eq!(total(&june, &[other]), 5000);
    }
    let open_ended = Discount { from: month("2026-01"), until: None, rule: units(0, 0) };
    assert_eq!(total(&june, &[open_ended]), 1000);
}

#[test]
fn a_statement_is_of_its_month_and_of_what_is_billed() {
    let mut counts = vec![
        counted("2026-05-31", SIGN, 20, 1),
        counted("2026-06-01", SIGN, 20, 2),
        counted("2026-06-30", SIGN, 10, 4),
        counted("2026-07-01", SIGN, 20, 8),
    ];
    counts.push(DayCount { is_billed: false, ..counted("2026-06-30", SIGN, 20, 16) });
    let statement = Statement::new(month("2026-06"), &counts, &jlis(&[]));
    assert_eq!(statement.total(), Yen(2 * 20 + 4 * 10));
    let lines: Vec<_> = statement.lines().iter().map(|line| (line.price.0, line.count)).collect();
    assert_eq!(lines, [(10, 4), (20, 2)]);
    assert_eq!(Statement::new(month("2026-08"), &counts, &jlis(&[])).total(), Yen(0));
}

#[test]
fn a_limit_admits_up_to_itself() {
    let limit = SpendingLimit(Yen(50));
    assert!(limit.admits(Yen(30), Yen(20)) && limit.admits(Yen(50), Yen(0)));
    assert!(!limit.admits(Yen(31), Yen(20)) && !limit.admits(Yen(51), Yen(0)));
    assert!(!limit.admits(Yen(u64::MAX), Yen(1)));
}

#[test]
// Requirement: FEE-07
fn csv_has_a_line_for_each_count() {
    let mut counts = vec![counted("2026-06-01", SIGN, 20, 3), counted("2026-06-02", LOGIN, 2, 5)];
    counts.push(DayCount {
        outcome: CheckOutcome::NoAnswer,
        is_billed: false,
        ..counted("2026-06-02", LOGIN, 2, 7)
    });
    let mut table = Vec::new();
    write_csv(&counts, &mut table).unwrap();
    let expected = "\
day,tenant,kind,method,outcome,billed,unit_price_yen,count,amount_yen
2026-06-01,bank,signature,responder,good,yes,20,3,60
2026-06-02,bank,user-authentication,responder,good,yes,2,5,10
2026-06-02,bank,user-authentication,responder,no-answer,no,2,7,0
";
    assert_eq!(String::from_utf8(table).unwrap(), expected);
}

#[test]
fn a_text_is_a_tariff_or_says_why_not() {
    let text = |ocsp: &str, discounts: &str| {
        format!(r#"{{"version":1,"ocsp":[{ocsp}],"discounts":[{discounts}]}}"#)
    };
    let price = r#"{"from":"2026-01-01T00:00:00+09:00","signature":20,"user_authentication":2}"#;
    let unit = r#"{"from":"2026-04","unit_price":{"kind":"signature","method":"responder","above":9,"price":15}}"#;
    let whole = r#"{"from":"2026-04","until":"2027-03","total":{"above":1000,"percent":5}}"#;
    let read = |text: &str| Tariff::of_jlis_from_json(text.as_bytes());
    let discounts = [
        Discount {
            from: month("2026-04"),
            until: None,
            rule: DiscountRule::UnitPrice { check: SIGN, above: 9, price: Yen(15) },
        },
        Discount {
            from: month("2026-04"),
            until: Some(month("2027-03")),
            rule: DiscountRule::Total { above: Yen(1000), percent: Percent::new(5).unwrap() },
        },
    ];
    assert_eq!(read(&text(price, &[unit, whole].join(","))), Ok(jlis(&discounts)));
    assert_eq!(read(&format!(r#"{{"version":1,"ocsp":[{price}]}}"#)), Ok(jlis(&[])));

    let both = whole.replace(
        r#""total""#,
        r#""unit_price":{"kind":"signature","method":"lists","above":1,"price":1},"total""#,
    );
    let refused = [
        (text("", ""), TariffError::OcspPrice),
        (text(price, "").replace(":1,", ":2,"), TariffError::Version),
        (text(price, "").replace("+09:00", ""), TariffError::Time),
        (text(price, "").replace("20,", "-20,"), TariffError::Syntax),
        (text(price, "").replace("20,", "20.5,"), TariffError::Syntax),
        (text(price, "").replace("20,", "1000001,"), TariffError::Price),
        (text(price, "").replace(r#""signature""#, r#""sign""#), TariffError::Syntax),
        (text(&price.replace('}', r#","note":1}"#), ""), TariffError::Syntax),
        (text(price, "").replace(r#""ocsp""#, r#""crl":[],"ocsp""#), TariffError::Syntax),
        (text(price, "").replace(r#""ocsp":["#, r#""ocsp":[],"ocsp":["#), TariffError::Syntax),
        (text(price, &unit.replace("2026-04", "2026-13")), TariffError::Time),
        (text(price, &unit.replace(r#""signature""#, r#""sign""#)), TariffError::Code),
        (text(price, &unit.replace("responder", "OCSP")), TariffError::Code),
        (text(price, &whole.replace(":5", ":0")), TariffError::Percent),
        (text(price, &whole.replace("2027-03", "2026-03")), TariffError::Discount),
        (text(price, &both), TariffError::Syntax),
        (text(price, r#"{"from":"2026-04"}"#), TariffError::Syntax),
        ("[".repeat(60_000), TariffError::Syntax),
        (" ".repeat(65_537), TariffError::TextTooLong),
        (String::new(), TariffError::Syntax),
        ("{}".to_owned(), TariffError::Syntax),
    ];
    for (text, error) in refused {
        let start = &text[..text.len().min(200)];
        assert_eq!(read(&text), Err(error), "{} of {start}", error.code());
    }
}
