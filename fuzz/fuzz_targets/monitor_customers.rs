//! A file of customers: each line a customer or an error that names no more than line and column.

#![no_main]

#[path = "../../crates/jpki-monitor/src/bin/jpki-monitor/customers.rs"]
mod customers;

use customers::{CustomersError, CustomersFile};
use jpki_core::time::{ClockAllowance, Timestamp, ValidationTime};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let now = Timestamp::from_unix_seconds(1_700_000_000);
    let Ok(mut file) = CustomersFile::open(bytes, ValidationTime::at(now)) else { return };
    for customer in &mut file {
        match customer {
            Ok(customer) => {
                assert!(ClockAllowance::DEFAULT.admits(customer.consent.instant(), now));
                for held in [customer.signature, customer.authentication].into_iter().flatten() {
                    assert!(held.generation.number() > 0);
                    assert!(held.serial_number.serial_number().is_conforming());
                }
            }
            Err(error @ CustomersError::Value { line, .. }) => {
                assert!(line > 0 && error.to_string().len() < 160);
            }
            Err(_) => {}
        }
    }
    let _ = file.without_consent();
});
