//! Applicant matching (申請者との突合): what a form says against the basic four information of the signer.
//!
//! A person writes 東京都千代田区丸の内1-2-3 where the certificate has 東京都千代田区丸の内一丁目２番３号, and
//! 斎藤 where it has a substitute (代替文字) for a character that certificates cannot hold. This module
//! tells these apart from a difference, and never calls anything exact that is not.
//!
//! What counts as [`FieldMatch::Equivalent`]:
//!
//! - half and full width of letters, digits, marks and kana, and composed and decomposed kana (NFC);
//! - spaces (U+3000 among them), anywhere in a name; in an address except between two digits, where they
//!   part two numbers;
//! - hyphens, dashes, minus signs and, between digits, the long vowel mark ー;
//! - in addresses, 丁目, 番地, 番, 号, 号室, の and hyphens between numbers, and 漢数字 before 丁目, 番地, 番
//!   and 号. Numbers that are both marked must be marked alike: 1丁目2番 is not 1番2号;
//! - old and new forms of one kanji by 常用漢字表 and 戸籍法施行規則別表第二, and by no other table: 髙 and 高,
//!   﨑 and 崎 are different, and for a person to decide. So are 12 pairs of these tables whose new form is
//!   another kanji as well: 弁 (辨, 瓣, 辯), 予 (豫), 余 (餘), 芸 (藝), 欠 (缺), 糸 (絲), 缶 (罐), 台 (臺), 虫 (蟲),
//!   党 (黨).
//!
//! Letter case, kana against kanji, numbers with leading zeros and abbreviated place names are different.
//!
//! What it does not prove: that the form is the applicant's, or that the certificate's state is that of
//! today's resident record.

mod address;
mod kanji;
mod text;

use core::fmt;

use jpki_core::message::{Locale, Message};
use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Subject};
use jpki_core::time::JapanDay;
use jpki_x509::basic_four_info::{BasicFourInfo, BirthDate, Sex};

/// How a field of a form stands to the certified attribute. From best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldMatch {
    /// The same characters, and none of them a substitute.
    Exact,
    /// The same after the normalisation described [above](self).
    Equivalent,
    /// The same where it is known; elsewhere a substitute stands, or the date is not known. Not equal:
    /// a person must look.
    Substituted,
    /// Not the same.
    Different,
}

impl FieldMatch {
    const fn outcome(self) -> Outcome {
        match self {
            Self::Exact | Self::Equivalent => Outcome::Passed,
            Self::Substituted => Outcome::Warned(Reason::ApplicantNotTold),
            Self::Different => Outcome::Failed(Reason::ApplicantDiffers),
        }
    }
}

impl Message for FieldMatch {
    fn code(&self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Equivalent => "equivalent",
            Self::Substituted => "substituted",
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
            (Self::Different, Locale::Ja) => "不一致",
            (Self::Different, Locale::En) => "different",
        }
    }
}

/// What a form says about the applicant; fields that it does not have are not compared.
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
    /// A form without fields.
    #[must_use]
    pub const fn new() -> Self {
        Self { name: None, address: None, date_of_birth: None, sex: None }
    }

    /// The same with 氏名.
    #[must_use]
    pub const fn with_name(self, name: &'a str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// The same with 住所.
    #[must_use]
    pub const fn with_address(self, address: &'a str) -> Self {
        Self { address: Some(address), ..self }
    }

    /// The same with 生年月日.
    #[must_use]
    pub const fn with_date_of_birth(self, date_of_birth: JapanDay) -> Self {
        Self { date_of_birth: Some(date_of_birth), ..self }
    }

    /// The same with 性別.
    #[must_use]
    pub const fn with_sex(self, sex: Sex) -> Self {
        Self { sex: Some(sex), ..self }
    }

    /// Compares each field with the certified attribute.
    pub fn compare(&self, certified: &BasicFourInfo) -> ApplicantMatch {
        let name = |name| text::compare_name(name, certified.name_with_substitutes());
        let address = |address| address::compare(address, certified.address_with_substitutes());
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

/// How each field of a form stands; `None` for those that the form does not have.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The worst of the fields; `None` if the form has none.
    #[must_use]
    pub fn worst(&self) -> Option<FieldMatch> {
        [self.name, self.address, self.date_of_birth, self.sex].into_iter().flatten().max()
    }

    /// As a check of a report, with a part for each field: a difference fails, what is not told warns, and
    /// a form without fields proves nothing. It holds how the fields stand, not what they say.
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
        Check::new(CheckId::Applicant, Subject::EndEntity, outcome).explained_by(parts.collect())
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
