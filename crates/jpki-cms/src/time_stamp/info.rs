use alloc::boxed::Box;
use core::fmt;
use core::time::Duration;

use jpki_core::algorithm::{AlgorithmIdentifier, DigestAlgorithm};
use jpki_core::crypto::Digest;
use jpki_core::der::{Decode, DerError, DerErrorKind, Integer, Oid, Reader, Tag};
use jpki_core::time::Timestamp;
use jpki_x509::extension::general_name::GeneralName;

/// `TSTInfo` (RFC 3161 §2.4.2): what a time-stamp says.
#[derive(Clone)]
pub struct TimeStampInfo {
    policy: Box<[u8]>,
    imprint: Option<Digest>,
    time: Timestamp,
    fraction: Fraction,
    accuracy: Accuracy,
    nonce: Option<Box<[u8]>>,
    /// `tsa`, a `GeneralName`.
    authority: Option<Box<[u8]>>,
}

/// How far the time may be off, either way. Zero if the token does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy(Duration);

impl Accuracy {
    /// Returns the span.
    #[must_use]
    pub const fn duration(self) -> Duration {
        self.0
    }
}

/// Whether the time lies after the whole second.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fraction {
    None,
    Some,
}

impl TimeStampInfo {
    /// Reads a `TSTInfo` in DER.
    ///
    /// Refuses another version than 1; a time other than `YYYYMMDDhhmmss[.f]Z`; a fraction that ends in
    /// zero; milliseconds or microseconds outside 1 to 999; a `tsa` that is no `GeneralName`; and critical
    /// extensions, none of which is known here. The serial number, which nothing here rests on, may be any
    /// INTEGER, and `ordering`, which compares tokens of one authority, is not used.
    ///
    /// # Errors
    /// [`DerError`] if it is refused.
    pub fn from_der(bytes: &[u8]) -> Result<Self, DerError> {
        let mut fields = Reader::new(bytes)?.read_all(Reader::sequence)?;
        if fields.small_integer()? != 1 {
            return Err(fields.error(DerErrorKind::InvalidContent("version")));
        }
        let policy = fields.object_identifier()?;
        let imprint = read_imprint(&mut fields)?;
        fields.integer()?;
        let (time, fraction) = read_time(&mut fields)?;
        let accuracy = match fields.optional_nested(Tag::SEQUENCE)? {
            None => Accuracy::default(),
            Some(fields) => read_accuracy(fields)?,
        };
        if fields.peek() == Some(Tag::BOOLEAN) {
            fields.boolean()?;
        }
        let nonce = match fields.peek() {
            Some(Tag::INTEGER) => Some(fields.integer()?.as_bytes().into()),
            _ => None,
        };
        let authority = match fields.optional(Tag::context_constructed(0))? {
            None => None,
            Some(element) => {
                fields.contents_of(element).read_all(GeneralName::read)?;
                Some(fields.bytes(element.content).into())
            }
        };
        if let Some(extensions) = fields.optional_nested(Tag::context_constructed(1))? {
            refuse_critical(extensions)?;
        }
        fields.finish()?;
        let policy = policy.as_bytes().into();
        Ok(Self { policy, imprint, time, fraction, accuracy, nonce, authority })
    }

    /// Returns the policy of the authority.
    #[must_use]
    pub const fn policy(&self) -> Oid<'_> {
        Oid::from_bytes(&self.policy)
    }

    /// Digest of what was stamped; `None` if by an unknown algorithm.
    #[must_use]
    pub const fn imprint(&self) -> Option<&Digest> {
        self.imprint.as_ref()
    }

    /// Returns the time, a fraction of a second dropped.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        self.time
    }

    /// Returns how far the time may be off.
    #[must_use]
    pub const fn accuracy(&self) -> Accuracy {
        self.accuracy
    }

    /// Returns the nonce, if there is one that is not larger than those of
    /// [`TimeStampRequest`](super::TimeStampRequest).
    #[must_use]
    pub fn nonce(&self) -> Option<u64> {
        Integer::from_bytes(self.nonce.as_deref()?)?.to_u64()
    }

    /// The name of the authority, if it is stated: a hint which of its names a certificate must have.
    pub(super) fn authority(&self) -> Option<GeneralName<'_>> {
        GeneralName::read(&mut Reader::new(self.authority.as_deref()?).ok()?).ok()
    }

    /// Returns the earliest instant that it can mean, in whole seconds.
    #[must_use]
    pub fn earliest_time(&self) -> Timestamp {
        let Accuracy(accuracy) = self.accuracy;
        let begun_second = u64::from(accuracy.subsec_nanos() > 0);
        self.time.before(Duration::from_secs(accuracy.as_secs().saturating_add(begun_second)))
    }

    /// Returns the latest instant that it can mean, in whole seconds.
    #[must_use]
    pub fn latest_time(&self) -> Timestamp {
        let Accuracy(accuracy) = self.accuracy;
        let begun_second = match (self.fraction, accuracy.subsec_nanos()) {
            (Fraction::None, 0) => 0,
            // Two fractions may add up to more than a second.
            (Fraction::Some, 1..) => 2,
            _ => 1,
        };
        self.time.after(Duration::from_secs(accuracy.as_secs().saturating_add(begun_second)))
    }
}

impl fmt::Debug for TimeStampInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TimeStampInfo({:?}, {:?})", self.time, self.accuracy)
    }
}

// RFC 3161 §2.4.1: MessageImprint ::= SEQUENCE { hashAlgorithm, hashedMessage }
fn read_imprint(fields: &mut Reader<'_>) -> Result<Option<Digest>, DerError> {
    let mut imprint = fields.sequence()?;
    let algorithm = AlgorithmIdentifier::read(&mut imprint)?;
    let hashed = imprint.read(Tag::OCTET_STRING)?;
    let Ok(algorithm) = DigestAlgorithm::from_identifier(&algorithm) else {
        return Ok(None);
    };
    match Digest::new(algorithm, imprint.bytes(hashed.content)) {
        Some(digest) if imprint.is_empty() => Ok(Some(digest)),
        _ => Err(imprint.error(DerErrorKind::InvalidContent("message imprint"))),
    }
}

fn read_time(fields: &mut Reader<'_>) -> Result<(Timestamp, Fraction), DerError> {
    let invalid = fields.error(DerErrorKind::InvalidContent("time"));
    let element = fields.read(Tag::GENERALIZED_TIME)?;
    let content = fields.bytes(element.content);
    // RFC 3161 §2.4.2: YYYYMMDDhhmmss[.f]Z, the fraction not ending in 0
    let (seconds, fraction) = match content.split_at_checked(14) {
        Some((seconds, b"Z")) => (seconds, Fraction::None),
        Some((seconds, [b'.', digits @ .., b'1'..=b'9', b'Z']))
            if digits.iter().all(u8::is_ascii_digit) =>
        {
            (seconds, Fraction::Some)
        }
        _ => return Err(invalid),
    };
    let mut whole_second = seconds.to_vec();
    whole_second.push(b'Z');
    let time = Timestamp::from_generalized_time(&whole_second).ok_or(invalid)?;
    Ok((time, fraction))
}

// RFC 3161 §2.4.2: Accuracy
fn read_accuracy(mut fields: Reader<'_>) -> Result<Accuracy, DerError> {
    let seconds = match fields.peek() {
        Some(Tag::INTEGER) => fields.small_integer()?,
        _ => 0,
    };
    let milliseconds = read_thousandths(&mut fields, 0)?;
    let microseconds = read_thousandths(&mut fields, 1)?;
    fields.finish()?;
    let fraction = milliseconds.saturating_mul(1000).saturating_add(microseconds);
    Ok(Accuracy(
        Duration::from_secs(seconds.into()).saturating_add(Duration::from_micros(fraction)),
    ))
}

fn read_thousandths(fields: &mut Reader<'_>, number: u8) -> Result<u64, DerError> {
    let invalid = fields.error(DerErrorKind::InvalidContent("accuracy"));
    let Some(element) = fields.optional(Tag::context(number))? else { return Ok(0) };
    match fields.integer_content(element)?.to_u32() {
        Some(number @ 1..=999) => Ok(number.into()),
        _ => Err(invalid),
    }
}

// RFC 3161 §2.4.2: extensions [1] IMPLICIT Extensions
fn refuse_critical(mut extensions: Reader<'_>) -> Result<(), DerError> {
    while !extensions.is_empty() {
        let mut extension = extensions.sequence()?;
        extension.object_identifier()?;
        if extension.peek() == Some(Tag::BOOLEAN) && extension.boolean()? {
            return Err(extension.error(DerErrorKind::InvalidContent("critical extension")));
        }
        extension.read(Tag::OCTET_STRING)?;
        extension.finish()?;
    }
    Ok(())
}
