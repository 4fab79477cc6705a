//! Encrypted connections (TLS 1.2 or 1.3) to Redis and PostgreSQL.

use std::fmt;
use std::sync::Arc;

use jpki_core::localized::{Locale, Localized};
#[cfg(all(feature = "login", feature = "redis"))]
use rustls::crypto::CryptoProvider;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

/// Which servers are trusted, and the certificate shown to them.
///
/// A server's certificate must lead to one of the authorities and name the host that one connects to; what
/// the machine's own list of authorities says does not count.
#[derive(Clone)]
pub struct Encryption {
    pem: Pem,
    #[cfg(feature = "postgres")]
    config: ClientConfig,
}

#[derive(Clone)]
struct Pem {
    authorities: Vec<u8>,
    identity: Option<Identity>,
}

#[derive(Clone)]
struct Identity {
    certificates: Vec<u8>,
    key: Vec<u8>,
}

/// Reason why connections cannot be encrypted so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionError {
    /// The authorities are no certificates in PEM, or none are there.
    #[error("no certificates of authorities that can be read")]
    Authorities,
    /// The client's certificate and key are not in PEM, or do not belong together.
    #[error("the client's certificate and key cannot be used")]
    Identity,
}

impl Localized for EncryptionError {
    fn code(&self) -> &'static str {
        match self {
            Self::Authorities => "store-encryption.authorities",
            Self::Identity => "store-encryption.identity",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Authorities, Locale::Ja) => "認証局の証明書を読み取れません",
            (Self::Authorities, Locale::En) => "no certificates of authorities that can be read",
            (Self::Identity, Locale::Ja) => "クライアントの証明書と鍵を利用できません",
            (Self::Identity, Locale::En) => "the client's certificate and key cannot be used",
        }
    }
}

impl Encryption {
    /// Connections to servers whose certificates these authorities issued: certificates in PEM.
    ///
    /// # Errors
    /// [`EncryptionError::Authorities`].
    pub fn trusting(authorities: &[u8]) -> Result<Self, EncryptionError> {
        Self::of(Pem { authorities: authorities.to_vec(), identity: None })
    }

    /// Adds a client certificate, for servers that ask for one: its chain, the client's first, and its key, both in
    /// PEM.
    ///
    /// # Errors
    /// [`EncryptionError::Identity`].
    pub fn with_identity(self, certificates: &[u8], key: &[u8]) -> Result<Self, EncryptionError> {
        let identity = Identity { certificates: certificates.to_vec(), key: key.to_vec() };
        Self::of(Pem { identity: Some(identity), ..self.pem })
    }

    fn of(pem: Pem) -> Result<Self, EncryptionError> {
        let mut roots = RootCertStore::empty();
        for authority in certificates(&pem.authorities).ok_or(EncryptionError::Authorities)? {
            roots.add(authority).map_err(|_| EncryptionError::Authorities)?;
        }
        let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| EncryptionError::Authorities)?
            .with_root_certificates(roots);
        #[cfg_attr(
            not(feature = "postgres"),
            allow(unused_variables, reason = "made to prove it can be")
        )]
        let config = match &pem.identity {
            None => builder.with_no_client_auth(),
            Some(identity) => {
                let chain = certificates(&identity.certificates);
                let key = PrivateKeyDer::from_pem_slice(&identity.key);
                let (Some(chain), Ok(key)) = (chain, key) else {
                    return Err(EncryptionError::Identity);
                };
                builder.with_client_auth_cert(chain, key).map_err(|_| EncryptionError::Identity)?
            }
        };
        Ok(Self {
            pem,
            #[cfg(feature = "postgres")]
            config,
        })
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn connector(&self) -> tokio_postgres_rustls_improved::MakeRustlsConnect {
        tokio_postgres_rustls_improved::MakeRustlsConnect::new(self.config.clone())
    }

    #[cfg(all(feature = "login", feature = "redis"))]
    pub(crate) fn certificates(&self) -> redis::TlsCertificates {
        redis::TlsCertificates {
            client_tls: self.pem.identity.as_ref().map(|identity| redis::ClientTlsConfig {
                client_cert: identity.certificates.clone(),
                client_key: identity.key.clone(),
            }),
            root_cert: Some(self.pem.authorities.clone()),
        }
    }

    /// For a crate that reads the provider from the process, and stops it where there is none.
    #[cfg(all(feature = "login", feature = "redis"))]
    pub(crate) fn provide_for_process(&self) {
        if CryptoProvider::get_default().is_none() {
            // Whoever set one in the meantime was as quick.
            let _: Result<(), _> = aws_lc_rs::default_provider().install_default();
        }
    }
}

impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Encryption")
    }
}

/// At least one certificate in PEM.
fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    certificates.ok().filter(|certificates| !certificates.is_empty())
}
