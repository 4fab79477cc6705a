use alloc::vec::Vec;
use core::fmt;
use core::mem;

use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;

use super::SignedData;
use crate::content::{ContentHasher, SignedContent};
use crate::error::CmsError;
use crate::shell::{ContentWalk, Placement, Progress, Prologue, PrologueError};

/// Reads a message in pieces of any size; the content passes through and is not held.
///
/// What stands before and after the content is held: at most 16 KiB before, and
/// [`message_bytes`](Limits::message_bytes) after, where certificates and revocation lists are.
///
/// ```no_run
/// # fn read(mut file: impl std::io::Read) -> Result<(), Box<dyn std::error::Error>> {
/// use jpki_cms::signed_data::SignedDataStream;
/// use jpki_core::limits::Limits;
/// use jpki_crypto::RustCrypto;
///
/// let mut stream = SignedDataStream::new(&RustCrypto, &Limits::DEFAULT);
/// let mut buffer = [0; 65536];
/// loop {
///     match file.read(&mut buffer)? {
///         0 => break,
///         bytes => stream.update(&buffer[..bytes], |_content| {})?,
///     }
/// }
/// let (signed_data, content) = stream.finish()?;
/// # Ok(())
/// # }
/// ```
pub struct SignedDataStream<'a> {
    crypto: &'a dyn CryptoBackend,
    limits: Limits,
    state: State,
}

enum State {
    BeforeContent(Vec<u8>),
    InContent {
        prologue: Prologue,
        walk: ContentWalk,
        hasher: ContentHasher,
    },
    AfterContent {
        prologue: Prologue,
        position: u64,
        content: Option<SignedContent<'static>>,
        rest: Vec<u8>,
    },
    Refused(CmsError),
}

impl<'a> SignedDataStream<'a> {
    /// Creates a stream before its first byte.
    #[must_use]
    pub const fn new(crypto: &'a dyn CryptoBackend, limits: &Limits) -> Self {
        Self { crypto, limits: *limits, state: State::BeforeContent(Vec::new()) }
    }

    /// Takes the next piece of the message and gives the content in it to `sink`: unverified bytes, to
    /// be thrown away unless the signers turn out valid.
    ///
    /// # Errors
    /// [`CmsError`] if the message is refused, also at every later call.
    pub fn update(&mut self, piece: &[u8], mut sink: impl FnMut(&[u8])) -> Result<(), CmsError> {
        let state = mem::replace(&mut self.state, State::BeforeContent(Vec::new()));
        match self.advance(state, piece, &mut sink) {
            Ok(state) => {
                self.state = state;
                Ok(())
            }
            Err(error) => {
                self.state = State::Refused(error);
                Err(error)
            }
        }
    }

    /// Ends the message and returns it with the digests of its content, if the content was inside.
    ///
    /// # Errors
    /// [`CmsError`] if the message is refused.
    pub fn finish(self) -> Result<(SignedData, Option<SignedContent<'static>>), CmsError> {
        match self.state {
            State::AfterContent { prologue, position, content, rest } => {
                let attached_bytes = content.as_ref().map(SignedContent::length);
                let (signed_data, end) =
                    SignedData::finish(prologue, attached_bytes, &rest, position, &self.limits)?;
                if end == rest.len() {
                    Ok((signed_data, content))
                } else {
                    Err(CmsError::trailing(position.saturating_add(end as u64)))
                }
            }
            State::BeforeContent(held) => Err(CmsError::truncated(held.len() as u64)),
            State::InContent { walk, .. } => Err(CmsError::truncated(walk.position())),
            State::Refused(error) => Err(error),
        }
    }

    fn advance(
        &self,
        state: State,
        piece: &[u8],
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<State, CmsError> {
        match state {
            State::BeforeContent(mut held) => {
                held.extend_from_slice(piece);
                self.begin(held, sink)
            }
            State::InContent { prologue, walk, hasher } => {
                Self::pass(prologue, walk, hasher, piece, sink)
            }
            State::AfterContent { prologue, position, content, mut rest } => {
                if rest.len().saturating_add(piece.len()) > self.limits.message_bytes {
                    return Err(CmsError::too_large());
                }
                rest.extend_from_slice(piece);
                Ok(State::AfterContent { prologue, position, content, rest })
            }
            State::Refused(error) => Err(error),
        }
    }

    fn begin(&self, held: Vec<u8>, sink: &mut dyn FnMut(&[u8])) -> Result<State, CmsError> {
        let prologue = match Prologue::read(&held, &self.limits) {
            Ok(prologue) => prologue,
            Err(PrologueError::Refused(error)) => return Err(error),
            Err(PrologueError::Incomplete) if held.len() > Prologue::BYTES => {
                return Err(CmsError::too_large());
            }
            Err(PrologueError::Incomplete) => return Ok(State::BeforeContent(held)),
        };
        let position = prologue.bytes as u64;
        let rest = held.get(prologue.bytes..).unwrap_or_default();
        match prologue.placement {
            Placement::Detached => {
                Ok(State::AfterContent { prologue, position, content: None, rest: rest.to_vec() })
            }
            Placement::Attached => {
                let walk = ContentWalk::new(position, &prologue.open, &self.limits);
                let hasher = ContentHasher::new(&prologue.digest_algorithms, self.crypto);
                Self::pass(prologue, walk, hasher, rest, sink)
            }
        }
    }

    fn pass(
        prologue: Prologue,
        mut walk: ContentWalk,
        mut hasher: ContentHasher,
        piece: &[u8],
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<State, CmsError> {
        let progress = walk.push(piece, &mut |bytes| {
            hasher.update(bytes);
            sink(bytes);
        })?;
        Ok(match progress {
            Progress::NeedsMore => State::InContent { prologue, walk, hasher },
            Progress::Ended(end) => State::AfterContent {
                prologue,
                position: walk.position(),
                content: Some(hasher.finish().in_message()),
                rest: piece.get(end..).unwrap_or_default().to_vec(),
            },
        })
    }
}

impl fmt::Debug for SignedDataStream<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.state {
            State::BeforeContent(_) => "SignedDataStream(before content)",
            State::InContent { .. } => "SignedDataStream(in content)",
            State::AfterContent { .. } => "SignedDataStream(after content)",
            State::Refused(_) => "SignedDataStream(refused)",
        })
    }
}
