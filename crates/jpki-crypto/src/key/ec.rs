use jpki_core::algorithm::EllipticCurve;

/// The point as it is encoded, if it is encoded uncompressed or compressed (RFC 5480 §2.2) and so
/// neither the point at infinity nor in the hybrid form of X9.62.
pub(super) fn accepted_point(curve: EllipticCurve, point: &[u8]) -> Option<&[u8]> {
    let coordinates = match (curve, point.first()?) {
        (_, 0x02 | 0x03) => 1,
        (_, 0x04) => 2,
        _ => return None,
    };
    let field_bytes: usize = match curve {
        EllipticCurve::P256 => 32,
        EllipticCurve::P384 => 48,
        EllipticCurve::P521 => 66,
    };
    let length = field_bytes.checked_mul(coordinates)?.checked_add(1)?;
    (point.len() == length).then_some(point)
}
