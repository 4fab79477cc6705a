//! A binding as the columns that every engine keeps.

use jpki_auth::binding::{
    AccountReference, BindingOrigin, BindingRecord, CertificateReference, KeyId, PairwiseIdentifier,
};
use jpki_auth::identifiers::ServiceProvider;
use jpki_core::time::Timestamp;

use crate::unreadable::Unreadable;

/// Key name (big-endian) and digest.
pub(crate) type Reference = [u8; 36];

pub(crate) fn account(reference: &AccountReference) -> Reference {
    joined(reference.key(), reference.digest())
}

pub(crate) fn certificate(reference: &CertificateReference) -> Reference {
    joined(reference.key(), reference.digest())
}

pub(crate) struct Row<T> {
    pub(crate) certificate: T,
    pub(crate) account: T,
    pub(crate) provider: T,
    pub(crate) identifier: T,
    pub(crate) origin: T,
    pub(crate) bound_at: i64,
}

impl<T: AsRef<[u8]>> Row<T> {
    pub(crate) fn read(&self) -> Result<BindingRecord, Unreadable> {
        let text = |bytes| core::str::from_utf8(bytes).map_err(|_| Unreadable);
        let (certificate_key, certificate) = split(self.certificate.as_ref())?;
        let (account_key, account) = split(self.account.as_ref())?;
        let identifier = self.identifier.as_ref().try_into().map_err(|_| Unreadable)?;
        Ok(BindingRecord {
            provider: ServiceProvider::new(text(self.provider.as_ref())?)
                .map_err(|_| Unreadable)?,
            account: AccountReference::from_parts(account_key, account),
            certificate: CertificateReference::from_parts(certificate_key, certificate),
            identifier: PairwiseIdentifier::from_bytes(identifier),
            origin: BindingOrigin::from_code(text(self.origin.as_ref())?).ok_or(Unreadable)?,
            bound_at: Timestamp::from_unix_seconds(self.bound_at),
        })
    }
}

fn joined(key: KeyId, digest: &[u8; 32]) -> Reference {
    let mut bytes = [0; 36];
    let parts = key.0.to_be_bytes().into_iter().chain(digest.iter().copied());
    bytes.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
    bytes
}

fn split(reference: &[u8]) -> Result<(KeyId, [u8; 32]), Unreadable> {
    let (key, digest) = reference.split_first_chunk().ok_or(Unreadable)?;
    Ok((KeyId(u32::from_be_bytes(*key)), digest.try_into().map_err(|_| Unreadable)?))
}
