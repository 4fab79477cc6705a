//! The synthetic JPKI (公的個人認証サービス): certification authorities, certificates of invented
//! persons, revocation lists and document signatures, shaped byte by byte like the real ones.
//!
//! Everything follows from a seed and an instant. Nothing here is trusted by anybody, and no
//! person is real.

mod authority;
mod calendar;
mod deviation;
mod end_entity;
mod environment;
mod issuance;
mod list;
mod person;
mod responder;
mod scheme;

use ::time::UtcDateTime;
use ::time::macros::utc_datetime;

pub use self::authority::{Authority, Generation};
pub use self::calendar::{end_of_jst_day, fifth_birthday_end};
pub use self::deviation::Deviation;
pub use self::end_entity::{EndEntity, EndEntityBuilder};
pub use self::environment::{Environment, Purpose};
pub use self::person::{Person, PersonalAttribute, Wellformedness};
pub use self::scheme::SignatureScheme;

use crate::seed::Seed;

/// The instant of the committed vectors: noon of 2026-06-01 in Japan.
pub const VECTOR_INSTANT: UtcDateTime = utc_datetime!(2026-06-01 3:00);

/// The seed of the committed vectors.
pub const VECTOR_SEED: u64 = 1;

/// A whole synthetic JPKI as it stands at one instant.
#[derive(Clone, Copy, Debug)]
pub struct SyntheticJpki {
    environment: Environment,
    seed: Seed,
    instant: UtcDateTime,
}

impl SyntheticJpki {
    /// The synthetic JPKI under its fake organisation, with its own object identifiers.
    pub fn new(seed: u64, instant: UtcDateTime) -> Self {
        Self::in_environment(Environment::Synthetic, seed, instant)
    }

    /// The synthetic JPKI in another environment.
    pub fn in_environment(environment: Environment, seed: u64, instant: UtcDateTime) -> Self {
        Self { environment, seed: Seed::new(seed), instant }
    }

    /// The synthetic JPKI of the committed vectors.
    pub fn of_vectors() -> Self {
        Self::new(VECTOR_SEED, VECTOR_INSTANT)
    }

    /// Names and object identifiers in use.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// The instant to which everything is relative.
    pub fn instant(&self) -> UtcDateTime {
        self.instant
    }

    /// The authority for signing certificates (署名用認証局) of a generation.
    pub fn sign_ca(&self, generation: Generation) -> Authority {
        self.authority(Purpose::Sign, generation)
    }

    /// The authority for user authentication certificates (利用者証明用認証局) of a generation.
    pub fn auth_ca(&self, generation: Generation) -> Authority {
        self.authority(Purpose::Auth, generation)
    }

    /// The authority of a purpose and a generation.
    pub fn authority(&self, purpose: Purpose, generation: Generation) -> Authority {
        Authority::new(self.environment, purpose, generation, self.instant)
    }

    /// A signing certificate (署名用電子証明書) in the making, issued by the third generation.
    pub fn sign_certificate(&self, person: &Person) -> EndEntityBuilder {
        EndEntityBuilder::new(*self, Purpose::Sign, person)
    }

    /// A user authentication certificate (利用者証明用電子証明書) in the making, issued by the third
    /// generation.
    pub fn auth_certificate(&self, person: &Person) -> EndEntityBuilder {
        EndEntityBuilder::new(*self, Purpose::Auth, person)
    }

    fn seed_for(&self, purpose: impl AsRef<[u8]>) -> Seed {
        self.seed.derive(purpose)
    }
}
