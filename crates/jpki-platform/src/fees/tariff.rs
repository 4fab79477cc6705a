use jpki_core::localized::{errors, messages};
use jpki_core::report::InquiryMethod;
use jpki_core::time::{JapanDay, Timestamp};
use jpki_x509::kind::CertificateKind;

use super::{BillingMonth, Check, Discount, Yen};
use crate::versioned_text::Unread;

/// What one check costs, by the kind of certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the two certificates of the law")]
pub struct UnitPrices {
    /// 署名用電子証明書
    pub signature: Yen,
    /// 利用者証明用電子証明書
    pub user_authentication: Yen,
}

impl UnitPrices {
    /// 20 and 2 yen (guideline 001 ch. 4 (3) イ, 【手数料】).
    // Requirement: FEE-01
    pub const GUIDELINE: Self = Self { signature: Yen(20), user_authentication: Yen(2) };
    /// Nothing.
    pub const FREE: Self = Self { signature: Yen::ZERO, user_authentication: Yen::ZERO };

    /// Returns the price of a certificate of this kind.
    #[must_use]
    pub const fn of(self, kind: CertificateKind) -> Yen {
        match kind {
            CertificateKind::Signature => self.signature,
            CertificateKind::UserAuthentication => self.user_authentication,
        }
    }
}

/// Prices from an instant on, until the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct DatedPrices {
    /// The first second at which they hold.
    pub from: Timestamp,
    /// The prices.
    pub prices: UnitPrices,
}

/// A dated tariff: what a check by list and by OCSP costs at each instant, and the discounts.
///
/// That of J-LIS is [`Self::of_jlis`]; a platform that bills its tenants otherwise (guideline 001, DA) makes its own by
/// [`Self::new`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    crl: Vec<DatedPrices>,
    ocsp: Vec<DatedPrices>,
    discounts: Vec<Discount>,
}

messages! {
    /// Why prices make no tariff.
    #[non_exhaustive]
    TariffError {
        Unordered => "tariff.unordered", ja "料金の適用開始日時が昇順ではありません", en "prices are not in ascending order of their dates";
        Beginning => "tariff.beginning", ja "当初からの料金がありません", en "no prices from the beginning";
        OcspPrice => "tariff.ocsp-price", ja "2026年1月1日からのOCSPの料金が設定されていません", en "the price of OCSP from 2026-01-01 is not stated";
        TooMany => "tariff.too-many", ja "料金又は割引の数が多すぎます", en "too many prices or discounts";
        Price => "tariff.price", ja "料金が高すぎます", en "a price is above what is plausible";
        TextTooLong => "tariff.text-too-long", ja "料金表の設定が64 KiBを超えています", en "the text is longer than 64 KiB";
        Syntax => "tariff.syntax", ja "料金表の設定を読み取れません", en "not a tariff in JSON, or an unknown, missing or repeated member";
        Version => "tariff.version", ja "料金表の設定の版が不明です", en "a version of the text that this program does not know";
        Time => "tariff.time", ja "日時がRFC 3339、年月がYYYY-MMの形式ではありません", en "an instant that is not RFC 3339, or a month that is not YYYY-MM";
        Code => "tariff.code", ja "電子証明書の種別又は方式の符号が不明です", en "an unknown code of a kind or method";
        Percent => "tariff.percent", ja "割引率が1から100までではありません", en "a percentage outside 1 to 100";
        Discount => "tariff.discount", ja "割引が料金より高く、又は期間が逆です", en "a discount is dearer than the price, or ends before it begins";
    }
}

errors!(TariffError);

impl From<Unread> for TariffError {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::TooLong => Self::TextTooLong,
            Unread::Syntax => Self::Syntax,
            Unread::Version => Self::Version,
        }
    }
}

impl Tariff {
    /// The most dated prices of a method, and the most discounts.
    pub const MOST: usize = 100;

    /// Makes a tariff of prices for lists and for OCSP, each in ascending order and from [`Timestamp::MIN`] on.
    ///
    /// # Errors
    /// [`TariffError`].
    pub fn new(
        crl: &[DatedPrices],
        ocsp: &[DatedPrices],
        discounts: &[Discount],
    ) -> Result<Self, TariffError> {
        for dated in [crl, ocsp] {
            check(dated)?;
        }
        if discounts.len() > Self::MOST {
            return Err(TariffError::TooMany);
        }
        if discounts.iter().any(|discount| !discount.is_plausible()) {
            return Err(TariffError::Discount);
        }
        Ok(Self { crl: crl.into(), ocsp: ocsp.into(), discounts: discounts.into() })
    }

    /// Takes J-LIS's tariff: 20 and 2 yen; lists free since 2023-01-01; OCSP free from then to 2025-12-31 (guideline
    /// 001 ch. 4 (3) イ), and from 2026-01-01T00:00:00+09:00 on at the prices that J-LIS states, of which the first must
    /// be dated so: there is no default.
    ///
    /// ```
    /// use jpki_core::time::Timestamp;
    /// use jpki_platform::fees::{DatedPrices, Tariff, TariffError, UnitPrices};
    ///
    /// let from = Timestamp::from_rfc3339("2026-01-01T00:00:00+09:00").expect("an instant");
    /// let tariff = Tariff::of_jlis(&[DatedPrices { from, prices: UnitPrices::GUIDELINE }], &[])?;
    /// assert_eq!(Tariff::of_jlis(&[], &[]), Err(TariffError::OcspPrice));
    /// # Ok::<(), TariffError>(())
    /// ```
    ///
    /// # Errors
    /// [`TariffError`].
    // Requirement: FEE-03
    pub fn of_jlis(
        ocsp_from_2026: &[DatedPrices],
        discounts: &[Discount],
    ) -> Result<Self, TariffError> {
        let until_2023 = DatedPrices { from: Timestamp::MIN, prices: UnitPrices::GUIDELINE };
        let free = DatedPrices { from: start_of_year(2023), prices: UnitPrices::FREE };
        match ocsp_from_2026.first() {
            Some(first) if first.from == start_of_year(2026) => {}
            _ => return Err(TariffError::OcspPrice),
        }
        let ocsp = [&[until_2023, free], ocsp_from_2026].concat();
        Self::new(&[until_2023, free], &ocsp, discounts)
    }

    /// Returns what this check costs at this instant, before discounts.
    #[must_use]
    pub fn price(&self, check: Check, at: Timestamp) -> Yen {
        let dated = match check.method {
            InquiryMethod::Lists => &self.crl,
            InquiryMethod::Responder => &self.ocsp,
        };
        let in_force = dated.iter().rev().find(|prices| prices.from <= at);
        in_force.map_or(Yen::ZERO, |dated| dated.prices.of(check.kind))
    }

    /// Returns what so many checks would cost at this instant, before discounts: ask before a monitor's run.
    #[must_use]
    pub fn forecast(&self, checks: &[(Check, u64)], at: Timestamp) -> Yen {
        checks.iter().map(|(check, count)| self.price(*check, at).times(*count)).sum()
    }

    pub(super) fn discounts_of(&self, month: BillingMonth) -> impl Iterator<Item = &Discount> {
        self.discounts.iter().filter(move |discount| discount.holds_in(month))
    }
}

fn check(dated: &[DatedPrices]) -> Result<(), TariffError> {
    if dated.len() > Tariff::MOST {
        return Err(TariffError::TooMany);
    }
    if dated.first().is_none_or(|first| first.from != Timestamp::MIN) {
        return Err(TariffError::Beginning);
    }
    if !dated.is_sorted_by(|earlier, later| earlier.from < later.from) {
        return Err(TariffError::Unordered);
    }
    let is_plausible = |prices: &UnitPrices| {
        prices.signature <= Yen::HIGHEST_PRICE && prices.user_authentication <= Yen::HIGHEST_PRICE
    };
    if !dated.iter().all(|dated| is_plausible(&dated.prices)) {
        return Err(TariffError::Price);
    }
    Ok(())
}

fn start_of_year(year: i32) -> Timestamp {
    JapanDay::new(year, 1, 1).map_or(Timestamp::MAX, JapanDay::start)
}
