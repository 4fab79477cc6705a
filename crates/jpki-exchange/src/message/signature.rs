use jpki_application::intent::SigningIntent;
use jpki_core::crypto::Digest;
use zeroize::Zeroizing;

use crate::ExchangeError;
use crate::context::Context;
use crate::field::Field;
use crate::form::{message, record};
use crate::limits::Limits;
use crate::sealed::SealedSubmission;

message! {
    /// A signature, as the client sealed it for the platform, and what the user was shown before the PIN.
    SignatureSubmission, "jpki-signature-submission", Limits::SUBMISSION_BYTES, {
        /// Who asks.
        context: Context,
        /// What the user was shown. Without it the platform refuses: see [`Self::shown`].
        intent: Option<SigningIntent>,
        /// Which attributes the service provider asks for.
        attributes: RequestedAttributes,
        /// What the client sealed.
        sealed: SealedSubmission,
    }
}

impl SignatureSubmission {
    /// Returns what the user was shown.
    ///
    /// # Errors
    /// [`ExchangeError::IntentMissing`] if nothing says what that was (guideline 001 ch. 6).
    // Requirement: WYS-03
    pub fn shown(&self) -> Result<&SigningIntent, ExchangeError> {
        self.intent.as_ref().ok_or(ExchangeError::IntentMissing)
    }
}

record! {
    /// Which of the four attributes (基本4情報) are asked for: no more than the service needs.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    RequestedAttributes {
        /// 氏名
        name: bool,
        /// 住所
        address: bool,
        /// 生年月日
        date_of_birth: bool,
        /// 性別
        sex: bool,
    }
}

impl Field for bool {
    type Wire = Self;

    fn read(wire: Self) -> Result<Self, ExchangeError> {
        Ok(wire)
    }

    fn write(self) -> Self {
        self
    }
}

/// `{"title", "text", "content"}`, the content's SHA-256 in base64url.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireIntent {
    title: Zeroizing<String>,
    text: Zeroizing<String>,
    content: String,
}

impl Field for SigningIntent {
    type Wire = WireIntent;

    fn read(wire: WireIntent) -> Result<Self, ExchangeError> {
        let content = <[u8; 32]>::read(wire.content)?;
        let content = Digest::new(Self::DIGEST, &content).ok_or(ExchangeError::Encoding)?;
        Ok(Self::of_content(&wire.title, &wire.text, content))
    }

    fn write(self) -> WireIntent {
        WireIntent {
            title: Zeroizing::new(self.title().to_owned()),
            text: Zeroizing::new(self.text().to_owned()),
            content: crate::field::encode(self.content().as_bytes()),
        }
    }
}
