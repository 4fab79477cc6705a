//! The extensions of a certificate by name: each decoded when asked for, `None` if absent.

use jpki_core::der::{Decode, DerError, Oid, SequenceOf};

use super::Certificate;
use crate::extension::general_name::GeneralName;
use crate::extension::{
    AccessDescription, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    DistributionPoint, ExtendedKeyUsage, KeyIdentifier, KeyUsage, oid,
};

/// # Errors
/// Each method gives [`DerError`] if the extension is there but malformed; positions count from the
/// start of the extension's value.
impl Certificate {
    /// keyUsage (鍵用途).
    pub fn key_usage(&self) -> Result<Option<KeyUsage>, DerError> {
        self.decoded(oid::KEY_USAGE)
    }

    /// extKeyUsage (拡張鍵用途).
    pub fn extended_key_usage(&self) -> Result<Option<ExtendedKeyUsage<'_>>, DerError> {
        self.decoded(oid::EXTENDED_KEY_USAGE)
    }

    /// basicConstraints (基本制約).
    pub fn basic_constraints(&self) -> Result<Option<BasicConstraints>, DerError> {
        self.decoded(oid::BASIC_CONSTRAINTS)
    }

    /// subjectKeyIdentifier (主体者鍵識別子).
    pub fn subject_key_identifier(&self) -> Result<Option<KeyIdentifier<'_>>, DerError> {
        self.decoded(oid::SUBJECT_KEY_IDENTIFIER)
    }

    /// authorityKeyIdentifier (認証機関鍵識別子).
    pub fn authority_key_identifier(&self) -> Result<Option<AuthorityKeyIdentifier<'_>>, DerError> {
        self.decoded(oid::AUTHORITY_KEY_IDENTIFIER)
    }

    /// subjectAltName (主体者別名). Of a 署名用電子証明書 it holds personal data.
    pub fn unverified_subject_alternative_names(
        &self,
    ) -> Result<Option<SequenceOf<'_, GeneralName<'_>>>, DerError> {
        self.decoded(oid::SUBJECT_ALTERNATIVE_NAME)
    }

    /// certificatePolicies (証明書ポリシー).
    pub fn certificate_policies(&self) -> Result<Option<CertificatePolicies<'_>>, DerError> {
        self.decoded(oid::CERTIFICATE_POLICIES)
    }

    /// cRLDistributionPoints (CRL分配点).
    pub fn crl_distribution_points(
        &self,
    ) -> Result<Option<SequenceOf<'_, DistributionPoint<'_>>>, DerError> {
        self.decoded(oid::CRL_DISTRIBUTION_POINTS)
    }

    /// freshestCRL (デルタCRL分配点).
    pub fn freshest_crl(&self) -> Result<Option<SequenceOf<'_, DistributionPoint<'_>>>, DerError> {
        self.decoded(oid::FRESHEST_CRL)
    }

    /// authorityInfoAccess (機関情報アクセス).
    pub fn authority_information_access(
        &self,
    ) -> Result<Option<SequenceOf<'_, AccessDescription<'_>>>, DerError> {
        self.decoded(oid::AUTHORITY_INFORMATION_ACCESS)
    }

    fn decoded<'a, T: Decode<'a>>(&'a self, oid: Oid<'_>) -> Result<Option<T>, DerError> {
        self.extension(oid).map(|extension| T::from_der(extension.value())).transpose()
    }
}
