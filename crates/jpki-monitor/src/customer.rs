use jpki_core::time::Timestamp;

/// The application's own reference to a customer. Not a serial number, which must not serve as an identifier
/// (guideline 001 table 4-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerReference(pub u64);

/// That a customer agreed to be looked up again and again (同意, guideline 001 ch. 3 merit ②), as recorded by
/// the application. Without one there is no [`Customer`] to ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedConsent {
    given_at: Timestamp,
}

impl RecordedConsent {
    /// Consent that was recorded at this instant.
    #[must_use]
    pub const fn given_at(given_at: Timestamp) -> Self {
        Self { given_at }
    }

    /// When it was recorded.
    #[must_use]
    pub const fn instant(&self) -> Timestamp {
        self.given_at
    }
}

/// A customer who may be asked about.
#[derive(Clone, Copy, Debug)]
pub struct Customer {
    /// Whom a change is told of.
    pub reference: CustomerReference,
    /// That it may be asked.
    pub consent: RecordedConsent,
}
