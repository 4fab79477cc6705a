use jpki_core::report::Reason;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::KeyUsage;

/// An authority that may sign revocation lists (CRL発行者), and the trust anchor that vouches for it.
///
/// Made from what the caller has validated: a trust anchor of its own, or the certificate at the end of
/// a valid path. This type adds only what is particular to lists, the key usage.
#[derive(Clone, Debug)]
pub struct ListIssuer {
    authority: Authority,
    anchor: Authority,
}

impl ListIssuer {
    /// A trust anchor that is known by name and key only.
    #[must_use]
    pub fn anchor(authority: Authority) -> Self {
        Self { anchor: authority.clone(), authority }
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
        if !certificate.subject().matches(&authority.name()) {
            return Err(Reason::NameMismatch);
        }
        if certificate.public_key_octets() != authority.public_key_octets() {
            return Err(Reason::KeyRejected);
        }
        // RFC 5280 §6.3.3(f)
        match certificate.key_usage() {
            Ok(None) => Ok(Self { authority, anchor }),
            Ok(Some(usage)) if usage.contains(KeyUsage::CRL_SIGN) => Ok(Self { authority, anchor }),
            Ok(Some(_)) => Err(Reason::KeyUsageInsufficient),
            Err(_) => Err(Reason::ExtensionMalformed),
        }
    }

    /// Name and key.
    #[must_use]
    pub const fn authority(&self) -> &Authority {
        &self.authority
    }

    /// The trust anchor that vouches for it; itself if it is one.
    #[must_use]
    pub const fn trust_anchor(&self) -> &Authority {
        &self.anchor
    }
}
