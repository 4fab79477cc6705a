use base64ct::{Base64, Encoding as _};
use hyper::Method;
use jpki_testkit::jpki::{Generation, Purpose};
use percent_encoding::percent_decode_str;

use crate::fault::Service;
use crate::lists::ListName;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route {
    List(ListName, Purpose, Generation),
    /// A request in the body, or in the path (RFC 6960 appendix A.1).
    Ocsp(Purpose, Option<Vec<u8>>),
    Linkage(Service),
}

/// Why nothing is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Astray {
    NotFound,
    Method,
    Malformed,
}

impl Route {
    pub(super) fn of(method: &Method, path: &str) -> Result<Self, Astray> {
        let segments: Vec<&str> = path.trim_start_matches('/').splitn(3, '/').collect();
        match *segments.as_slice() {
            ["crl" | "arl", purpose, rest] => {
                let (is_arl, purpose) = (path.starts_with("/arl"), purpose_of(purpose)?);
                let (generation, partition) = match rest.split_once('/') {
                    None => (rest, None),
                    Some((generation, partition)) => (generation, Some(partition)),
                };
                let generation = generation_of(generation)?;
                let name = match (is_arl, partition) {
                    (true, None) => ListName::Arl,
                    (false, None) => ListName::Crl,
                    (false, Some(code)) => ListName::Partition(code.to_owned()),
                    (true, Some(_)) => return Err(Astray::NotFound),
                };
                allowed(method, &Method::GET, Self::List(name, purpose, generation))
            }
            ["ocsp", purpose] => {
                allowed(method, &Method::POST, Self::Ocsp(purpose_of(purpose)?, None))
            }
            ["ocsp", purpose, request] => {
                let request: Vec<u8> = percent_decode_str(request).collect();
                let request = std::str::from_utf8(&request).map_err(|_| Astray::Malformed)?;
                let request = Base64::decode_vec(request).map_err(|_| Astray::Malformed)?;
                allowed(method, &Method::GET, Self::Ocsp(purpose_of(purpose)?, Some(request)))
            }
            ["linkage"] => allowed(method, &Method::POST, Self::Linkage(Service::Counterpart)),
            ["previous-serial"] => {
                allowed(method, &Method::POST, Self::Linkage(Service::Predecessor))
            }
            _ => Err(Astray::NotFound),
        }
    }
}

fn allowed(method: &Method, expected: &Method, route: Route) -> Result<Route, Astray> {
    if method == expected { Ok(route) } else { Err(Astray::Method) }
}

const PURPOSES: [(&str, Purpose); 2] = [("sign", Purpose::Sign), ("auth", Purpose::Auth)];

const GENERATIONS: [(&str, Generation); 4] = [
    ("1", Generation::First),
    ("2", Generation::Second),
    ("3", Generation::Third),
    ("4", Generation::Fourth),
];

fn purpose_of(name: &str) -> Result<Purpose, Astray> {
    let found = PURPOSES.into_iter().find(|(known, _)| *known == name);
    found.map(|(_, purpose)| purpose).ok_or(Astray::NotFound)
}

fn generation_of(name: &str) -> Result<Generation, Astray> {
    let found = GENERATIONS.into_iter().find(|(known, _)| *known == name);
    found.map(|(_, generation)| generation).ok_or(Astray::NotFound)
}

pub(super) fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Sign => "sign",
        Purpose::Auth => "auth",
    }
}

/// The number of a generation in addresses; there is none of the foreign one.
pub(super) fn generation_number(generation: Generation) -> &'static str {
    let found = GENERATIONS.into_iter().find(|(_, known)| *known == generation);
    found.map_or("none", |(number, _)| number)
}
