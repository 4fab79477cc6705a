use core::fmt;

use jpki_core::time::{ClockAllowance, Timestamp, ValidationTime};
use jpki_x509::certificate::{OwnedSerialNumber, SerialNumber};
use jpki_x509::kind::Generation;
use zeroize::Zeroizing;

/// The application's own reference to a customer. Not a serial number, which must not serve as an identifier
/// (guideline 001 table 4-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a number with a name")]
pub struct CustomerReference(pub u64);

/// A customer whose certificates may be checked, because the customer consented.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct Customer {
    /// The reference that a change carries.
    pub reference: CustomerReference,
    /// The consent to be checked.
    pub consent: RecordedConsent,
    /// 署名用電子証明書; minors and others hold none.
    pub signature: Option<HeldCertificate>,
    /// 利用者証明用電子証明書
    pub authentication: Option<HeldCertificate>,
}

/// A customer's consent to repeated checks (同意, guideline 001 ch. 3 merit ②), as the application recorded it. Without
/// one there is no [`Customer`] to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedConsent {
    given_at: Timestamp,
}

impl RecordedConsent {
    /// Takes the instant at which the consent was recorded; `None` if it is later than the time of the run by more than
    /// clocks may differ ([`ClockAllowance::DEFAULT`]).
    ///
    /// ```
    /// use jpki_core::time::{Timestamp, ValidationTime};
    /// use jpki_monitor::RecordedConsent;
    ///
    /// let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").expect("an instant");
    /// let tomorrow = Timestamp::from_rfc3339("2026-06-02T12:00:00+09:00").expect("an instant");
    /// assert!(RecordedConsent::given_at(now, ValidationTime::at(now)).is_some());
    /// assert!(RecordedConsent::given_at(tomorrow, ValidationTime::at(now)).is_none());
    /// ```
    #[must_use]
    // Requirement: REV-01
    pub fn given_at(given_at: Timestamp, run: ValidationTime) -> Option<Self> {
        ClockAllowance::DEFAULT.admits(given_at, run.instant()).then_some(Self { given_at })
    }

    /// Returns the instant at which it was recorded.
    #[must_use]
    pub const fn instant(&self) -> Timestamp {
        self.given_at
    }
}

/// The part of a certificate that is kept to check its status.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct HeldCertificate {
    /// The generation of the authority's key that issued it. Each generation has serial numbers of its own.
    pub generation: Generation,
    /// 発行番号
    pub serial_number: HeldSerial,
    /// Last second of its validity period, after which there is no information on it.
    pub not_after: Timestamp,
}

/// Bytes of the longest serial number (RFC 5280 §4.1.2.2).
const LONGEST: usize = 20;

/// A serial number that is kept, wiped when dropped. Protected data (guideline 001 table 4-1).
#[derive(Clone)]
pub struct HeldSerial {
    serial_number: OwnedSerialNumber,
}

impl HeldSerial {
    /// Reads a serial number in hexadecimal digits of either case, as certificate viewers show it, without
    /// separators. `None` unless it is one of RFC 5280 §4.1.2.2: above 0, of at most 20 bytes.
    ///
    /// ```
    /// use jpki_monitor::HeldSerial;
    ///
    /// let serial_number = HeldSerial::from_hex("0705A1B2").expect("a serial number");
    /// assert!(!format!("{serial_number:?}").contains("0705")); // protected
    /// assert!(HeldSerial::from_hex("00").is_none());
    /// ```
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.trim_start_matches('0').as_bytes();
        if digits.len() > 2 * LONGEST {
            return None;
        }
        let (leading, pairs) = digits.split_at_checked(digits.len() % 2)?;
        let mut magnitude = Zeroizing::new(Vec::with_capacity(LONGEST));
        for pair in [leading].into_iter().chain(pairs.chunks(2)).filter(|pair| !pair.is_empty()) {
            magnitude.push(byte(pair)?);
        }
        let serial_number = SerialNumber::from_magnitude(&magnitude).ok()?;
        Self::of(serial_number.as_serial_number())
    }

    /// Copies the serial number of a certificate. `None` unless it is one of RFC 5280 §4.1.2.2.
    #[must_use]
    pub fn of(serial_number: SerialNumber<'_>) -> Option<Self> {
        serial_number
            .is_conforming()
            .then(|| Self { serial_number: OwnedSerialNumber::from(serial_number) })
    }

    /// Returns the serial number, to look it up in CRLs or to ask a responder.
    #[must_use]
    pub fn serial_number(&self) -> SerialNumber<'_> {
        self.serial_number.as_serial_number()
    }
}

fn byte(digits: &[u8]) -> Option<u8> {
    digits.iter().try_fold(0_u8, |byte, digit| {
        let digit = u8::try_from(char::from(*digit).to_digit(16)?).ok()?;
        Some(byte << 4 | digit)
    })
}

impl fmt::Debug for HeldSerial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeldSerial(protected)")
    }
}
