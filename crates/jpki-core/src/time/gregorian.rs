/// Days from 1970-01-01 to a day of the years 1 to 9999; `None` if there is no such day.
#[expect(clippy::arithmetic_side_effects, reason = "four digits of a year, two of month and day")]
pub(super) const fn days_since_1970(year: i32, month: u8, day: u8) -> Option<i64> {
    if year < 1 || year > 9999 || day < 1 {
        return None;
    }
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_of_month = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if day > days_of_month {
        return None;
    }
    // The year begins with March, so that the leap day is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    // Months of 31, 30, 31, 30 and 31 days, again and again.
    let days_of_months = (153 * month as i32 + 2) / 5;
    /// From 0000-03-01 to 1970-01-01.
    const EPOCH: i32 = 719_468;
    Some((365 * year + leap_days + days_of_months + day as i32 - 1 - EPOCH) as i64)
}
