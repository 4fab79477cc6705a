use std::sync::Arc;

use jpki_http::Identity;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio_rustls::TlsAcceptor;

use super::ServerError;

/// The certificate of the server, and whose certificates clients must show.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "given whole")]
pub struct ServerTls {
    /// The server's own certificates and key.
    pub identity: Identity,
    /// Roots of clients' certificates, in DER. Without any, no client is asked for a certificate.
    pub client_roots: Vec<Vec<u8>>,
}

impl ServerTls {
    pub(super) fn acceptor(&self) -> Result<TlsAcceptor, ServerError> {
        let failed = |_| ServerError::Tls;
        let provider = Arc::new(default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(failed)?;
        let config = if self.client_roots.is_empty() {
            config.with_no_client_auth()
        } else {
            let mut roots = RootCertStore::empty();
            for root in &self.client_roots {
                roots.add(CertificateDer::from(root.clone())).map_err(failed)?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            config.with_client_cert_verifier(verifier.build().map_err(|_| ServerError::Tls)?)
        };
        let chain = self.identity.chain.iter().cloned().map(CertificateDer::from).collect();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.identity.key.clone()));
        let config = config.with_single_cert(chain, key).map_err(failed)?;
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}
