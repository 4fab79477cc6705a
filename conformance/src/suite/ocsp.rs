//! OCSP requests and responses in the form `ocsp-manifest-1`.
//!
//! Nearly all sources sign with SHA-1, so the algorithm policy is the legacy one except for `made`.

use std::path::Path;
use std::time::Duration;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::Limits;
use jpki_core::message::Message as _;
use jpki_core::report::{Outcome, Reason, Verdict};
use jpki_core::time::ValidationTime;
use jpki_revocation::ocsp::{
    AnsweredStatus, OcspFreshness, OcspPolicy, OcspRequest, OcspResponse, OcspVerifier,
    ProductionTime,
};
use jpki_revocation::{Judgement, Status, Target};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathBuilder, PathInputs, PathValidator, TrustAnchor};
use serde::Deserialize;

use crate::input::{Folder, crypto, json, time};
use crate::results::{CaseResult, Results};
