//! The commands, and what their answers mean: the same for both faces.

use base64ct::{Base64UrlUnpadded, Encoding};
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyId, KeyStanding, Replacement,
};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
use redis::{Cmd, cmd};

use super::RedisError;
use crate::row::{self, Row};
use crate::unreadable::Unreadable;

/// A record is 114 bytes, so this is none.
const SPENT: &[u8] = b"spent";

/// Refuses a server that no challenge can rest on.
pub(super) fn look() -> Cmd {
    script(&[PLACE, LOOK])
}

/// `NX`: an id is kept once. `EX`: the server forgets it.
pub(super) fn put(id: &ChallengeId, record: &ChallengeRecord) -> Cmd {
    let seconds = record.forget_after().since(record.issued_at()).as_secs().max(1);
    let mut command = script(&[PLACE, PUT]);
    command.arg(text(id.as_bytes())).arg(&record.to_bytes()[..]).arg(seconds);
    command
}

pub(super) fn was_put(kept: bool) -> Result<(), RedisError> {
    if kept { Ok(()) } else { Err(RedisError::Repeated) }
}

/// One command reads what was there and marks it spent; `XX` makes nothing of what is not there.
pub(super) fn take(id: &ChallengeId) -> Cmd {
    let mut command = script(&[PLACE, TAKE]);
    command.arg(text(id.as_bytes())).arg(SPENT);
    command
}

pub(super) fn taken(answer: Option<Vec<u8>>) -> Result<TakeOutcome, RedisError> {
    Ok(match answer {
        None => TakeOutcome::Unknown,
        Some(bytes) if bytes == SPENT => TakeOutcome::Spent,
        Some(bytes) => {
            TakeOutcome::Fresh(ChallengeRecord::from_bytes(&bytes).map_err(|_| Unreadable)?)
        }
    })
}

pub(super) fn of_account(accounts: &[AccountReference]) -> Cmd {
    let mut command = script(&[PLACE, COMMON, FORMAT, OF_ACCOUNT]);
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
    let mut command = script(&[PLACE, COMMON, FORMAT, KEPT, INSERT]);
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
    let mut command = script(&[PLACE, COMMON, FORMAT, KEPT, REPLACE]);
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
    let mut command = script(&[PLACE, COMMON, FORMAT, KEPT, ERASE]);
    match scope {
        ErasureScope::Account(accounts) => {
            command.arg("account").arg("");
            accounts.iter().for_each(|account| {
                command.arg(text(&row::account(account)));
            });
        }
        ErasureScope::DroppedKeys { provider, kept } => {
            command.arg("dropped-keys").arg(provider.text());
            kept.iter().flat_map(beginnings).for_each(|beginning| {
                command.arg(beginning);
            });
        }
        ErasureScope::Provider(provider) => {
            command.arg("provider").arg(provider.text());
        }
        ErasureScope::Everything => {
            command.arg("everything").arg("");
        }
    }
    command
}

/// How the text of a reference under this key begins: six characters hold the four bytes of its name and
/// the first four bits of its digest.
fn beginnings(key: &KeyId) -> impl Iterator<Item = String> {
    let name = key.0.to_be_bytes();
    (0..16_u8).map(move |bits| {
        let [a, b, c, d] = name;
        text(&[a, b, c, d, bits << 4]).chars().take(6).collect()
    })
}

pub(super) fn check_key(check: &KeyCheck) -> Cmd {
    let mut command = script(&[PLACE, COMMON, FORMAT, KEPT, CHECK_KEY]);
    command.arg(format!("{}:{}", check.provider().text(), check.key().0)).arg(text(check.value()));
    command
}

pub(super) fn key_standing(check: &KeyCheck, kept: &str) -> Result<KeyStanding, RedisError> {
    let kept = Base64UrlUnpadded::decode_vec(kept).map_err(|_| Unreadable)?;
    Ok(check.against(&kept))
}

/// certificate, account, provider, identifier, origin, instant; none where there is no binding.
pub(super) type Columns = Vec<String>;

fn columns(command: &mut Cmd, record: &BindingRecord) {
    command
        .arg(text(&row::certificate(&record.certificate)))
        .arg(text(&row::account(&record.account)))
        .arg(record.provider.text())
        .arg(text(record.identifier.as_bytes()))
        .arg(record.origin.code())
        .arg(record.bound_at.unix_seconds());
}

fn read(columns: &Columns) -> Result<BindingRecord, RedisError> {
    let [certificate, account, provider, identifier, origin, bound_at] = columns.as_slice() else {
        return Err(Unreadable.into());
    };
    let bytes = |text: &str| Base64UrlUnpadded::decode_vec(text).map_err(|_| Unreadable);
    let row = Row {
        certificate: bytes(certificate)?,
        account: bytes(account)?,
        provider: provider.clone().into_bytes(),
        identifier: bytes(identifier)?,
        origin: origin.clone().into_bytes(),
        bound_at: bound_at.parse().map_err(|_| Unreadable)?,
    };
    Ok(row.read()?)
}

fn text(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Redis runs a script as one atomic step.
fn script(parts: &[&str]) -> Cmd {
    let mut command = cmd("EVAL");
    command.arg(parts.concat()).arg(0);
    command
}

/// Where the challenges of this very data stand. The run is that of the process, new at every start; the
/// replication id is that of its data, new whenever a replica becomes the primary. What another process, or
/// this one before it took over another's data, has kept is not known here, so that nothing spent comes back.
const PLACE: &str = "
local server, replication = redis.call('INFO', 'server'), redis.call('INFO', 'replication')
if not string.find(replication, 'role:master', 1, true) then
    return redis.error_reply('JPKIREPLICA not the primary')
end
local run, data = string.match(server, 'run_id:(%w+)'), string.match(replication, 'master_replid:(%w+)')
if not run or not data then return redis.error_reply('JPKIRUN no run or replication id') end
local function challenge(id) return 'jpki:challenge:' .. run .. ':' .. data .. ':' .. id end
";

const LOOK: &str = "
local major, minor = string.match(server, 'redis_version:(%d+)%.(%d+)')
if not major or tonumber(major) * 1000 + tonumber(minor) < 6002 then
    return redis.error_reply('JPKIOLD older than 6.2')
end
return redis.status_reply('OK')
";

const PUT: &str = "
return redis.call('SET', challenge(ARGV[1]), ARGV[2], 'NX', 'EX', ARGV[3]) and 1 or 0
";

const TAKE: &str = "
return redis.call('SET', challenge(ARGV[1]), ARGV[2], 'XX', 'GET', 'KEEPTTL')
";

/// Of version 1, bindings have no number.
const FORMAT: &str = "
if redis.call('EXISTS', 'jpki:binding:format') == 1 then
    return redis.error_reply('JPKIFORMAT a later format')
end
";

/// Whether the server keeps what has no expiry, now: its settings can change while it runs.
const KEPT: &str = "
if not string.find(redis.call('INFO', 'persistence'), 'aof_enabled:1', 1, true) then
    return redis.error_reply('JPKIPERSIST appendonly is off')
end
if string.find(redis.call('INFO', 'memory'), 'maxmemory_policy:allkeys', 1, true) then
    return redis.error_reply('JPKIEVICT keys without expiry are evicted')
end
";

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
local what, provider = ARGV[1], ARGV[2]
local wanted = {}
if what == 'account' then
    wanted = of_accounts(3, #ARGV)
elseif what == 'everything' then
    wanted = redis.call('SMEMBERS', 'jpki:binding:all')
else
    wanted = redis.call('SMEMBERS', 'jpki:binding:provider:' .. provider)
end
local kept = {}
if what == 'dropped-keys' then
    for i = 3, #ARGV do kept[ARGV[i]] = true end
end
local erased = 0
for _, certificate in ipairs(wanted) do
    if not kept[string.sub(certificate, 1, 6)] then erased = erased + remove(certificate) end
end
if what == 'everything' then
    redis.call('DEL', 'jpki:binding:keys')
elseif what == 'provider' then
    for _, name in ipairs(redis.call('HKEYS', 'jpki:binding:keys')) do
        if string.match(name, '^(.*):') == provider then redis.call('HDEL', 'jpki:binding:keys', name) end
    end
end
return erased
";

const CHECK_KEY: &str = "
redis.call('HSETNX', 'jpki:binding:keys', ARGV[1], ARGV[2])
return redis.call('HGET', 'jpki:binding:keys', ARGV[1])
";
