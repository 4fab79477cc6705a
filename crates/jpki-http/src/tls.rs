use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, RootCertStore};

use crate::{Identity, SettingsError, TlsSettings};

pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// Also proves to the blocking client, which reads the settings later, that they can be used.
pub(crate) fn client_config(settings: &TlsSettings) -> Result<ClientConfig, SettingsError> {
    let mut roots = RootCertStore::empty();
    for root in &settings.roots {
        roots.add(CertificateDer::from(root.clone())).map_err(|_| SettingsError::Root)?;
    }
    let builder = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|_| SettingsError::Client)?
        .with_root_certificates(roots);
    match &settings.identity {
        None => Ok(builder.with_no_client_auth()),
        Some(identity) => {
            let chain = identity.chain.iter().cloned().map(CertificateDer::from).collect();
            let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(identity.key.clone()));
            builder.with_client_auth_cert(chain, key).map_err(|_| SettingsError::Identity)
        }
    }
}

impl TlsSettings {
    /// Adds the authorities whose certificates these are, in PEM.
    ///
    /// # Errors
    /// [`SettingsError::Root`] if there is none, or one cannot be read.
    pub fn with_roots_in_pem(mut self, certificates: &[u8]) -> Result<Self, SettingsError> {
        self.roots.extend(read_certificates(certificates).ok_or(SettingsError::Root)?);
        Ok(self)
    }
}

impl Identity {
    /// Reads certificates, the client's own first, and its private key in PKCS #8, both in PEM.
    ///
    /// # Errors
    /// [`SettingsError::Identity`] if there is none, or one cannot be read.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, SettingsError> {
        let chain = read_certificates(certificates).ok_or(SettingsError::Identity)?;
        let key = PrivatePkcs8KeyDer::from_pem_slice(key).map_err(|_| SettingsError::Identity)?;
        Ok(Self { chain, key: key.secret_pkcs8_der().to_vec() })
    }
}

/// The certificates in PEM, of which there is at least one and none that cannot be read.
fn read_certificates(pem: &[u8]) -> Option<Vec<Vec<u8>>> {
    let read = |certificate: Result<CertificateDer<'_>, _>| certificate.map(|der| der.to_vec());
    let certificates: Vec<_> =
        CertificateDer::pem_slice_iter(pem).map(read).collect::<Result<_, _>>().ok()?;
    (!certificates.is_empty()).then_some(certificates)
}
