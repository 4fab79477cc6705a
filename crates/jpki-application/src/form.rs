//! Matches applicants (申請者との突合): what a form says against the basic four information of the signer.
//!
//! A person writes 東京都千代田区丸の内1-2-3 where the certificate has 東京都千代田区丸の内一丁目２番３号, and
//! 斎藤 where it has a substitute (代替文字) for a character that certificates cannot hold. This module
//! tells these apart from a difference, and never calls anything exact that is not.
//!
//! | a field | is | in the report |
//! | --- | --- | --- |
//! | has the same characters | [`FieldMatch::Exact`] | passed |
//! | has the same but for its writing | [`FieldMatch::Equivalent`] | passed |
//! | is the same where the certificate tells | [`FieldMatch::Substituted`] | a warning: a person must look |
//! | may be another writing of the same, or not | [`FieldMatch::Undecided`] | a warning: a person must look |
//! | is another | [`FieldMatch::Different`] | failed |
//!
//! # Equivalent
//!
//! What is sure, by a property of the Unicode Character Database or a table of law:
//!
//! - Width; composed and decomposed characters; styles of one character by compatibility decomposition, as of
//!   Kangxi radicals, Ⅱ, ㍻, ㈱, ゟ; CJK radicals by Equivalent_Unified_Ideograph. No superscript and no circled
//!   digit is a digit.
//! - Default-ignorable characters, with them the variation selectors (IVS), which choose a glyph.
//! - Dashes, which are hyphens: the property Dash but for waves, and 6 characters that are typed for it. U+301C
//!   and U+FF5E; U+00B7 and ・; ' and ’. Between two numbers also ー.
//! - Spaces beside kanji and kana, if only one of the two has them. In an address a space between two numbers
//!   parts them.
//! - Old and new forms of one kanji by 常用漢字表 and 戸籍法施行規則別表第二.
//! - In addresses, the units 丁目, 丁 (before another number), 番地, 番, 号, 号室, 地割, and の, ノ, 之 and hyphens
//!   between numbers, where a number, a mark, a space or the end follows: 三号線 holds no unit. Numbers that are
//!   both marked must be marked alike: 1丁目2番 is not 1番2号. 漢数字 with a unit, or behind another number.
//!
//! # Undecided
//!
//! What may be the same and may be not:
//!
//! - Kanji that are variants by usage (髙 and 高, 﨑 and 崎, 斉 and 斎, simplified ones of names from China), and 12
//!   pairs of those tables whose new form is another kanji as well (辨, 瓣, 辯 and 弁, 豫, 餘, 藝, 缺, 絲, 罐, 臺, 蟲,
//!   黨); 々, ゝ, ゞ and what they repeat.
//! - Hiragana and katakana, large and small kana; ー, hyphen and wave after a kana; ヶ, ケ, が, 箇 and の, ノ, 之, 乃
//!   between two kanji, ヶ, ケ and が also behind a kana (ひばりが丘); commas and full stops.
//! - Latin case, accents, apostrophes, dots and hyphens, letters as passports write them (Ü as UE); spaces at other
//!   places.
//! - Names with their words in another order; without what stands in brackets, with that alone, or with it in place
//!   of what stands before it; without kanji, some of their words left out or as initials.
//! - In addresses, prefecture, 郡, 大字, 字 or 第 left out; 漢数字 and digits in names of places (三番町, 北一条) or
//!   before a separator (二の三); leading zeros; a unit right before a building's name, or behind a letter (Ａ号);
//!   棟 before a room; building, or building and room, left out; hyphen or の between a number and イ, 甲, A or a name; the streets of
//!   Kyoto left out, 通り and 通, 東入ル and 東入; a postal code before them.
//! - A form with characters that turn the direction of writing.
//! - An attribute of the certificate that shows nothing (spaces, or characters without a shape): there is nothing
//!   to match, even if the form holds the same.
//!
//! # Different
//!
//! All else: another digit, one more or less, another order of numbers, another kanji, a kanji more or less, kana
//! against kanji, abbreviations; texts of more than 10,000 characters that are not exactly the same. Dates of birth that differ where they are known, and the other sex.
//!
//! # What it does not prove
//!
//! That the form is the applicant's, or that the certificate's state is that of today's resident record.

mod address;
mod fold;
mod kanji;
mod loose;
mod name;
mod radicals;

use core::fmt;

use jpki_core::basic_four_info::{BasicFourInfo, BirthDate, Sex, TextWithSubstitutes};
use jpki_core::localized::{Locale, Localized};
use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Subject};
use jpki_core::time::JapanDay;

use self::fold::Folded;

/// Result of comparing a field of a form with the certified attribute, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a caller decides about each grade")]
pub enum FieldMatch {
    /// The same characters, and none of them a substitute.
    Exact,
    /// Another writing of the same, [by rules that are certain](self#equivalent).
    Equivalent,
    /// The same where it is known; elsewhere a substitute stands, or the date is not known. Not equal:
    /// a person must look.
    Substituted,
    /// Another writing of the same, or another name or place: [no rule decides](self#undecided), a person must.
    Undecided,
    /// Not the same, [by all that is known](self#different).
    Different,
}

impl FieldMatch {
    const fn outcome(self) -> Outcome {
        match self {
            Self::Exact | Self::Equivalent => Outcome::Passed,
            Self::Substituted => Outcome::Warned(Reason::ApplicantNotTold),
            Self::Undecided => Outcome::Warned(Reason::ApplicantUndecided),
            Self::Different => Outcome::Failed(Reason::ApplicantDiffers),
        }
    }
}

impl Localized for FieldMatch {
    fn code(&self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Equivalent => "equivalent",
            Self::Substituted => "substituted",
            Self::Undecided => "undecided",
            Self::Different => "different",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Exact, Locale::Ja) => "完全に一致",
            (Self::Exact, Locale::En) => "exactly the same",
            (Self::Equivalent, Locale::Ja) => "表記の違いを除いて一致",
            (Self::Equivalent, Locale::En) => "the same but for its writing",
            (Self::Substituted, Locale::Ja) => {
                "代替文字または不明な部分を除いて一致 (目視確認が必要)"
            }
            (Self::Substituted, Locale::En) => "the same where it is known; a person must look",
            (Self::Undecided, Locale::Ja) => "表記の違いか別のものか判断できない (目視確認が必要)",
            (Self::Undecided, Locale::En) => {
                "another writing of the same, or another: a person must look"
            }
            (Self::Different, Locale::Ja) => "不一致",
            (Self::Different, Locale::En) => "different",
        }
    }
}

/// The applicant's particulars on a form; fields that it does not have are not compared.
///
/// Personal data: `Debug` is redacted.
#[derive(Clone, Copy, Default)]
pub struct ApplicantForm<'a> {
    name: Option<&'a str>,
    address: Option<&'a str>,
    date_of_birth: Option<JapanDay>,
    sex: Option<Sex>,
}

impl<'a> ApplicantForm<'a> {
    /// Creates a form without fields.
    #[must_use]
    pub const fn new() -> Self {
        Self { name: None, address: None, date_of_birth: None, sex: None }
    }

    /// Sets 氏名.
    #[must_use]
    pub const fn with_name(self, name: &'a str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// Sets 住所.
    #[must_use]
    pub const fn with_address(self, address: &'a str) -> Self {
        Self { address: Some(address), ..self }
    }

    /// Sets 生年月日.
    #[must_use]
    pub const fn with_date_of_birth(self, date_of_birth: JapanDay) -> Self {
        Self { date_of_birth: Some(date_of_birth), ..self }
    }

    /// Sets 性別.
    #[must_use]
    pub const fn with_sex(self, sex: Sex) -> Self {
        Self { sex: Some(sex), ..self }
    }

    /// Returns 氏名, if the form has it.
    #[must_use]
    pub const fn name(&self) -> Option<&'a str> {
        self.name
    }

    /// Returns 住所, if the form has it.
    #[must_use]
    pub const fn address(&self) -> Option<&'a str> {
        self.address
    }

    /// Returns 生年月日, if the form has it.
    #[must_use]
    pub const fn date_of_birth(&self) -> Option<JapanDay> {
        self.date_of_birth
    }

    /// Returns 性別, if the form has it.
    #[must_use]
    pub const fn sex(&self) -> Option<Sex> {
        self.sex
    }

    /// Compares each field with the certified attribute.
    ///
    /// ```
    /// use jpki_application::form::{ApplicantForm, FieldMatch};
    /// # use jpki_core::basic_four_info::{BasicFourInfo, DateOfBirth, Sex, TextWithSubstitutes};
    /// # let certified = BasicFourInfo::new(
    /// #     TextWithSubstitutes::of_name("見本　花子", "00000")?,
    /// #     TextWithSubstitutes::of_address("架空県見本市１丁目２番３号", "0000000000000")?,
    /// #     DateOfBirth::new("419900401").ok_or("no date")?,
    /// #     Sex::Female,
    /// # );
    /// // The certificate says 見本　花子, 架空県見本市１丁目２番３号.
    /// let form = ApplicantForm::new().with_name("見本花子").with_address("架空県見本市1-2-3");
    /// let found = form.compare(&certified);
    /// assert_eq!(found.name, Some(FieldMatch::Equivalent));
    /// assert_eq!(found.address, Some(FieldMatch::Equivalent));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn compare(&self, certified: &BasicFourInfo) -> ApplicantMatch {
        let name = |name| compare_text(name, certified.name_with_substitutes(), name::likeness);
        let address = |address| {
            compare_text(address, certified.address_with_substitutes(), address::likeness)
        };
        ApplicantMatch {
            name: self.name.map(name),
            address: self.address.map(address),
            date_of_birth: self
                .date_of_birth
                .map(|day| compare_date(day, certified.date_of_birth().date())),
            sex: self.sex.map(|sex| compare_sex(sex, certified.sex())),
        }
    }
}

impl fmt::Debug for ApplicantForm<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApplicantForm(protected)")
    }
}

/// The result for each field of a form; `None` for fields that the form does not have.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the four attributes, closed by law")]
pub struct ApplicantMatch {
    /// 氏名
    pub name: Option<FieldMatch>,
    /// 住所
    pub address: Option<FieldMatch>,
    /// 生年月日
    pub date_of_birth: Option<FieldMatch>,
    /// 性別
    pub sex: Option<FieldMatch>,
}

impl ApplicantMatch {
    /// Returns the worst result; `None` if the form has no field.
    ///
    /// ```
    /// use jpki_application::form::{ApplicantForm, FieldMatch};
    /// # use jpki_core::basic_four_info::{BasicFourInfo, DateOfBirth, Sex, TextWithSubstitutes};
    /// # let certified = BasicFourInfo::new(
    /// #     TextWithSubstitutes::of_name("見本　花子", "00000")?,
    /// #     TextWithSubstitutes::of_address("架空県見本市１丁目２番３号", "0000000000000")?,
    /// #     DateOfBirth::new("419900401").ok_or("no date")?,
    /// #     Sex::Female,
    /// # );
    /// let form = ApplicantForm::new().with_name("見本花子").with_sex(jpki_core::basic_four_info::Sex::Male);
    /// assert_eq!(form.compare(&certified).worst(), Some(FieldMatch::Different));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn worst(&self) -> Option<FieldMatch> {
        [self.name, self.address, self.date_of_birth, self.sex].into_iter().flatten().max()
    }

    /// As a check of a report, with a part for each field: a difference fails, what a person must look at warns,
    /// and a form without fields proves nothing. It holds how the fields stand, not what they say.
    #[must_use]
    pub fn check(&self) -> Check {
        let parts = [
            (CheckId::ApplicantName, self.name),
            (CheckId::ApplicantAddress, self.address),
            (CheckId::ApplicantDateOfBirth, self.date_of_birth),
            (CheckId::ApplicantSex, self.sex),
        ];
        let parts = parts.into_iter().filter_map(|(id, found)| {
            let found = found?;
            let check = Check::new(id, Subject::EndEntity, found.outcome());
            Some(check.with(Fact::code(FactKey::Detail, found.code())))
        });
        let outcome = match self.worst() {
            Some(worst) => worst.outcome(),
            None => Outcome::Failed(Reason::NothingChecked),
        };
        Check::new(CheckId::Applicant, Subject::EndEntity, outcome).with_parts(parts.collect())
    }
}

/// How two texts are alike where both are known.
enum Likeness {
    /// But for their writing
    Same,
    /// Perhaps
    Open,
    None,
}

/// Longer texts are compared character by character alone: no name or address is as long.
const LONGEST: usize = 10_000;

// Requirement: CERT-17, SIG-04
fn compare_text(
    form: &str,
    certified: TextWithSubstitutes<'_>,
    likeness: fn(&Folded, &Folded) -> Likeness,
) -> FieldMatch {
    let folded = Folded::of_certified(certified);
    if folded.is_blank() {
        // Nothing is certified.
        return FieldMatch::Undecided;
    }
    if form == certified.text() && !certified.has_substitutes() {
        return FieldMatch::Exact;
    }
    let folded_form = Folded::of(form);
    if folded_form.places.len().max(folded.places.len()) > LONGEST {
        return FieldMatch::Different;
    }
    match likeness(&folded_form, &folded) {
        Likeness::Same if fold::turns(form) => FieldMatch::Undecided,
        Likeness::Same if certified.has_substitutes() => FieldMatch::Substituted,
        Likeness::Same => FieldMatch::Equivalent,
        Likeness::Open => FieldMatch::Undecided,
        Likeness::None => FieldMatch::Different,
    }
}

fn compare_date(day: JapanDay, certified: BirthDate) -> FieldMatch {
    let (year, month, _) = day.year_month_day();
    let agrees = match certified {
        BirthDate::Day(certified) if certified == day => return FieldMatch::Exact,
        BirthDate::Day(_) => false,
        BirthDate::Month { year: certified_year, month: certified_month } => {
            (i32::from(certified_year), certified_month) == (year, month)
        }
        BirthDate::Year(certified) => i32::from(certified) == year,
        BirthDate::Unknown => true,
    };
    if agrees { FieldMatch::Substituted } else { FieldMatch::Different }
}

fn compare_sex(sex: Sex, certified: Sex) -> FieldMatch {
    match certified {
        _ if sex == certified => FieldMatch::Exact,
        // `3` also stands for what is not known (jpki-profile §2.6).
        Sex::Other => FieldMatch::Substituted,
        Sex::Male | Sex::Female => FieldMatch::Different,
    }
}
