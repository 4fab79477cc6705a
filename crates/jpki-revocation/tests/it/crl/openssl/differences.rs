//! Where versions of OpenSSL answer otherwise than RFC 5280 §6.3.3 says. None must: a newer one may have
//! mended it.

use jpki_core::report::Reason;
use jpki_revocation::{CrlError, Status, VerifiedCrl};
use jpki_x509::extension::ReasonFlags;

use super::{Answer, FromOpenssl, Question};

/// What it does otherwise, each explained by exactly what brings it about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Difference {
    /// If the certificate has no freshestCRL, it uses no delta list.
    DeltasNotUsed,
    /// Of several complete lists it asks one, and another one only for reasons that the first leaves open.
    OneListAsked,
    /// The one on which it settled turns out not to be usable, and it looks at no other.
    UnusableListChosen,
    /// The one on which it settled leaves reasons open, and it finds no other for them: a list serves only
    /// the reasons of the first distribution point that it fits.
    ReasonsLeftOpen,
    /// Of a distribution point without a name it does not compare cRLIssuer with the name in the list
    /// (§6.3.3(b)(2)(i)).
    NameNotCompared,
    /// A delta list that covers some reasons only it takes for a complete one.
    DeltaTakenForComplete,
}

impl Difference {
    pub(super) const ALL: [Self; 6] = [
        Self::DeltasNotUsed,
        Self::OneListAsked,
        Self::UnusableListChosen,
        Self::ReasonsLeftOpen,
        Self::NameNotCompared,
        Self::DeltaTakenForComplete,
    ];

    pub(super) fn explains(self, question: &Question, openssl: &FromOpenssl) -> bool {
        let deltas = question.lists_where(|list| list.list().delta_base().is_some());
        let complete = question.lists_where(|list| list.list().delta_base().is_none());
        let used_deltas = if question.has_freshest_crl() { deltas.clone() } else { Vec::new() };
        let open = question.lists_where(|list| question.leaves_reasons_open(list));
        let pairs = open.iter().flat_map(|one| open.iter().map(|other| vec![*one, *other]));
        let mut asked = complete.iter().map(|list| vec![*list]).chain(pairs);
        let is = |expected: Answer| openssl.answer == expected;
        match self {
            Self::DeltasNotUsed => {
                !question.has_freshest_crl()
                    && !deltas.is_empty()
                    && Answer::of(question.judge(complete)) == openssl.answer
            }
            Self::OneListAsked => {
                !is(Answer::Unknown)
                    && asked.any(|asked| {
                        let leaves_one_out = asked.len() < complete.len();
                        let said = question.judge(asked.into_iter().chain(used_deltas.clone()));
                        leaves_one_out && Answer::of(said) == openssl.answer
                    })
            }
            Self::UnusableListChosen => {
                is(Answer::Unknown)
                    && openssl.errors.iter().any(|error| matches!(error, 8 | 11 | 12 | 36))
                    && openssl.errors.iter().all(|error| has_cause(*error, question))
            }
            Self::ReasonsLeftOpen => {
                is(Answer::Unknown)
                    && openssl.errors.iter().all(|error| matches!(error, 3 | 44))
                    && !open.is_empty()
            }
            Self::NameNotCompared => {
                !is(Answer::Unknown)
                    && question.has_point_without_name()
                    && complete.iter().any(|list| {
                        question.judge([*list]) == Status::Unknown(Reason::CrlScopeMismatch)
                            && question.is_listed_in(list) == is(Answer::Revoked)
                    })
            }
            Self::DeltaTakenForComplete => {
                is(Answer::Good)
                    && deltas.iter().any(|delta| {
                        delta.list().scope().reasons() != ReasonFlags::ALL
                            && !question.is_listed_in(delta)
                    })
            }
        }
    }
}

/// Whether some list is as the error (of `X509_verify_cert`) says.
fn has_cause(error: u32, question: &Question) -> bool {
    let refused = |because: CrlError| question.refused.contains(&because);
    let any = |is: &dyn Fn(&VerifiedCrl) -> bool| question.verified.iter().any(is);
    let at = question.at.instant();
    match error {
        8 => refused(CrlError::Signature(Reason::SignatureMismatch)),
        11 => any(&|list| list.list().this_update() > at),
        12 => any(&|list| list.list().next_update().is_some_and(|next| next < at)),
        23 => any(&|list| question.is_listed_in(list)),
        36 => refused(CrlError::UnknownCriticalExtension),
        44 => any(&|list| question.judge([list]) == Status::Unknown(Reason::CrlScopeMismatch)),
        _ => false,
    }
}
