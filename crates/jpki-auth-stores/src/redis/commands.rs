//! The commands, and what their answers mean: the same for both faces.

use base64ct::{Base64UrlUnpadded, Encoding};
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, Replacement,
};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, Taken};
use redis::{Cmd, cmd};

use super::RedisError;
use crate::row::{self, Row, Unreadable};

/// A record is 114 octets, so this is none.
const SPENT: &[u8] = b"spent";

/// `NX`: an id is kept once. `EX`: the server forgets it.
pub(super) fn put(run: &str, id: &ChallengeId, record: &ChallengeRecord) -> Cmd {
    let seconds = record.forget_after().since(record.issued_at()).as_secs().max(1);
    let mut command = cmd("SET");
    command.arg(challenge(run, id)).arg(&record.to_octets()[..]).arg("NX").arg("EX").arg(seconds);
    command
}

pub(super) fn was_put(answer: Option<String>) -> Result<(), RedisError> {
    answer.map(drop).ok_or(RedisError::Repeated)
}

/// One command reads what was there and marks it spent; `XX` makes nothing of what is not there.
pub(super) fn take(run: &str, id: &ChallengeId) -> Cmd {
    let mut command = cmd("SET");
    command.arg(challenge(run, id)).arg(SPENT).arg("XX").arg("GET").arg("KEEPTTL");
    command
}

pub(super) fn taken(answer: Option<Vec<u8>>) -> Result<Taken, RedisError> {
    Ok(match answer {
        None => Taken::Unknown,
        Some(octets) if octets == SPENT => Taken::Spent,
        Some(octets) => {
            Taken::Fresh(ChallengeRecord::from_octets(&octets).map_err(|_| Unreadable)?)
        }
    })
}

pub(super) fn of_account(accounts: &[AccountReference]) -> Cmd {
    let mut command = script(OF_ACCOUNT);
    accounts.iter().for_each(|account| {
        command.arg(text(&row::account(account)));
    });
    command
}

pub(super) fn bindings(answer: Vec<Columns>) -> Result<Vec<BindingRecord>, RedisError> {
    answer.iter().map(read).collect()
}

pub(super) fn insert(
    record: &BindingRecord,
    accounts: &[AccountReference],
    certificates: &[CertificateReference],
) -> Cmd {
    let mut command = script(INSERT);
    columns(&mut command, record);
    command.arg(BindingRecord::PER_ACCOUNT).arg(accounts.len());
    accounts.iter().for_each(|account| {
        command.arg(text(&row::account(account)));
    });
    certificates.iter().for_each(|certificate| {
        command.arg(text(&row::certificate(certificate)));
    });
    command
}

pub(super) fn inserted(answer: (String, Columns)) -> Result<Insertion, RedisError> {
    let (outcome, columns) = answer;
    match outcome.as_str() {
        "inserted" => Ok(Insertion::Inserted(read(&columns)?)),
        "bound" => Ok(Insertion::CertificateBound(read(&columns)?)),
        "full" => Ok(Insertion::AccountFull),
        _ => Err(Unreadable.into()),
    }
}

pub(super) fn replace(
    old: &CertificateReference,
    record: &BindingRecord,
    certificates: &[CertificateReference],
) -> Cmd {
    let mut command = script(REPLACE);
    columns(&mut command, record);
    command.arg(text(&row::certificate(old)));
    certificates.iter().for_each(|certificate| {
        command.arg(text(&row::certificate(certificate)));
    });
    command
}

pub(super) fn replaced(answer: (String, Columns)) -> Result<Replacement, RedisError> {
    let (outcome, columns) = answer;
    match outcome.as_str() {
        "replaced" => Ok(Replacement::Replaced),
        "gone" => Ok(Replacement::Gone),
        "bound" => Ok(Replacement::CertificateBound(read(&columns)?)),
        _ => Err(Unreadable.into()),
    }
}

pub(super) fn erase(scope: &ErasureScope) -> Cmd {
    let mut command = script(ERASE);
    match scope {
        ErasureScope::Account(accounts) => accounts.iter().for_each(|account| {
            command.arg(format!("{ACCOUNT}{}", text(&row::account(account))));
        }),
        ErasureScope::Provider(provider) => {
            command.arg(format!("{PROVIDER}{}", provider.text()));
        }
        ErasureScope::Everything => {
            command.arg(ALL);
        }
    }
    command
}

/// certificate, account, provider, identifier, origin, instant; none where there is no binding.
pub(super) type Columns = Vec<String>;

fn columns(command: &mut Cmd, record: &BindingRecord) {
    command
        .arg(text(&row::certificate(&record.certificate)))
        .arg(text(&row::account(&record.account)))
        .arg(record.provider.text())
        .arg(text(record.identifier.octets()))
        .arg(record.origin.code())
        .arg(record.bound_at.unix_seconds());
}

fn read(columns: &Columns) -> Result<BindingRecord, RedisError> {
    let [certificate, account, provider, identifier, origin, bound_at] = columns.as_slice() else {
        return Err(Unreadable.into());
    };
    let octets = |text: &str| Base64UrlUnpadded::decode_vec(text).map_err(|_| Unreadable);
    let row = Row {
        certificate: octets(certificate)?,
        account: octets(account)?,
        provider: provider.clone().into_bytes(),
        identifier: octets(identifier)?,
        origin: origin.clone().into_bytes(),
        bound_at: bound_at.parse().map_err(|_| Unreadable)?,
    };
    Ok(row.read()?)
}

fn challenge(run: &str, id: &ChallengeId) -> String {
    format!("jpki:challenge:{run}:{}", text(id.octets()))
}

fn text(octets: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(octets)
}

/// Redis runs a script as one atomic step.
fn script(body: &str) -> Cmd {
    let mut command = cmd("EVAL");
    command.arg(format!("{COMMON}{body}")).arg(0);
    command
}

const ACCOUNT: &str = "jpki:binding:account:";
const PROVIDER: &str = "jpki:binding:provider:";
const ALL: &str = "jpki:binding:all";

const COMMON: &str = "
local function key(certificate) return 'jpki:binding:certificate:' .. certificate end
local function columns(certificate)
    return redis.call('HMGET', key(certificate),
        'certificate', 'account', 'provider', 'identifier', 'origin', 'bound_at')
end
local function sets(account, provider)
    return {'jpki:binding:account:' .. account, 'jpki:binding:provider:' .. provider,
        'jpki:binding:all'}
end
local function add(certificate, account, provider, identifier, origin, bound_at)
    redis.call('HSET', key(certificate), 'certificate', certificate, 'account', account,
        'provider', provider, 'identifier', identifier, 'origin', origin, 'bound_at', bound_at)
    for _, set in ipairs(sets(account, provider)) do redis.call('SADD', set, certificate) end
end
local function remove(certificate)
    local account, provider =
        unpack(redis.call('HMGET', key(certificate), 'account', 'provider'))
    if not account then return 0 end
    for _, set in ipairs(sets(account, provider)) do redis.call('SREM', set, certificate) end
    return redis.call('DEL', key(certificate))
end
local function of_accounts(first, last)
    local found = {}
    for i = first, last do
        local members = redis.call('SMEMBERS', 'jpki:binding:account:' .. ARGV[i])
        for _, certificate in ipairs(members) do found[#found + 1] = certificate end
    end
    return found
end
local function bound(first, except)
    for i = first, #ARGV do
        if ARGV[i] ~= except and redis.call('EXISTS', key(ARGV[i])) == 1 then return ARGV[i] end
    end
end
";

const OF_ACCOUNT: &str = "
local found = {}
for i, certificate in ipairs(of_accounts(1, #ARGV)) do found[i] = columns(certificate) end
return found
";

const INSERT: &str = "
local accounts_end = 8 + tonumber(ARGV[8])
local other = bound(accounts_end + 1, nil)
if other then return {'bound', columns(other)} end
local earlier = of_accounts(9, accounts_end)
if #earlier >= tonumber(ARGV[7]) then return {'full', {}} end
local identifier = ARGV[4]
if earlier[1] then identifier = redis.call('HGET', key(earlier[1]), 'identifier') end
add(ARGV[1], ARGV[2], ARGV[3], identifier, ARGV[5], ARGV[6])
return {'inserted', columns(ARGV[1])}
";

const REPLACE: &str = "
local other = bound(8, ARGV[7])
if other then return {'bound', columns(other)} end
if remove(ARGV[7]) == 0 then return {'gone', {}} end
add(ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6])
return {'replaced', {}}
";

const ERASE: &str = "
local erased = 0
for _, set in ipairs(ARGV) do
    for _, certificate in ipairs(redis.call('SMEMBERS', set)) do
        erased = erased + remove(certificate)
    end
end
return erased
";
