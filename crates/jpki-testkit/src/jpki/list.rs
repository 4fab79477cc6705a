//! Revocation lists of the authorities (jpki-profile §5, §15 rows 9 and 10).

use ::time::{Duration, UtcDateTime};

use super::SyntheticJpki;
use super::authority::Authority;
use super::calendar::start_of_jst_day;
use crate::pki::{
    AuthorityKeyIdentifier, CrlBuilder, DistinguishedName, DistributionPointName, Extension,
    IssuingDistributionPoint,
};

impl SyntheticJpki {
    /// Issue of today's lists: midnight in Japan.
    pub fn lists_issued_at(&self) -> UtcDateTime {
        start_of_jst_day(self.instant)
    }

    /// Today's complete list of end entities (CRL), still empty and unsigned: issued at midnight in
    /// Japan, next one a day later, with authority key identifier and number, without an issuing
    /// distribution point. Sign it with [`Authority::key`].
    pub fn crl(&self, authority: &Authority) -> CrlBuilder {
        let this_update = self.lists_issued_at();
        CrlBuilder::new()
            .issuer(authority.name())
            .this_update(this_update)
            .next_update(this_update + Duration::DAY)
            .extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(
                authority.key(),
            )))
            .extension(Extension::crl_number(self.crl_number()))
    }

    /// Today's list of the end entities of one distribution point: like [`SyntheticJpki::crl`], with
    /// a critical issuing distribution point of that name.
    pub fn partitioned_crl(&self, authority: &Authority, point: DistinguishedName) -> CrlBuilder {
        let scope = IssuingDistributionPoint::named(DistributionPointName::directory(point));
        self.crl(authority).extension(Extension::issuing_distribution_point(&scope).critical())
    }

    /// Today's list of authorities (ARL), still empty and unsigned: its critical issuing
    /// distribution point has the authority's own name, as its certificate says, and takes in
    /// certificates of authorities only.
    pub fn arl(&self, authority: &Authority) -> CrlBuilder {
        let scope = IssuingDistributionPoint {
            only_ca_certificates: true,
            ..IssuingDistributionPoint::named(DistributionPointName::directory(authority.name()))
        };
        self.crl(authority).extension(Extension::issuing_distribution_point(&scope).critical())
    }

    /// Number of today's lists: one more each day.
    pub fn crl_number(&self) -> u64 {
        let days = self.lists_issued_at().unix_timestamp() / Duration::DAY.whole_seconds();
        u64::try_from(days).unwrap_or_default()
    }
}
