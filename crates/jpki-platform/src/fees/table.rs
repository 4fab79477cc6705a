use std::io::Write;

use jpki_core::localized::Localized as _;

use super::DayCount;

/// Writes counts as CSV (RFC 4180) in UTF-8, one line for each [`DayCount`] after a line of names, for a tenant's bill or
/// to be held against J-LIS's.
///
/// Columns: `day`, `tenant`, `kind`, `method`, `outcome`, `billed`, `unit_price_yen`, `count`, `amount_yen` (0 if not
/// billed; before discounts).
///
/// # Errors
/// What the writer says.
// Requirement: FEE-07
pub fn write_csv(counts: &[DayCount], to: impl Write) -> std::io::Result<()> {
    let mut table = csv::Writer::from_writer(to);
    table.write_record(NAMES)?;
    for counted in counts {
        let DayCount { day, tenant, check, price, outcome, is_billed, count } = counted;
        let amount = if *is_billed { price.times(*count).0 } else { 0 };
        table.write_record([
            day.to_string().as_str(),
            tenant.text(),
            check.kind.code(),
            check.method.code(),
            outcome.code(),
            if *is_billed { "yes" } else { "no" },
            price.0.to_string().as_str(),
            count.to_string().as_str(),
            amount.to_string().as_str(),
        ])?;
    }
    table.flush()
}

const NAMES: [&str; 9] = [
    "day",
    "tenant",
    "kind",
    "method",
    "outcome",
    "billed",
    "unit_price_yen",
    "count",
    "amount_yen",
];
