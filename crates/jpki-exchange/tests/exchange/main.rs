//! What service provider and platform say to each other.

mod identifiers;
