use core::fmt;

use jpki_core::der::{Decode, DerError, DerErrorKind, Reader};
use jpki_core::report::{Fact, FactKey, FactValue};

/// cRLNumber or BaseCRLNumber (CRL番号): a number of at most 20 bytes, not negative (RFC 5280 §5.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrlNumber([u8; 20]);

impl CrlNumber {
    /// Big-endian, with leading zeros.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    pub(crate) fn fact(&self) -> Fact {
        let leading = self.0.iter().take_while(|byte| **byte == 0).count();
        let magnitude = self.0.get(leading..).unwrap_or_default();
        let value = if magnitude.len() <= 8 {
            FactValue::Count(
                magnitude.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)),
            )
        } else {
            FactValue::Bytes(magnitude.into())
        };
        Fact { key: FactKey::CrlNumber, value }
    }
}

impl fmt::Display for CrlNumber {
    /// Decimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // 2^160 has 49 of them; each byte multiplies what is there by 256.
        let mut digits = [0_u16; 49];
        for byte in self.0 {
            let mut carry = u16::from(byte);
            for digit in digits.iter_mut().rev() {
                let value = digit.saturating_mul(256).saturating_add(carry);
                *digit = value % 10;
                carry = value / 10;
            }
        }
        let leading = digits.iter().take_while(|digit| **digit == 0).count();
        let shown = digits.get(leading..).filter(|digits| !digits.is_empty()).unwrap_or(&[0]);
        shown.iter().try_for_each(|digit| write!(f, "{digit}"))
    }
}

impl Decode<'_> for CrlNumber {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let refused = reader.error(DerErrorKind::InvalidContent("CRL number"));
        let magnitude = reader.integer()?.magnitude().ok_or(refused)?;
        let mut number = [0; 20];
        let leading = 20_usize.checked_sub(magnitude.len()).ok_or(refused)?;
        number.iter_mut().skip(leading).zip(magnitude).for_each(|(to, from)| *to = *from);
        Ok(Self(number))
    }
}
