use jpki_core::report::InquiryMethod;
use jpki_core::time::Timestamp;
use jpki_x509::kind::CertificateKind;
use serde::Deserialize;

use super::{
    BillingMonth, Check, DatedPrices, Discount, DiscountRule, Percent, Tariff, TariffError,
    UnitPrices, Yen,
};
use crate::versioned_text;

/// Bytes of a text at most.
const LONGEST: usize = 64 * 1024;

impl Tariff {
    /// Reads what J-LIS charges from a configuration in JSON, as [`Self::of_jlis`] takes it.
    ///
    /// ```
    /// use jpki_platform::fees::{Tariff, TariffError};
    ///
    /// let tariff = Tariff::of_jlis_from_json(br#"{
    ///     "version": 1,
    ///     "ocsp": [{ "from": "2026-01-01T00:00:00+09:00", "signature": 20, "user_authentication": 2 }],
    ///     "discounts": [
    ///         { "from": "2026-04", "until": "2027-03",
    ///           "unit_price": { "kind": "signature", "method": "responder", "above": 100000, "price": 15 } },
    ///         { "from": "2026-04", "total": { "above": 1000000, "percent": 5 } }
    ///     ]
    /// }"#)?;
    /// // Start is refused without the price that has no default.
    /// assert_eq!(
    ///     Tariff::of_jlis_from_json(br#"{ "version": 1, "ocsp": [] }"#),
    ///     Err(TariffError::OcspPrice)
    /// );
    /// # Ok::<(), TariffError>(())
    /// ```
    ///
    /// # Errors
    /// [`TariffError`].
    pub fn of_jlis_from_json(text: &[u8]) -> Result<Self, TariffError> {
        let text: Text = versioned_text::read(text, 1, LONGEST)?;
        let ocsp = text.ocsp.iter().map(PricesText::dated).collect::<Result<Vec<_>, _>>()?;
        let discounts = text.discounts.iter().map(DiscountText::discount);
        Self::of_jlis(&ocsp, &discounts.collect::<Result<Vec<_>, _>>()?)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    #[serde(rename = "version")]
    _version: u64,
    ocsp: Vec<PricesText>,
    #[serde(default)]
    discounts: Vec<DiscountText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PricesText {
    from: String,
    signature: u64,
    user_authentication: u64,
}

impl PricesText {
    fn dated(&self) -> Result<DatedPrices, TariffError> {
        let from = Timestamp::from_rfc3339(&self.from).ok_or(TariffError::Time)?;
        let (signature, user_authentication) = (Yen(self.signature), Yen(self.user_authentication));
        Ok(DatedPrices { from, prices: UnitPrices { signature, user_authentication } })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DiscountText {
    from: String,
    until: Option<String>,
    unit_price: Option<UnitPriceText>,
    total: Option<TotalText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitPriceText {
    kind: String,
    method: String,
    above: u64,
    price: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TotalText {
    above: u64,
    percent: u8,
}

impl DiscountText {
    fn discount(&self) -> Result<Discount, TariffError> {
        let month = |text: &String| BillingMonth::from_text(text).ok_or(TariffError::Time);
        let rule = match (&self.unit_price, &self.total) {
            (Some(unit_price), None) => unit_price.rule()?,
            (None, Some(total)) => DiscountRule::Total {
                above: Yen(total.above),
                percent: Percent::new(total.percent).ok_or(TariffError::Percent)?,
            },
            _ => return Err(TariffError::Syntax),
        };
        let until = self.until.as_ref().map(month).transpose()?;
        Ok(Discount { from: month(&self.from)?, until, rule })
    }
}

impl UnitPriceText {
    fn rule(&self) -> Result<DiscountRule, TariffError> {
        let kind = CertificateKind::from_code(&self.kind).ok_or(TariffError::Code)?;
        let method = InquiryMethod::from_code(&self.method).ok_or(TariffError::Code)?;
        let check = Check { kind, method };
        Ok(DiscountRule::UnitPrice { check, above: self.above, price: Yen(self.price) })
    }
}
