use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, RootCertStore};

use crate::{SettingsError, TlsSettings};

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
