use std::collections::VecDeque;

use jpki_core::time::ValidationTime;
use jpki_monitor::Customer;

use super::{TenantVault, VaultStore};
use crate::vault::{VaultError, customers};

/// The most users that are read and opened at a time.
const PAGE: u32 = 1024;

/// The users of a tenant as customers of the monitor (`Monitor::run`), in ascending order, read page after page.
#[derive(Debug)]
pub struct Customers<'v, S> {
    vault: TenantVault<'v, S>,
    run: ValidationTime,
    /// After which user the next page begins; `None` after the last.
    after: Option<u64>,
    read: VecDeque<Customer>,
}

impl<'v, S: VaultStore> TenantVault<'v, S> {
    /// Returns the users as customers of the monitor, as of the time of a run: those who consented to periodic checks.
    #[must_use]
    // Requirement: REV-01
    pub fn customers(self, run: ValidationTime) -> Customers<'v, S> {
        Customers { vault: self, run, after: Some(0), read: VecDeque::new() }
    }
}

impl<S: VaultStore> Iterator for Customers<'_, S> {
    type Item = Result<Customer, VaultError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.read.is_empty() {
            match self.vault.page(self.after?, PAGE) {
                Ok(page) => {
                    self.after = page.last().map(crate::vault::VaultUser::number);
                    self.read.extend(page.iter().flat_map(|user| customers::of(user, self.run)));
                }
                Err(error) => {
                    self.after = None;
                    return Some(Err(error));
                }
            }
        }
        self.read.pop_front().map(Ok)
    }
}
