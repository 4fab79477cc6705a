//! `content/application.json`: what the form said of the applicant, and what the user was shown.

use base64ct::{Base64, Encoding as _};
use jpki_application::Application;
use jpki_application::form::ApplicantForm;
use jpki_application::intent::{IntentCommitment, SigningIntent};
use jpki_core::basic_four_info::Sex;
use jpki_core::crypto::Digest;
use jpki_core::time::JapanDay;
use serde::{Deserialize, Serialize};

use super::error::{BundleError, BundleFault};
use super::statement::digest_algorithm;

pub(super) const NAME: &str = "content/application.json";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplicationRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<Form>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<Shown>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_of_birth: Option<(i32, u8, u8)>,
    /// JISX 0303 as certificates have it: 1 male, 2 female, 3 other.
    #[serde(skip_serializing_if = "Option::is_none")]
    sex: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    title: String,
    text: String,
    content_algorithm: String,
    content_digest: String,
    commitment: String,
}

/// What was shown, as a verification takes it.
pub(crate) struct ShownIntent(SigningIntent, IntentCommitment);

impl ApplicationRecord {
    /// `None` if nothing but the signature was known.
    pub(super) fn of(application: &Application<'_>) -> Option<Self> {
        let form = application.form().map(|form| Form {
            name: form.name().map(str::to_owned),
            address: form.address().map(str::to_owned),
            date_of_birth: form.date_of_birth().map(JapanDay::year_month_day),
            sex: form.sex().map(|sex| sex.digit().to_owned()),
        });
        let shown = application.intent().map(|(intent, kept)| Shown {
            title: intent.title().to_owned(),
            text: intent.text().to_owned(),
            content_algorithm: intent.content().algorithm().name().to_owned(),
            content_digest: Base64::encode_string(intent.content().as_bytes()),
            commitment: Base64::encode_string(kept.as_bytes()),
        });
        (form.is_some() || shown.is_some()).then_some(Self { form, shown })
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    pub(crate) fn from_json(json: &[u8]) -> Result<Self, BundleError> {
        serde_json::from_slice(json).map_err(|_| BundleFault::Statement.into())
    }

    pub(crate) fn shown(&self) -> Result<Option<ShownIntent>, BundleError> {
        let Some(shown) = &self.shown else { return Ok(None) };
        let bytes = |text: &str| Base64::decode_vec(text).map_err(|_| BundleFault::Statement);
        let algorithm = digest_algorithm(&shown.content_algorithm)?;
        let content = Digest::new(algorithm, &bytes(&shown.content_digest)?);
        let kept = IntentCommitment::from_bytes(&bytes(&shown.commitment)?);
        let (content, kept) = content.zip(kept).ok_or(BundleFault::Statement)?;
        let intent = SigningIntent::of_content(&shown.title, &shown.text, content);
        Ok(Some(ShownIntent(intent, kept)))
    }

    pub(crate) fn application<'a>(
        &'a self,
        shown: Option<&'a ShownIntent>,
    ) -> Result<Application<'a>, BundleError> {
        let mut application = Application::new();
        if let Some(form) = &self.form {
            application = application.with_form(form.form()?);
        }
        Ok(match shown {
            Some(ShownIntent(intent, kept)) => application.shown(intent, kept),
            None => application,
        })
    }
}

impl Form {
    fn form(&self) -> Result<ApplicantForm<'_>, BundleError> {
        let mut form = ApplicantForm::new();
        if let Some(name) = &self.name {
            form = form.with_name(name);
        }
        if let Some(address) = &self.address {
            form = form.with_address(address);
        }
        if let Some((year, month, day)) = self.date_of_birth {
            let day = JapanDay::new(year, month, day).ok_or(BundleFault::Statement)?;
            form = form.with_date_of_birth(day);
        }
        if let Some(sex) = &self.sex {
            form = form.with_sex(Sex::from_digit(sex).ok_or(BundleFault::Statement)?);
        }
        Ok(form)
    }
}
