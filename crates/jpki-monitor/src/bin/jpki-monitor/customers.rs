use std::io::Read;

use csv::{ByteRecord, Reader, ReaderBuilder};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_monitor::{Customer, CustomerReference, HeldCertificate, HeldSerial, RecordedConsent};
use jpki_x509::kind::Generation;

/// Customers with consent, out of a file of comma-separated values.
pub(crate) struct CustomersFile<R> {
    reader: Reader<R>,
    columns: Columns,
    row: ByteRecord,
    at: ValidationTime,
    without_consent: u64,
}

/// Why the customers cannot be read. Names lines and columns, never what they hold.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CustomersError {
    #[error("{0}")]
    File(#[from] csv::Error),
    #[error("the header has no column {0}")]
    Column(&'static str),
    #[error("line {line}: {column} {problem}")]
    Value { line: u64, column: &'static str, problem: &'static str },
}

/// Where each column is.
struct Columns {
    customer: Column,
    consented_at: Column,
    signature: CertificateColumns,
    authentication: CertificateColumns,
}

struct CertificateColumns {
    generation: Column,
    serial: Column,
    not_after: Column,
}

#[derive(Clone, Copy)]
struct Column {
    name: &'static str,
    place: usize,
}

impl<R: Read> CustomersFile<R> {
    /// Reads the header.
    pub(crate) fn open(file: R, at: ValidationTime) -> Result<Self, CustomersError> {
        let mut reader = ReaderBuilder::new().buffer_capacity(0x10_0000).from_reader(file);
        let header = reader.byte_headers()?;
        let column = |name: &'static str| {
            let place = header.iter().position(|field| field == name.as_bytes());
            place.map(|place| Column { name, place }).ok_or(CustomersError::Column(name))
        };
        let columns = Columns {
            customer: column("customer")?,
            consented_at: column("consented_at")?,
            signature: CertificateColumns {
                generation: column("signature_generation")?,
                serial: column("signature_serial")?,
                not_after: column("signature_not_after")?,
            },
            authentication: CertificateColumns {
                generation: column("authentication_generation")?,
                serial: column("authentication_serial")?,
                not_after: column("authentication_not_after")?,
            },
        };
        Ok(Self { reader, columns, row: ByteRecord::new(), at, without_consent: 0 })
    }

    /// How many were passed over because they gave no consent.
    pub(crate) const fn without_consent(&self) -> u64 {
        self.without_consent
    }

    fn customer(&self) -> Result<Option<Customer>, CustomersError> {
        let Columns { customer, consented_at, signature, authentication } = &self.columns;
        let reference = self.text(*customer)?.parse();
        let reference = reference.map_err(|_| self.wrong(*customer, "is not a number"))?;
        let given_at = match self.text(*consented_at)? {
            "" => return Ok(None),
            _ => self.time(*consented_at)?,
        };
        let Some(consent) = RecordedConsent::given_at(given_at, self.at) else { return Ok(None) };
        Ok(Some(Customer {
            reference: CustomerReference(reference),
            consent,
            signature: self.certificate(signature)?,
            authentication: self.certificate(authentication)?,
        }))
    }

    fn certificate(
        &self,
        columns: &CertificateColumns,
    ) -> Result<Option<HeldCertificate>, CustomersError> {
        let CertificateColumns { generation, serial, not_after } = *columns;
        let texts = [self.text(generation)?, self.text(serial)?, self.text(not_after)?];
        if texts == ["", "", ""] {
            return Ok(None);
        }
        let [number, digits, _] = texts;
        let number = number.parse().ok().filter(|number| *number > 0);
        let number = number.ok_or_else(|| self.wrong(generation, "is not a generation"))?;
        let serial_number = HeldSerial::from_hex(digits)
            .ok_or_else(|| self.wrong(serial, "is not a serial number in hexadecimal digits"))?;
        Ok(Some(HeldCertificate {
            generation: Generation::new(number),
            serial_number,
            not_after: self.time(not_after)?,
        }))
    }

    fn time(&self, column: Column) -> Result<Timestamp, CustomersError> {
        Timestamp::from_rfc3339(self.text(column)?)
            .ok_or_else(|| self.wrong(column, "is not a time as 2026-06-01T12:00:00+09:00"))
    }

    fn text(&self, column: Column) -> Result<&str, CustomersError> {
        let bytes = self.row.get(column.place).unwrap_or_default();
        core::str::from_utf8(bytes).map_err(|_| self.wrong(column, "is not text"))
    }

    fn wrong(&self, column: Column, problem: &'static str) -> CustomersError {
        let line = self.row.position().map_or(0, csv::Position::line);
        CustomersError::Value { line, column: column.name, problem }
    }
}

impl<R: Read> Iterator for CustomersFile<R> {
    type Item = Result<Customer, CustomersError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.reader.read_byte_record(&mut self.row) {
                Err(error) => return Some(Err(error.into())),
                Ok(false) => return None,
                Ok(true) => {}
            }
            match self.customer() {
                Err(error) => return Some(Err(error)),
                Ok(Some(customer)) => return Some(Ok(customer)),
                Ok(None) => self.without_consent = self.without_consent.saturating_add(1),
            }
        }
    }
}
