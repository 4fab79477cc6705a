use std::error::Error;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use jpki_core::time::Timestamp;
use jpki_http::{Identity, TlsSettings};
use jpki_simulator::{OcspSigner, ServerTls};

/// A simulated J-LIS: revocation lists, OCSP and serial linkage over HTTP(S), with one invented person.
///
/// Writes the authorities' certificates and the person's cards to FOLDER, prints its addresses, one a line, and answers
/// until it is stopped. All keys are public test keys: trust nothing of this outside a test.
#[derive(Debug, Parser)]
#[command(name = "jpki-simulator", version, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// Where certificates and test keys go; made if it is missing.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: PathBuf,

    /// Where to listen; port 0 is any that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,

    /// The same seed gives the same octets.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// Stay at this time, as 2026-06-01T12:00:00+09:00, instead of following the machine's clock.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) at: Option<Timestamp>,

    /// What happens to the person, as moves@2026-06-02T12:00:00+09:00; may be repeated.
    #[arg(long = "event", value_name = "EVENT@TIME", value_parser = happening)]
    pub(crate) events: Vec<Happening>,

    /// Who signs the answers of the responder.
    #[arg(long, value_enum, default_value_t = Signer::Authority)]
    pub(crate) ocsp_signer: Signer,

    /// The server's certificates in PEM, for HTTPS.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_certificate: Option<PathBuf>,

    /// The server's private key in PEM (PKCS #8).
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub(crate) tls_key: Option<PathBuf>,

    /// Roots of the client certificates that clients must show, in PEM.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub(crate) client_roots: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Events: moves, renews, loses-card, finds-card, gives-card-up, moves-abroad, dies.

FOLDER: ca/sign-1.cer to ca/auth-3.cer, the authorities of three generations; card-1/sign.cer and card-1/auth.cer with
their keys (.pk8, PKCS #8 in DER, mode 0600); card-2 and so on for each renewal. The lists and answers are real DER. The
questions about serial numbers are JSON of our own: J-LIS has not published its form.";

/// What happens when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Happening {
    pub(crate) event: Event,
    pub(crate) on: Timestamp,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Event {
    Moves,
    Renews,
    LosesCard,
    FindsCard,
    GivesCardUp,
    MovesAbroad,
    Dies,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Signer {
    /// The authority itself, as the guideline says.
    Authority,
    /// A delegated responder.
    Delegate,
}

impl From<Signer> for OcspSigner {
    fn from(signer: Signer) -> Self {
        match signer {
            Signer::Authority => Self::Authority,
            Signer::Delegate => Self::Delegate,
        }
    }
}

impl Arguments {
    pub(crate) fn tls(&self) -> Result<Option<ServerTls>, Box<dyn Error>> {
        let (Some(certificate), Some(key)) = (&self.tls_certificate, &self.tls_key) else {
            return Ok(None);
        };
        let identity = Identity::from_pem(&fs::read(certificate)?, &fs::read(key)?)?;
        let client_roots = match &self.client_roots {
            None => Vec::new(),
            Some(roots) => TlsSettings::default().with_roots_in_pem(&fs::read(roots)?)?.roots,
        };
        Ok(Some(ServerTls { identity, client_roots }))
    }
}

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::from_rfc3339(text)
        .ok_or_else(|| "not a time as 2026-06-01T12:00:00+09:00".to_owned())
}

fn happening(text: &str) -> Result<Happening, String> {
    let (event, on) = text.split_once('@').ok_or("not as moves@2026-06-02T12:00:00+09:00")?;
    Ok(Happening { event: Event::from_str(event, false)?, on: time(on)? })
}
