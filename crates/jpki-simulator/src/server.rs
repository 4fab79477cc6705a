mod answer;
mod connection;
mod route;
mod tls;

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::thread::{self, JoinHandle};

use jpki_testkit::jpki::{Generation, Purpose};
use tokio::sync::oneshot;

use crate::ports::Partition;
use crate::simulator::Simulator;
use connection::accept_all;
use route::{generation_number, purpose_name};

pub use tls::ServerTls;

/// A simulator over HTTP(S), on a thread of its own, until it is dropped. At most 64 connections at a time, each of at
/// most two minutes; 16 KiB of headers, 64 KiB of a body.
pub struct Server {
    address: SocketAddr,
    scheme: &'static str,
    /// Dropped, it ends the thread.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Reason why a server does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The address cannot be listened at.
    #[error("cannot listen: {0}")]
    Listen(#[from] io::Error),
    /// The certificates or the key of TLS cannot be used.
    #[error("the certificates or the key of TLS cannot be used")]
    Tls,
}

impl Server {
    /// Starts a server at this address; port 0 is any that is free. With TLS it answers known clients alone, if it is told
    /// whom it knows.
    ///
    /// # Errors
    /// [`ServerError`]
    pub fn start(
        simulator: &Simulator,
        listen: SocketAddr,
        tls: Option<&ServerTls>,
    ) -> Result<Self, ServerError> {
        let acceptor = tls.map(ServerTls::acceptor).transpose()?;
        let listener = TcpListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let shared = simulator.shared.clone();
        let scheme = if acceptor.is_some() { "https" } else { "http" };
        let thread = thread::Builder::new().name("jpki-simulator".to_owned()).spawn(move || {
            runtime.spawn(accept_all(listener, acceptor, shared));
            // With the runtime all connections end.
            let _ = runtime.block_on(stopped);
        })?;
        Ok(Self { address, scheme, stop: Some(stop), thread: Some(thread) })
    }

    /// Returns where it listens.
    #[must_use]
    pub const fn socket(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address of a list of users' certificates.
    #[must_use]
    pub fn crl(
        &self,
        purpose: Purpose,
        generation: Generation,
        partition: Option<&Partition>,
    ) -> String {
        let (purpose, number) = (purpose_name(purpose), generation_number(generation));
        let partition = partition.map(|Partition(code)| format!("/{code}")).unwrap_or_default();
        self.at(&format!("crl/{purpose}/{number}{partition}"))
    }

    /// Returns the address of a list of an authority's own certificates.
    #[must_use]
    pub fn arl(&self, purpose: Purpose, generation: Generation) -> String {
        let (purpose, number) = (purpose_name(purpose), generation_number(generation));
        self.at(&format!("arl/{purpose}/{number}"))
    }

    /// Returns the address of a responder.
    #[must_use]
    pub fn ocsp(&self, purpose: Purpose) -> String {
        self.at(&format!("ocsp/{}", purpose_name(purpose)))
    }

    /// Returns the address for questions about 対応証明書.
    #[must_use]
    pub fn linkage(&self) -> String {
        self.at("linkage")
    }

    /// Returns the address for questions about the number before (新旧シリアル番号).
    #[must_use]
    pub fn previous_serial(&self) -> String {
        self.at("previous-serial")
    }

    fn at(&self, path: &str) -> String {
        format!("{}://{}/{path}", self.scheme, self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({}://{})", self.scheme, self.address)
    }
}
