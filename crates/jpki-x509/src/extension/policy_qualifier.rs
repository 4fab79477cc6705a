use const_oid::db::rfc5280;
use jpki_core::der::{DerError, DerErrorKind, Oid, Reader, Tag};

/// id-qt-cps 1.3.6.1.5.5.7.2.1
const PRACTICE_STATEMENT: Oid<'static> = Oid::of(&rfc5280::ID_QT_CPS);
/// id-qt-unotice 1.3.6.1.5.5.7.2.2
const USER_NOTICE: Oid<'static> = Oid::of(&rfc5280::ID_QT_UNOTICE);

/// What a policy's qualifier is (RFC 5280 §4.2.1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyQualifier {
    /// Where the certification practice statement lies.
    PracticeStatement,
    /// A text for the user.
    UserNotice,
    /// One that RFC 5280 does not define.
    Unknown,
}

impl PolicyQualifier {
    /// Reads the next `PolicyQualifierInfo`. Texts may be longer than the 200 characters of §4.2.1.4,
    /// which asks certificate users to bear it.
    pub(super) fn read(list: &mut Reader<'_>) -> Result<Self, DerError> {
        let mut fields = list.enter(Tag::SEQUENCE)?;
        let qualifier = match fields.object_identifier()? {
            PRACTICE_STATEMENT => {
                check_text(&mut fields, &[Tag::IA5_STRING])?;
                Self::PracticeStatement
            }
            USER_NOTICE => {
                check_user_notice(fields.enter(Tag::SEQUENCE)?)?;
                Self::UserNotice
            }
            _ => {
                fields.any()?;
                Self::Unknown
            }
        };
        fields.finish()?;
        Ok(qualifier)
    }
}

// UserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL }
fn check_user_notice(mut notice: Reader<'_>) -> Result<(), DerError> {
    if notice.peek() == Some(Tag::SEQUENCE) {
        let mut reference = notice.enter(Tag::SEQUENCE)?;
        check_text(&mut reference, DISPLAY_TEXT)?;
        let mut numbers = reference.enter(Tag::SEQUENCE)?;
        reference.finish()?;
        while !numbers.is_empty() {
            numbers.integer()?;
        }
    }
    if !notice.is_empty() {
        check_text(&mut notice, DISPLAY_TEXT)?;
    }
    notice.finish()
}

const DISPLAY_TEXT: &[Tag] =
    &[Tag::IA5_STRING, Tag::VISIBLE_STRING, Tag::BMP_STRING, Tag::UTF8_STRING];

fn check_text(fields: &mut Reader<'_>, types: &[Tag]) -> Result<(), DerError> {
    let malformed = fields.error(DerErrorKind::InvalidContent("policy qualifier"));
    let element = fields.any()?;
    let content = fields.bytes(element.content);
    let is_text = match element.tag {
        Tag::BMP_STRING => content.len().is_multiple_of(2),
        Tag::UTF8_STRING => core::str::from_utf8(content).is_ok(),
        _ => content.is_ascii(),
    };
    if types.contains(&element.tag) && is_text { Ok(()) } else { Err(malformed) }
}
