//! A local HTTP server that answers each connection as it is told.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// What the server does with a request, given its body.
pub(crate) type Behaviour = Box<dyn Fn(&[u8], &mut TcpStream) + Send + Sync>;

pub(crate) struct Server {
    pub(crate) address: String,
    requests: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let (counter, behaviour) = (Arc::clone(&requests), Arc::new(behaviour));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let (counter, behaviour) = (Arc::clone(&counter), Arc::clone(&behaviour));
                thread::spawn(move || {
                    if let Some(body) = read_request(&mut stream) {
                        counter.fetch_add(1, Ordering::SeqCst);
                        behaviour(&body, &mut stream);
                    }
                });
            }
        });
        Self { address, requests }
    }

    /// How many requests have come.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// Answers with this media type and body.
pub(crate) fn ok(media_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The body of a POST; of a GET the request that its path stands for is not needed here.
fn read_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = stream.read(&mut piece).ok()?;
        if count == 0 {
            return None;
        }
        bytes.extend_from_slice(&piece[..count]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
        if bytes.len() >= end + 4 + length {
            return Some(bytes[end + 4..].to_vec());
        }
    }
}

pub(crate) fn send(stream: &mut TcpStream, bytes: &[u8]) {
    // The client may have hung up, which is what some tests are about.
    let _ = stream.write_all(bytes);
    let _ = stream.flush();
}
