/// Version of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// v1, left out as the default.
    V1,
    /// v2.
    V2,
    /// v3.
    V3,
    /// Any number, written out.
    Number(u64),
}
