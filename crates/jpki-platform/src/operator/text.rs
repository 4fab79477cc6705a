//! The record of grants as JSON, for a store.

use jpki_core::event::OperatorName;
use jpki_core::localized::Localized as _;
use jpki_core::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Grant, GrantRequest, GrantTerms, Grants, OperatorRefused, RequestNumber, Right};
use crate::versioned_text;

/// Bytes of a text at most.
const LONGEST: usize = 16 * 1024 * 1024;
const VERSION: u64 = 1;

impl Grants {
    /// Writes the record.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let text = Text {
            version: VERSION,
            next: self.next.0,
            grants: self.grants.iter().map(GrantText::of).collect(),
            requests: self.requests.iter().map(RequestText::of).collect(),
        };
        // Numbers and strings alone: nothing of it fails.
        serde_json::to_vec(&text).unwrap_or_default()
    }

    /// Reads a record.
    ///
    /// # Errors
    /// [`OperatorRefused`].
    pub fn from_json(text: &[u8]) -> Result<Self, OperatorRefused> {
        let text: Text = versioned_text::read(text, VERSION, LONGEST)?;
        if text.grants.len().max(text.requests.len()) > Self::MOST {
            return Err(OperatorRefused::TooMany);
        }
        let grants = text.grants.into_iter().map(GrantText::grant).collect::<Option<Vec<_>>>();
        let requests = text.requests.into_iter().map(RequestText::request);
        let read = Self {
            next: RequestNumber(text.next),
            grants: grants.ok_or(OperatorRefused::Syntax)?,
            requests: requests.collect::<Option<Vec<_>>>().ok_or(OperatorRefused::Syntax)?,
        };
        // Requests are numbered below the next, each once.
        let is_numbered = read.requests.is_sorted_by(|one, next| one.number < next.number)
            && read.requests.last().is_none_or(|last| last.number < read.next);
        if is_numbered { Ok(read) } else { Err(OperatorRefused::Syntax) }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    version: u64,
    next: u64,
    grants: Vec<GrantText>,
    requests: Vec<RequestText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TermsText {
    to: String,
    right: String,
    from: String,
    until: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GrantText {
    terms: TermsText,
    requested_by: String,
    approved_by: String,
    approved_at: String,
    withdrawn: Option<WithdrawnText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WithdrawnText {
    at: String,
    by: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestText {
    number: u64,
    terms: TermsText,
    requested_by: String,
    requested_at: String,
}

impl TermsText {
    fn of(terms: &GrantTerms) -> Self {
        let GrantTerms { to, right, from, until } = terms;
        Self {
            to: to.text().to_owned(),
            right: right.code().to_owned(),
            from: from.to_string(),
            until: until.to_string(),
        }
    }

    fn terms(&self) -> Option<GrantTerms> {
        let (from, until) = (instant(&self.from)?, instant(&self.until)?);
        let terms =
            GrantTerms { to: name(&self.to)?, right: Right::from_code(&self.right)?, from, until };
        terms.check(from).ok()?;
        Some(terms)
    }
}

impl GrantText {
    fn of(grant: &Grant) -> Self {
        let withdrawn = grant.withdrawn.as_ref();
        Self {
            terms: TermsText::of(&grant.terms),
            requested_by: grant.requested_by.text().to_owned(),
            approved_by: grant.approved_by.text().to_owned(),
            approved_at: grant.approved_at.to_string(),
            withdrawn: withdrawn
                .map(|(at, by)| WithdrawnText { at: at.to_string(), by: by.text().to_owned() }),
        }
    }

    fn grant(self) -> Option<Grant> {
        let terms = self.terms.terms()?;
        let (requested_by, approved_by) = (name(&self.requested_by)?, name(&self.approved_by)?);
        if requested_by == approved_by || terms.to == approved_by {
            return None;
        }
        let withdrawn = match &self.withdrawn {
            Some(it) => Some((instant(&it.at)?, name(&it.by)?)),
            None => None,
        };
        let approved_at = instant(&self.approved_at)?;
        Some(Grant { terms, requested_by, approved_by, approved_at, withdrawn })
    }
}

impl RequestText {
    fn of(request: &GrantRequest) -> Self {
        Self {
            number: request.number.0,
            terms: TermsText::of(&request.terms),
            requested_by: request.requested_by.text().to_owned(),
            requested_at: request.requested_at.to_string(),
        }
    }

    fn request(self) -> Option<GrantRequest> {
        Some(GrantRequest {
            number: RequestNumber(self.number),
            terms: self.terms.terms()?,
            requested_by: name(&self.requested_by)?,
            requested_at: instant(&self.requested_at)?,
        })
    }
}

fn name(text: &str) -> Option<OperatorName> {
    OperatorName::new(text).ok()
}

fn instant(text: &str) -> Option<Timestamp> {
    Timestamp::from_rfc3339(text)
}
