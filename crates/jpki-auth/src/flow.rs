//! Logins and bindings as flows without I/O: each step is a request to a store or to J-LIS, and the answer to it gives
//! the next step.
//!
//! [`blocking`](crate::blocking) and [`asynchronous`](crate::asynchronous) drive them over stores; most callers need
//! nothing else. Drive a flow yourself if your store fits neither trait: it is reached by messages, belongs to another
//! transaction, or is a test.
//!
//! A failure of a store ends the flow: drop it. Each request says what is known of the store then.
//!
//! ```
//! use std::collections::HashMap;
//! use std::error::Error;
//! use std::fmt::Debug;
//!
//! use jpki_auth::binding::{BindingRecord, KeyStanding};
//! use jpki_auth::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
//! use jpki_auth::flow::{BindingFlows, BindingStep, LoginFlows, LoginStep};
//! use jpki_auth::login::{ClientAnswer, LocalLogin};
//! use jpki_auth::rate_limit::Admission;
//! # use std::sync::Arc;
//! # use jpki_auth::binding::{BindingScheme, KeyId, LinkageKey, LinkageKeys};
//! # use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
//! # use jpki_auth::login::LoginRules;
//! # use jpki_auth_examples::{Card, World, now};
//! # use jpki_crypto::RustCrypto;
//!
//! #[derive(Default)]
//! struct Store {
//!     challenges: HashMap<ChallengeId, ChallengeRecord>,
//!     bindings: Vec<BindingRecord>,
//! }
//!
//! impl Store {
//!     fn log_in<T: Debug>(&mut self, mut step: LoginStep<'_, T>) -> Result<T, Box<dyn Error>> {
//!         loop {
//!             step = match step {
//!                 LoginStep::PutChallenge(step) => {
//!                     self.challenges.insert(step.request().id, step.request().record.clone());
//!                     step.answer(())?
//!                 }
//!                 LoginStep::TakeChallenge(step) => {
//!                     let taken = match self.challenges.remove(&step.request().id) {
//!                         Some(record) => TakeOutcome::Fresh(record),
//!                         None => TakeOutcome::Unknown,
//!                     };
//!                     step.answer(taken)?
//!                 }
//!                 LoginStep::CountAttempt(step) => step.answer(Admission::Admitted)?, // without a limit
//!                 LoginStep::Bindings(step) => return self.bind(step),
//!                 LoginStep::Done(value) => return Ok(value),
//!                 unknown => return Err(format!("{unknown:?}").into()),
//!             };
//!         }
//!     }
//!
//!     fn bind<T: Debug>(&self, mut step: BindingStep<'_, T>) -> Result<T, Box<dyn Error>> {
//!         loop {
//!             step = match step {
//!                 BindingStep::CheckKey(step) => step.answer(KeyStanding::Same)?, // of one key for ever
//!                 BindingStep::Find(step) => {
//!                     let accounts = &step.request().accounts;
//!                     let found = self.bindings.iter().filter(|it| it.is_of(accounts)).cloned();
//!                     let found = found.collect();
//!                     step.answer(found)?
//!                 }
//!                 BindingStep::Done(value) => return Ok(value),
//!                 unknown => return Err(format!("{unknown:?}").into()),
//!             };
//!         }
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn Error>> {
//! # let world = World::with_revoked(Arc::new(RustCrypto), &[])?;
//! # let card = Card::for_login(&jpki_testkit::jpki::Person::hanako());
//! # let keys = LinkageKeys::new(LinkageKey::new(KeyId(1), [7; 32]), [])?;
//! # let scheme = BindingScheme::new(ServiceProvider::new("synth-bank")?, keys);
//! # let rules = LoginRules::new(RelyingParty::new("https://bank.example")?, Arc::new(RustCrypto));
//! # let (session, user) = (SessionId::new(b"what nobody else can guess")?, UserIdentifier::new(b"member-1")?);
//! let (bindings, mut store) = (BindingFlows::new(scheme), Store::default());
//! let flows = LoginFlows::new(&rules, &bindings);
//! let challenge = store.log_in(flows.challenge(&session, &Purpose::login(), now()))?;
//! // … the client sends back certificate and signature …
//! # let attempt = card.answer(&challenge, &user, &session, &Purpose::login())?;
//! let assessed = match store.log_in(flows.begin(attempt, now()))? {
//!     LocalLogin::Refused(conclusion) => conclusion.into_parts().0,
//!     LocalLogin::Pending(pending) => {
//!         let answer = world.judge(pending.certificate()); // path, validity, revocation
//!         store.bind(flows.finish(*pending, answer, now()))?.into_parts().0
//!     }
//! };
//! // Nothing is bound to this account yet.
//! assert_eq!(ClientAnswer::to(&assessed), ClientAnswer::Refused);
//! # Ok(())
//! # }
//! ```

mod bindings;
mod logins;
mod request;
mod step;

pub use bindings::{BindingFlows, erase_whole_store};
pub use logins::LoginFlows;
pub use request::{
    CheckKey, CountAttempt, EraseBindings, FindBindings, FindCounterpart, FindPredecessor,
    InsertBinding, PutChallenge, ReplaceBinding, TakeChallenge,
};
pub use step::{Awaiting, BindingStep, InquiryStep, LoginStep};
