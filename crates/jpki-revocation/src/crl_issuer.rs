use alloc::vec::Vec;

use jpki_core::crypto::CryptoBackend;
use jpki_core::report::Reason;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::KeyUsage;
use jpki_x509::path::ValidPath;
use jpki_x509::trust::TrustStore;

/// An authority that may sign revocation lists (CRL発行者), and the trust anchor that vouches for it.
///
/// Made from what the caller has validated: a trust anchor of its own, or the certificate at the end of
/// a valid path. This type adds only what is particular to lists, the key usage.
#[derive(Clone, Debug)]
pub struct CrlIssuer {
    authority: Authority,
    anchor: Authority,
    key_identifier: Option<Vec<u8>>,
    /// Whether its certificate lets it sign lists. One that may not is known only to say so.
    may_sign: bool,
}

impl CrlIssuer {
    /// Creates a trust anchor that is known by name and key only.
    #[must_use]
    pub fn anchor(authority: Authority) -> Self {
        Self { anchor: authority.clone(), authority, key_identifier: None, may_sign: true }
    }

    /// The authority of a certificate that has a valid path to `anchor`, or is the anchor's own.
    ///
    /// # Errors
    /// [`Reason::NameMismatch`] or [`Reason::KeyRejected`] if the certificate is another's than the
    /// authority's; [`Reason::KeyUsageInsufficient`] or [`Reason::ExtensionMalformed`] if its key usage
    /// does not allow it to sign lists.
    pub fn certified(
        authority: Authority,
        certificate: &Certificate,
        anchor: Authority,
    ) -> Result<Self, Reason> {
        let issuer = Self::barred_or_certified(authority, certificate, anchor)?;
        if issuer.may_sign { Ok(issuer) } else { Err(Reason::KeyUsageInsufficient) }
    }

    fn barred_or_certified(
        authority: Authority,
        certificate: &Certificate,
        anchor: Authority,
    ) -> Result<Self, Reason> {
        if !certificate.subject().matches(&authority.name()) {
            return Err(Reason::NameMismatch);
        }
        if certificate.public_key_bytes() != authority.public_key_bytes() {
            return Err(Reason::KeyRejected);
        }
        // RFC 5280 §6.3.3(f)
        let may_sign = match certificate.key_usage() {
            Ok(usage) => usage.is_none_or(|usage| usage.contains(KeyUsage::CRL_SIGN)),
            Err(_) => return Err(Reason::ExtensionMalformed),
        };
        let identifier = certificate.subject_key_identifier().ok().flatten();
        let key_identifier = identifier.map(|identifier| identifier.as_bytes().to_vec());
        Ok(Self { authority, anchor, key_identifier, may_sign })
    }

    /// Returns the authorities whose lists may be believed: the anchors of both purposes. That a root may sign lists
    /// is part of its profile, so that none of them is left out.
    #[must_use]
    pub fn of_anchors(trust: &TrustStore) -> Vec<Self> {
        trust
            .all_anchors()
            .filter_map(|anchor| {
                let authority = anchor.authority();
                Self::certified(authority.clone(), anchor.certificate(), authority.clone()).ok()
            })
            .collect()
    }

    /// Returns the authorities that a path vouches for: the anchor and every authority of the path. Lists of one whose
    /// key usage does not allow it to sign lists are refused with that reason.
    #[must_use]
    pub fn of_path(path: &ValidPath) -> Vec<Self> {
        let anchor = path.anchor().authority();
        let certified = |authority: &Authority, certificate| {
            Self::barred_or_certified(authority.clone(), certificate, anchor.clone()).ok()
        };
        let of_anchor = match path.anchor().certificate() {
            Some(certificate) => certified(anchor, certificate),
            None => Some(Self::anchor(anchor.clone())),
        };
        // The issuer of each certificate is the subject of the next.
        let issuers = path.links().map(|(_, issuer)| issuer);
        let between = path.certificates().iter().skip(1).zip(issuers);
        let of_authorities =
            between.filter_map(|(certificate, authority)| certified(authority, certificate));
        of_anchor.into_iter().chain(of_authorities).collect()
    }

    /// The subject at the end of a path, which need not be an authority for certificates: an issuer of
    /// lists for others (indirect), or an authority's key for lists alone.
    ///
    /// # Errors
    /// [`Reason::KeyRejected`] if its key cannot be used, and those of [`Self::certified`].
    pub fn at_end_of(path: &ValidPath, crypto: &dyn CryptoBackend) -> Result<Self, Reason> {
        let certificate = path.certificates().first().ok_or(Reason::KeyRejected)?;
        let authority =
            Authority::new(certificate.subject(), certificate.public_key_bytes(), crypto)
                .map_err(|_| Reason::KeyRejected)?;
        Self::certified(authority, certificate, path.anchor().authority().clone())
    }

    /// Name and key.
    #[must_use]
    pub const fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Returns the trust anchor that vouches for it; itself if it is one.
    #[must_use]
    pub const fn trust_anchor(&self) -> &Authority {
        &self.anchor
    }

    /// Whether its certificate lets it sign lists.
    pub(crate) const fn may_sign(&self) -> bool {
        self.may_sign
    }

    /// Whether its certificate and the list name the same key (RFC 5280 §5.2.1). A hint only.
    pub(crate) fn is_named_by(&self, key_identifier: &[u8]) -> bool {
        self.key_identifier.as_deref() == Some(key_identifier)
    }
}
