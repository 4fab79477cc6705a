use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::{Action, ActionResult, Operation};
use crate::localized::{Localized as _, messages};
use crate::time::Timestamp;

messages! {
    /// What kind of thing an operation is about.
    #[non_exhaustive]
    SubjectKind {
        Certificate => "certificate", ja "電子証明書", en "certificate";
        Account => "account", ja "利用者の登録", en "account";
        Crl => "crl", ja "失効情報リスト", en "revocation list";
        Tenant => "tenant", ja "事業者", en "tenant";
        Setting => "setting", ja "設定", en "setting";
        Key => "key", ja "鍵", en "key";
        Bundle => "bundle", ja "証拠パッケージ", en "bundle of evidence";
    }
}

/// Whom or what an operation is about, by what identifies it, such as issuer and serial number.
///
/// A log keeps a keyed digest of it only. Never shown by `Debug`, and wiped when dropped.
#[derive(Clone)]
pub struct EventSubject {
    kind: SubjectKind,
    identity: Identity,
}

#[derive(Clone)]
enum Identity {
    Protected(Zeroizing<Vec<u8>>),
    Digest([u8; 32]),
}

impl EventSubject {
    /// Takes the bytes that identify one thing of this kind, in one normal form: the same thing must have the same
    /// bytes to be found again.
    #[must_use]
    pub fn new(kind: SubjectKind, identity: &[u8]) -> Self {
        Self { kind, identity: Identity::Protected(Zeroizing::new(identity.to_vec())) }
    }

    /// Takes a bundle of evidence by the SHA-256 of its manifest. A log keeps this digest as it is, so that whoever has the
    /// bundle sees that it is meant; it tells nothing to anybody else.
    #[must_use]
    pub const fn bundle(manifest: [u8; 32]) -> Self {
        Self { kind: SubjectKind::Bundle, identity: Identity::Digest(manifest) }
    }

    /// Returns the kind.
    #[must_use]
    pub const fn kind(&self) -> SubjectKind {
        self.kind
    }

    /// Returns the digest that a log keeps as it is, if it is one of these.
    #[must_use]
    pub const fn digest(&self) -> Option<&[u8; 32]> {
        match &self.identity {
            Identity::Protected(_) => None,
            Identity::Digest(digest) => Some(digest),
        }
    }

    /// Returns what an operation log is to be told where this, or what is protected in it, is taken out (保護対象情報の取出し):
    /// a certificate or a list that is exported, attributes that are handed on.
    pub fn accessed(self, now: Timestamp) -> Operation {
        Operation::new(Action::ProtectedAccess, ActionResult::Done, now).about(self)
    }

    /// Returns the bytes that identify it, which may be protected or personal.
    #[must_use]
    pub fn expose_protected(&self) -> &[u8] {
        match &self.identity {
            Identity::Protected(bytes) => bytes,
            Identity::Digest(digest) => digest,
        }
    }
}

impl fmt::Debug for EventSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventSubject({})", self.kind.code())
    }
}
