use jpki_core::der::{DerError, DerErrorKind, Element, Reader};

/// The set bits of a named bit list with `named` bits (at most 16): bit `n` of the list is bit `n` here.
///
/// X.690 §11.2.2 has trailing zero bits left out. Real certificates keep them and they change nothing,
/// so they are taken. Set bits without a name are refused, and so is set padding.
pub(super) fn read(reader: &Reader<'_>, element: Element, named: u32) -> Result<u16, DerError> {
    let bits = reader.bit_string_content(element)?;
    let mut bytes = reader.bytes(bits.bytes).iter().map(|byte| byte.reverse_bits());
    let first = bytes.next().unwrap_or(0);
    let second = bytes.next().unwrap_or(0);
    let set = u16::from_le_bytes([first, second]);
    let beyond_two_bytes = bytes.any(|byte| byte != 0);
    if beyond_two_bytes || u32::from(set) >= 1_u32.checked_shl(named).unwrap_or(0) {
        let kind = DerErrorKind::InvalidContent("named bit list");
        return Err(DerError { kind, position: element.whole.start() });
    }
    Ok(set)
}
