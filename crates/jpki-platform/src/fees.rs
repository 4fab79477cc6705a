//! Fees (失効情報提供手数料): what the checks of revocation cost, for whom, and how far a tenant may go.
//!
//! J-LIS charges by the check, not by the call (guideline 001 ch. 4 (3)): 20 yen for a signature certificate, 2 yen for a
//! user authentication certificate; lists have been free since 2023, OCSP until the end of 2025.
//!
//! A question that costs money goes through three steps, so that a crash loses none:
//!
//! 1. [`FeeMeter::intent`] and [`FeeStore::intend`]: the row is durable before the question leaves, and the tenant's
//!    [`SpendingLimit`] holds with everything that is under way;
//! 2. the question is asked;
//! 3. [`OpenCheck::sent`] or [`OpenCheck::not_sent`] and [`FeeStore::settle`]: it is counted, or not.
//!
//! What a crash left between 1 and 3 stays [open](FeeStore::open): in no sum, but against the limit, until somebody holds
//! it against J-LIS's bill. What costs nothing and leaves nowhere, such as a look into a list, is counted in one step
//! ([`FeeStore::count`]).
//!
//! ```
//! use std::sync::Arc;
//!
//! use jpki_core::event::Tenant;
//! use jpki_core::report::InquiryMethod;
//! use jpki_core::time::Timestamp;
//! use jpki_platform::fees::{
//!     BillingMonth, Check, CheckOutcome, DatedPrices, EachCheck, FeeMeter, FeeStore, MemoryFeeStore,
//!     SpendingLimit, Statement, Tariff, UnitPrices, Yen,
//! };
//! use jpki_x509::kind::CertificateKind;
//!
//! let instant = |text| Timestamp::from_rfc3339(text).expect("an instant");
//! let from = instant("2026-01-01T00:00:00+09:00");
//! let tariff = Tariff::of_jlis(&[DatedPrices { from, prices: UnitPrices::GUIDELINE }], &[])?;
//! let meter = FeeMeter::new(tariff, Arc::new(EachCheck));
//! let store = MemoryFeeStore::default();
//!
//! let bank = Tenant::new("bank-1")?;
//! let check = Check { kind: CertificateKind::Signature, method: InquiryMethod::Responder };
//! let now = instant("2026-06-01T12:00:00+09:00");
//! let intent = meter.intent(&bank, check, None, Some(SpendingLimit(Yen(100_000))), now)?;
//! let admission = store.intend(&intent)?; // durable before the question leaves
//! if let Some(open) = intent.admitted(admission) {
//!     // … ask the responder …
//!     store.settle(&open.sent(CheckOutcome::Good, &meter))?;
//! }
//!
//! let month = BillingMonth::of(now);
//! let statement = Statement::new(month, &store.counts(month, Some(&bank))?, meter.tariff());
//! assert_eq!(statement.total(), Yen(20));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What this does not prove: that J-LIS counts as the [`CountingRule`] does. Its rules in detail are not public.

mod check;
mod counting;
mod discount;
mod intent_id;
mod limit;
mod memory;
mod meter;
mod month;
mod outcome;
mod statement;
mod store;
mod table;
mod tariff;
mod tariff_text;
mod yen;

pub use check::{Check, CheckOutcome, CheckedCertificate};
pub use counting::{CountingRule, EachAnsweredCheck, EachCheck, ListChecksOnceAMonth, SentCheck};
pub use discount::{Discount, DiscountRule, Percent};
pub use intent_id::IntentId;
pub use limit::SpendingLimit;
pub use memory::MemoryFeeStore;
pub use meter::{FeeMeter, Intent, OpenCheck, Settlement, Verdict};
pub use month::BillingMonth;
pub use outcome::{Admission, SettleOutcome};
pub use statement::{Line, Reduction, Statement};
pub use store::{AsyncFeeStore, DayCount, FeeStore, OpenIntent, OpenPage};
pub use table::write_csv;
pub use tariff::{DatedPrices, Tariff, TariffError, UnitPrices};
pub use yen::Yen;
