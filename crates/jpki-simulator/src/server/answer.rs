use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    CONTENT_TYPE, DATE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED,
};
use hyper::{Request, Response, StatusCode};
use jpki_core::time::Timestamp;
use sha2::{Digest as _, Sha256};

use super::route::{Astray, Route};
use crate::fault::{Reply, Silence};
use crate::shared::Shared;
use crate::wire::{MEDIA_TYPE, hex};

const LARGEST_BODY: usize = 0x1_0000;

type Answer = Response<Full<Bytes>>;

/// An answer to this request; an error closes the connection without one.
pub(super) async fn answer(shared: Shared, request: Request<Incoming>) -> io::Result<Answer> {
    let date = http_date(shared.with(|state| state.now));
    let mut answer = respond(shared, request).await?;
    if let Ok(date) = date.parse() {
        answer.headers_mut().insert(DATE, date);
    }
    Ok(answer)
}

async fn respond(shared: Shared, request: Request<Incoming>) -> io::Result<Answer> {
    let route = match Route::of(request.method(), request.uri().path()) {
        Ok(route) => route,
        Err(Astray::NotFound) => return Ok(empty(StatusCode::NOT_FOUND)),
        Err(Astray::Method) => return Ok(empty(StatusCode::METHOD_NOT_ALLOWED)),
        Err(Astray::Malformed) => return Ok(empty(StatusCode::BAD_REQUEST)),
    };
    let (head, body) = request.into_parts();
    let (reply, media_type) = match route {
        Route::List(name, purpose, generation) => {
            let (reply, this_update) = shared.with_mut(|state| {
                let this_update = state.list_of_the_day();
                (state.serve_list(&name, purpose, generation), this_update)
            });
            let list = match settle(reply).await? {
                Ok(list) => list,
                Err(refusal) => return Ok(refusal),
            };
            return Ok(list_answer(&head.headers, list, this_update));
        }
        Route::Ocsp(purpose, in_path) => {
            let media_type = "application/ocsp-request";
            let question = match in_path {
                Some(question) => question,
                None => match read(&head.headers, media_type, body).await {
                    Ok(question) => question,
                    Err(status) => return Ok(empty(status)),
                },
            };
            let reply = shared.with_mut(|state| state.respond(purpose, &question));
            (reply, "application/ocsp-response")
        }
        Route::Linkage(service) => match read(&head.headers, MEDIA_TYPE, body).await {
            Ok(question) => (shared.with_mut(|state| state.link(service, &question)), MEDIA_TYPE),
            Err(status) => return Ok(empty(status)),
        },
    };
    Ok(match settle(reply).await? {
        Ok(bytes) => with_body(bytes, &[(CONTENT_TYPE, media_type)]),
        Err(refusal) => refusal,
    })
}

/// Waits for the answer, which takes as long as a fault says.
async fn settle(reply: Reply) -> io::Result<Result<Vec<u8>, Answer>> {
    tokio::time::sleep(reply.delay).await;
    Ok(match reply.answer {
        Ok(bytes) => Ok(bytes),
        Err(Silence::Unavailable) => Err(empty(StatusCode::SERVICE_UNAVAILABLE)),
        Err(Silence::Missing) => Err(empty(StatusCode::NOT_FOUND)),
        Err(Silence::BadRequest) => Err(empty(StatusCode::BAD_REQUEST)),
        Err(Silence::Reset) => return Err(io::ErrorKind::ConnectionReset.into()),
    })
}

async fn read(
    headers: &HeaderMap,
    media_type: &str,
    body: Incoming,
) -> Result<Vec<u8>, StatusCode> {
    let found = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = found.and_then(|value| value.split(';').next()).map(str::trim);
    if !essence.is_some_and(|essence| essence.eq_ignore_ascii_case(media_type)) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let body = Limited::new(body, LARGEST_BODY).collect().await;
    body.map(|body| body.to_bytes().to_vec()).map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)
}

/// The list, or that the client has it already (RFC 9110 §13).
fn list_answer(headers: &HeaderMap, list: Vec<u8>, this_update: Timestamp) -> Answer {
    let digest = Sha256::digest(&list);
    let tag = format!("\"{}\"", hex(digest.first_chunk::<16>().map_or(&[], |half| half)));
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let is_known = match (text(IF_NONE_MATCH), text(IF_MODIFIED_SINCE)) {
        (Some(tags), _) => tags
            .split(',')
            .any(|known| matches!(known.trim(), known if known == tag || known == "*")),
        (None, Some(since)) => {
            httpdate::parse_http_date(since).is_ok_and(|since| since >= system_time(this_update))
        }
        (None, None) => false,
    };
    let modified = http_date(this_update);
    let about = [
        (CONTENT_TYPE, "application/pkix-crl"),
        (ETAG, tag.as_str()),
        (LAST_MODIFIED, modified.as_str()),
    ];
    if is_known {
        let mut answer = with_body(Vec::new(), &about);
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return answer;
    }
    with_body(list, &about)
}

fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::new()));
    *answer.status_mut() = status;
    answer
}

fn with_body(bytes: Vec<u8>, headers: &[(HeaderName, &str)]) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(bytes)));
    for (name, value) in headers {
        if let Ok(value) = value.parse() {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

fn http_date(instant: Timestamp) -> String {
    httpdate::fmt_http_date(system_time(instant))
}

/// The instant of the simulator's clock, in the type that the dates of HTTP are written from.
fn system_time(instant: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(u64::try_from(instant.unix_seconds()).unwrap_or_default())
}
