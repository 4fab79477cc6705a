//! What the user was shown before signing (署名の意思), compared with what was signed.
//!
//! Guideline 001 chapter 6: before the PIN is entered, the user must be told what is being signed and
//! that entering the PIN makes an electronic signature; and nobody should be made to sign meaningless
//! random data with a 署名用電子証明書.

mod legibility;
mod substance;

use alloc::string::String;
use core::fmt;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Subject};

/// What a service showed the user: a title, a text, and which content would be signed.
///
/// Make it before the PIN is asked for, keep its [commitment](Self::commitment) in the session, and check
/// both when the signature is there.
///
/// ```
/// use jpki_application::intent::{IntentCommitment, SigningIntent};
/// use jpki_crypto::RustCrypto;
///
/// // Before the PIN is asked for.
/// let shown = SigningIntent::of_text("口座開設申込書", "普通預金口座を申し込みます。", &RustCrypto);
/// let session = shown.commitment(&RustCrypto).as_bytes().to_vec();
///
/// // When the signature has arrived: another text has another commitment.
/// let other = SigningIntent::of_text("口座開設申込書", "借入を申し込みます。", &RustCrypto);
/// let kept = IntentCommitment::from_bytes(&session).expect("what the session kept");
/// assert!(kept == shown.commitment(&RustCrypto) && kept != other.commitment(&RustCrypto));
/// ```
#[derive(Clone)]
pub struct SigningIntent {
    title: String,
    text: String,
    content: Digest,
}

/// A digest over a whole [`SigningIntent`], kept in the session from the moment it was shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct IntentCommitment(Digest);

impl SigningIntent {
    /// The digest algorithm of contents and commitments.
    pub const DIGEST: DigestAlgorithm = DigestAlgorithm::Sha256;

    /// Takes a text that is both shown and signed, as UTF-8.
    #[must_use]
    pub fn of_text(title: &str, text: &str, crypto: &dyn CryptoBackend) -> Self {
        Self::of_content(title, text, crypto.digest(Self::DIGEST, text.as_bytes()))
    }

    /// Takes a text that is shown about a document; the document, of this digest, is signed.
    #[must_use]
    pub fn of_content(title: &str, text: &str, content: Digest) -> Self {
        Self { title: title.into(), text: text.into(), content }
    }

    /// Returns the title that is shown.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the text that is shown.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the digest of what is to be signed.
    #[must_use]
    pub const fn content(&self) -> &Digest {
        &self.content
    }

    /// Returns why title or text may not be seen as they are stored, the worst first: they hold characters that
    /// turn the direction of writing ([`Reason::ShownTextTurns`]), that cannot be seen
    /// ([`Reason::ShownTextHides`]), controls other than tab, LF and CRLF ([`Reason::ShownTextControls`]), private
    /// use or unassigned characters ([`Reason::ShownTextPrivate`]), or more than 100 spaces or 20 line ends in a
    /// row ([`Reason::ShownTextLeavesGaps`]).
    ///
    /// Ask before the text is shown; [`Self::check`] warns of it. Variation selectors behind a kanji (IVS) or an
    /// emoji are no fault. What this does not prove: that a text without a fault is honest; letters that look like
    /// others are not looked for.
    ///
    /// ```
    /// use jpki_application::intent::SigningIntent;
    /// use jpki_crypto::RustCrypto;
    ///
    /// let intent = |text| SigningIntent::of_text("申込書", text, &RustCrypto);
    /// assert_eq!(intent("送金額は1万円です。").legibility_fault(), None);
    /// // A character that turns the direction of writing shows another amount.
    /// assert!(intent("送金額は\u{202e}00001\u{202c}円です。").legibility_fault().is_some());
    /// ```
    #[must_use]
    pub fn legibility_fault(&self) -> Option<Reason> {
        legibility::fault(&self.title).or_else(|| legibility::fault(&self.text))
    }

    /// Returns the commitment to keep in the session. Another title, text or content gives another commitment.
    #[must_use]
    pub fn commitment(&self, crypto: &dyn CryptoBackend) -> IntentCommitment {
        let mut hasher = crypto.hasher(Self::DIGEST);
        hasher.update(b"jpki signing intent 1\0");
        for part in [
            self.title.as_bytes(),
            self.text.as_bytes(),
            self.content.algorithm().name().as_bytes(),
            self.content.as_bytes(),
        ] {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        IntentCommitment(hasher.finish())
    }

    /// Returns the digest algorithm of the content that is to be signed.
    #[must_use]
    pub const fn content_algorithm(&self) -> DigestAlgorithm {
        self.content.algorithm()
    }

    /// Checks that this was shown, and that what was shown is what was signed: two checks, in this order. The first
    /// warns of a text that may not be [seen as it is stored](Self::legibility_fault).
    ///
    /// `shown` is the commitment that the session kept, `signed` the digest of the signed content by
    /// [`Self::content_algorithm`]; without it the second check fails.
    ///
    /// What this does not prove: that the user read or understood it, or that the device showed it.
    #[must_use]
    // Requirement: WYS-01
    pub fn check(
        &self,
        shown: &IntentCommitment,
        signed: Option<&Digest>,
        crypto: &dyn CryptoBackend,
    ) -> [Check; 2] {
        let was_shown = self.commitment(crypto) == *shown;
        let shown = match self.legibility_fault() {
            _ if !was_shown => Outcome::Failed(Reason::IntentNotShown),
            Some(fault) => Outcome::Warned(fault),
            None => Outcome::Passed,
        };
        let signed = match signed {
            Some(digest) if *digest == self.content => Ok(()),
            Some(digest) if digest.algorithm() == self.content.algorithm() => {
                Err(Reason::IntentContentMismatch)
            }
            _ => Err(Reason::IntentDigestMissing),
        };
        [
            Check::new(CheckId::IntentShown, Subject::Document, shown),
            Check::of(CheckId::IntentContent, Subject::Document, signed),
        ]
    }
}

impl fmt::Debug for SigningIntent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningIntent")
    }
}

impl IntentCommitment {
    /// Reads a commitment that the session kept; `None` if these bytes are not one.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Digest::new(SigningIntent::DIGEST, bytes).map(Self)
    }

    /// Returns the bytes to keep in the session.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for IntentCommitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IntentCommitment")
    }
}

/// Warns if the content looks like a bare random challenge: at most 128 bytes that are no text, or one
/// word of hexadecimal or base64 digits. A heuristic, so it never refuses.
///
/// `beginning` is the content, of which those bytes beyond the first 128 may be left out; `length` is how many bytes
/// it has in all.
///
/// ```
/// use jpki_application::intent::check_substance;
/// use jpki_core::report::Outcome;
///
/// let form = "口座開設申込書\n氏名 見本花子".as_bytes();
/// assert_eq!(check_substance(form, form.len() as u64).outcome(), Outcome::Passed);
/// let challenge = [0xA7; 32]; // no document has 32 bytes without text
/// assert!(matches!(check_substance(&challenge, 32).outcome(), Outcome::Warned(_)));
/// ```
#[must_use]
pub fn check_substance(beginning: &[u8], length: u64) -> Check {
    let outcome = if substance::looks_random(beginning, length) {
        Outcome::Warned(Reason::ContentLooksRandom)
    } else {
        Outcome::Passed
    };
    Check::new(CheckId::IntentSubstance, Subject::Document, outcome)
        .with(Fact::count(FactKey::ContentLength, length))
}
