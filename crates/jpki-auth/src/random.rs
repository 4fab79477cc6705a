/// The operating system gave no random octets. Nothing may be issued then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random octets")]
pub struct RandomnessUnavailable;

/// Octets from the operating system's generator.
pub(crate) fn random_octets<const N: usize>() -> Result<[u8; N], RandomnessUnavailable> {
    let mut octets = [0; N];
    getrandom::fill(&mut octets).map_err(|_| RandomnessUnavailable)?;
    Ok(octets)
}
