use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::answer::answer;
use crate::shared::Shared;

const MOST_CONNECTIONS: usize = 64;
const MOST_HEADERS: usize = 0x4000;
const HEADER_TIME: Duration = Duration::from_secs(10);
const CONNECTION_TIME: Duration = Duration::from_secs(120);

/// Serves connections until it is dropped.
pub(super) async fn accept_all(
    listener: std::net::TcpListener,
    acceptor: Option<TlsAcceptor>,
    shared: Shared,
) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of descriptors, say: not in a busy loop.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let (acceptor, shared) = (acceptor.clone(), shared.clone());
        tokio::spawn(async move {
            let _place = place;
            // An error is a client that hung up, or that was refused.
            let _ = timeout(CONNECTION_TIME, async {
                match acceptor {
                    None => serve(stream, shared).await,
                    Some(acceptor) => serve(acceptor.accept(stream).await?, shared).await,
                }
            })
            .await;
        });
    }
}

async fn serve<S>(stream: S, shared: Shared) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(move |request| answer(shared.clone(), request));
    http1::Builder::new()
        // Of the simulator's clock, not of the machine's.
        .auto_date_header(false)
        .max_buf_size(MOST_HEADERS)
        .header_read_timeout(HEADER_TIME)
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .await
        .map_err(io::Error::other)
}
