use jpki_core::der::{Decode, DerError, Oid, Reader, SequenceOf, Span};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::extension::{ExtensionSpan, oid};

use super::common_entry::CommonEntry;
use super::invalidity::InvalidityDate;
use super::{CrlError, RevocationReason};

/// Bytes of a serial number at most, so that an entry's head fits a fixed window. RFC 5280 §4.1.2.2
/// allows 20.
const SERIAL_NUMBER_BYTES: usize = 127;

/// One entry of `revokedCertificates` (RFC 5280 §5.1.2.6, §5.3).
pub(crate) struct Entry<'a> {
    pub(crate) serial_number: SerialNumber<'a>,
    pub(crate) revoked_at: Timestamp,
    pub(crate) reason: RevocationReason,
    pub(crate) invalidity: InvalidityDate,
    pub(crate) certificate_issuer: Option<SequenceOf<'a, GeneralName<'a>>>,
    pub(crate) has_extensions: bool,
}

impl<'a> Entry<'a> {
    /// Reads the entry that these bytes are.
    ///
    /// # Errors
    /// As [`Self::read`].
    #[inline]
    pub(crate) fn of_element(element: &'a [u8]) -> Result<Self, CrlError> {
        match Self::of_common_beginning(element) {
            Some(entry) => Ok(entry),
            None => Self::read(&mut Reader::new(element)?),
        }
    }

    /// Reads the entry that these bytes begin with, if it has the common form.
    #[inline]
    pub(crate) fn of_common_beginning(bytes: &'a [u8]) -> Option<Self> {
        CommonEntry::read(bytes).and_then(Self::of_common_form)
    }

    #[inline]
    fn of_common_form(entry: CommonEntry<'a>) -> Option<Self> {
        Some(Self {
            serial_number: entry.serial_number.into(),
            revoked_at: entry.revoked_at()?,
            reason: entry
                .reason
                .map_or(RevocationReason::Unspecified, RevocationReason::from_number),
            invalidity: InvalidityDate::Absent,
            certificate_issuer: None,
            has_extensions: entry.reason.is_some(),
        })
    }

    /// Reads the next entry.
    ///
    /// Accepted although RFC 5280 forbids it: an empty extensions field, which real lists hold; a serial
    /// number that is not positive or too long, since certificates may have it.
    ///
    /// # Errors
    /// If it is malformed, has an extension twice, or a critical one that is not understood.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, CrlError> {
        let mut fields = reader.sequence()?;
        let position = fields.position();
        let serial_number = SerialNumber::read(&mut fields)?;
        if serial_number.expose_protected().len() > SERIAL_NUMBER_BYTES {
            return Err(CrlError::invalid("serial number", position));
        }
        let mut entry = Self {
            serial_number,
            revoked_at: fields.time()?,
            reason: RevocationReason::Unspecified,
            invalidity: InvalidityDate::Absent,
            certificate_issuer: None,
            has_extensions: false,
        };
        if !fields.is_empty() {
            entry.has_extensions = true;
            let extensions = fields.sequence()?;
            fields.finish()?;
            entry.read_extensions(extensions)?;
        }
        Ok(entry)
    }

    fn read_extensions(&mut self, list: Reader<'a>) -> Result<(), CrlError> {
        let mut rest = list;
        while !rest.is_empty() {
            let position = rest.position();
            let span = ExtensionSpan::read(&mut rest)?;
            if occurs_before(list, position, Oid::from_bytes(rest.bytes(span.oid)))? {
                return Err(CrlError::RepeatedExtension);
            }
            self.take(list, span)?;
        }
        Ok(())
    }

    fn take(&mut self, list: Reader<'a>, span: ExtensionSpan) -> Result<(), CrlError> {
        let value = list.bytes(span.value);
        match Oid::from_bytes(list.bytes(span.oid)) {
            oid::REASON_CODE => self.reason = reason_code(value, span.value)?,
            oid::INVALIDITY_DATE => self.invalidity = InvalidityDate::from_der(value),
            oid::CERTIFICATE_ISSUER => {
                self.certificate_issuer = Some(SequenceOf::from_der(value)?);
            }
            // RFC 5280 §5.3: such a list must not be used for any certificate.
            _ if span.critical => return Err(CrlError::UnknownCriticalExtension),
            _ => {}
        }
        Ok(())
    }
}

fn occurs_before(list: Reader<'_>, position: u32, oid: Oid<'_>) -> Result<bool, DerError> {
    let mut earlier = list;
    while earlier.position() < position {
        let span = ExtensionSpan::read(&mut earlier)?;
        if Oid::from_bytes(earlier.bytes(span.oid)) == oid {
            return Ok(true);
        }
    }
    Ok(false)
}

// RFC 5280 §5.3.1
fn reason_code(value: &[u8], span: Span) -> Result<RevocationReason, CrlError> {
    match value {
        [0x0a, 0x01, number @ ..=0x7f] => Ok(RevocationReason::from_number(*number)),
        _ => Err(CrlError::invalid("reason code", span.start())),
    }
}

/// Content bytes of the serial number in the entry that these bytes begin with, which an earlier walk
/// found well formed.
#[inline]
pub(crate) fn serial_number_of(entry: &[u8]) -> Option<&[u8]> {
    match entry {
        [0x30, ..=0x7f, 0x02, length @ ..=0x7f, rest @ ..]
        | [0x30, 0x81, _, 0x02, length @ ..=0x7f, rest @ ..]
        | [0x30, 0x82, _, _, 0x02, length @ ..=0x7f, rest @ ..]
        | [0x30, 0x83, _, _, _, 0x02, length @ ..=0x7f, rest @ ..]
        | [0x30, 0x84, _, _, _, _, 0x02, length @ ..=0x7f, rest @ ..] => {
            rest.get(..usize::from(*length))
        }
        _ => None,
    }
}

/// The same of the entry at `position`.
#[inline]
pub(crate) fn serial_number_at(bytes: &[u8], position: u32) -> Option<&[u8]> {
    bytes.get(position as usize..).and_then(serial_number_of)
}
