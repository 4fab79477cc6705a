use crate::freshness::FreshnessPolicy;

/// Which lists may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevocationPolicy {
    /// How old a list may be.
    pub freshness: FreshnessPolicy,
    /// Whether a list may be signed by another key of the authority than issued the certificate. Such a
    /// list tells where those of the certificate's own key leave a gap, and adds revocations.
    pub keys_of_crls: CrlKeyPolicy,
    /// Whether a partition may count that no distribution point of the certificate names, in the same way.
    pub partitions: CrlPartitionPolicy,
}

impl RevocationPolicy {
    /// For J-LIS: daily lists, signed by the key that issued the certificate, and partitions only if
    /// the certificate names them. The authority's own name is the distribution point of its ARL.
    #[must_use]
    pub const fn daily() -> Self {
        Self {
            freshness: FreshnessPolicy::daily(),
            keys_of_crls: CrlKeyPolicy::SameKey,
            partitions: CrlPartitionPolicy::Refused,
        }
    }

    /// RFC 5280 and nothing more.
    #[must_use]
    pub const fn rfc_5280() -> Self {
        Self {
            freshness: FreshnessPolicy::rfc_5280(),
            keys_of_crls: CrlKeyPolicy::SameAnchor,
            partitions: CrlPartitionPolicy::OfIssuersName,
        }
    }
}

/// Which lists with a distribution point of their own count for a certificate that does not name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CrlPartitionPolicy {
    /// None. A list without a distribution point is complete, and counts.
    Refused,
    /// One whose distribution point is the certificate issuer's own name (RFC 5280 §6.3.3, last
    /// paragraph).
    OfIssuersName,
}

/// Which keys, besides the one that issued the certificate, may sign a list in the issuer's name.
///
/// This is about one name with several keys. Another name that the certificate itself gives as the
/// issuer of its list (cRLIssuer) needs a path to the same trust anchor, whatever is chosen here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CrlKeyPolicy {
    /// None.
    SameKey,
    /// Those that have a path to the same trust anchor (RFC 5280 §6.3.3(f)).
    SameAnchor,
    /// Also, where the certificate was issued by a trust anchor, other trust anchors of the same name:
    /// the generations of a JPKI authority, which no certificate links. Whether J-LIS signs the list of
    /// an older generation with a newer key is not public.
    SiblingGeneration,
}
