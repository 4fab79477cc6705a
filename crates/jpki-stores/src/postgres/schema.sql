-- Version 2. Two who run this at once wait for each other; a later version is left alone.
SELECT pg_advisory_xact_lock(hashtext('jpki_schema'));
DO $$
DECLARE
    found integer;
BEGIN
    IF to_regclass('jpki_schema') IS NOT NULL THEN
        EXECUTE 'SELECT version FROM jpki_schema' INTO found;
        IF found > 2 THEN
            RAISE EXCEPTION 'the schema is of version %, which is newer than this script', found;
        END IF;
    END IF;
END
$$;

-- One row: the version, and how often bindings changed.
CREATE TABLE IF NOT EXISTS jpki_schema (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL,
    changes bigint NOT NULL DEFAULT 0
);
INSERT INTO jpki_schema (version) VALUES (2) ON CONFLICT (one) DO UPDATE SET version = 2;

CREATE TABLE IF NOT EXISTS jpki_challenge (
    id bytea PRIMARY KEY CHECK (length(id) = 32),
    record bytea NOT NULL,
    spent boolean NOT NULL DEFAULT false,
    forget_after bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS jpki_challenge_forget_after ON jpki_challenge (forget_after);

CREATE TABLE IF NOT EXISTS jpki_binding (
    certificate bytea PRIMARY KEY CHECK (length(certificate) = 36),
    account bytea NOT NULL CHECK (length(account) = 36),
    provider text NOT NULL,
    identifier bytea NOT NULL CHECK (length(identifier) = 16),
    origin text NOT NULL,
    bound_at bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS jpki_binding_account ON jpki_binding (account);
CREATE INDEX IF NOT EXISTS jpki_binding_provider ON jpki_binding (provider);

-- By what is kept of a key, its name is not given to another.
CREATE TABLE IF NOT EXISTS jpki_binding_key (
    provider text NOT NULL,
    key bigint NOT NULL,
    value bytea NOT NULL CHECK (length(value) = 32),
    PRIMARY KEY (provider, key)
);

-- What a transaction does is on the disk before its answer is given, whatever the session says.
CREATE OR REPLACE FUNCTION jpki_durably() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('synchronous_commit') IN ('off', 'local') THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
END
$$;

-- Changes of bindings are rare, so they wait for each other: nothing can come between a look and a change.
-- At READ COMMITTED, which the store sets, whoever waited sees what came before. At a higher level, where one
-- goes on looking at the past, the row itself refuses a second change: serialization_failure.
CREATE OR REPLACE FUNCTION jpki_binding_change() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM jpki_durably();
    UPDATE jpki_schema SET changes = changes + 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'jpki_schema has no row';
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION jpki_challenge_put(
    new_id bytea, new_record bytea, new_forget_after bigint, now_is bigint
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM jpki_challenge WHERE id IN (
        SELECT id FROM jpki_challenge WHERE forget_after < now_is
        ORDER BY forget_after LIMIT 16 FOR UPDATE SKIP LOCKED
    );
    INSERT INTO jpki_challenge (id, record, forget_after)
        VALUES (new_id, new_record, new_forget_after);
END
$$;

-- Takers of one row queue up behind its lock; the first finds it unspent, the others look again.
CREATE OR REPLACE FUNCTION jpki_challenge_take(
    wanted bytea, OUT outcome text, OUT record bytea
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM jpki_durably();
    UPDATE jpki_challenge SET spent = true WHERE id = wanted AND NOT spent
        RETURNING jpki_challenge.record INTO record;
    IF FOUND THEN
        outcome := 'fresh';
    ELSIF EXISTS (SELECT FROM jpki_challenge WHERE id = wanted) THEN
        outcome := 'spent';
    ELSE
        outcome := 'unknown';
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION jpki_binding_insert(
    new_certificate bytea, new_account bytea, new_provider text, new_identifier bytea,
    new_origin text, new_bound_at bigint, most bigint, accounts bytea[], certificates bytea[],
    OUT outcome text, OUT certificate bytea, OUT account bytea, OUT provider text,
    OUT identifier bytea, OUT origin text, OUT bound_at bigint
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    found_row jpki_binding;
BEGIN
    PERFORM jpki_binding_change();
    SELECT * INTO found_row FROM jpki_binding WHERE certificate = ANY (certificates) LIMIT 1;
    IF FOUND THEN
        outcome := 'bound';
    ELSIF (SELECT count(*) FROM jpki_binding WHERE account = ANY (accounts)) >= most THEN
        outcome := 'full';
        RETURN;
    ELSE
        INSERT INTO jpki_binding (certificate, account, provider, identifier, origin, bound_at)
            VALUES (new_certificate, new_account, new_provider,
                coalesce(
                    (SELECT identifier FROM jpki_binding WHERE account = ANY (accounts)
                        ORDER BY bound_at, certificate LIMIT 1),
                    new_identifier),
                new_origin, new_bound_at)
            RETURNING * INTO found_row;
        outcome := 'inserted';
    END IF;
    certificate := found_row.certificate;
    account := found_row.account;
    provider := found_row.provider;
    identifier := found_row.identifier;
    origin := found_row.origin;
    bound_at := found_row.bound_at;
END
$$;

CREATE OR REPLACE FUNCTION jpki_binding_replace(
    new_certificate bytea, new_account bytea, new_provider text, new_identifier bytea,
    new_origin text, new_bound_at bigint, old_certificate bytea, certificates bytea[],
    OUT outcome text, OUT certificate bytea, OUT account bytea, OUT provider text,
    OUT identifier bytea, OUT origin text, OUT bound_at bigint
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    found_row jpki_binding;
BEGIN
    PERFORM jpki_binding_change();
    SELECT * INTO found_row FROM jpki_binding
        WHERE certificate = ANY (certificates) AND certificate <> old_certificate LIMIT 1;
    IF FOUND THEN
        outcome := 'bound';
        certificate := found_row.certificate;
        account := found_row.account;
        provider := found_row.provider;
        identifier := found_row.identifier;
        origin := found_row.origin;
        bound_at := found_row.bound_at;
        RETURN;
    END IF;
    DELETE FROM jpki_binding WHERE certificate = old_certificate;
    IF NOT FOUND THEN
        outcome := 'gone';
        RETURN;
    END IF;
    INSERT INTO jpki_binding (certificate, account, provider, identifier, origin, bound_at)
        VALUES (new_certificate, new_account, new_provider, new_identifier, new_origin,
            new_bound_at);
    outcome := 'replaced';
END
$$;

CREATE OR REPLACE FUNCTION jpki_binding_erase(
    what text, of_provider text, accounts bytea[], kept_keys bytea[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    erased bigint;
BEGIN
    PERFORM jpki_binding_change();
    CASE what
        WHEN 'account' THEN DELETE FROM jpki_binding WHERE account = ANY (accounts);
        WHEN 'dropped-keys' THEN DELETE FROM jpki_binding WHERE provider = of_provider
            AND substring(certificate FROM 1 FOR 4) <> ALL (kept_keys);
        WHEN 'provider' THEN DELETE FROM jpki_binding WHERE provider = of_provider;
        WHEN 'everything' THEN DELETE FROM jpki_binding;
    END CASE;
    GET DIAGNOSTICS erased = ROW_COUNT;
    DELETE FROM jpki_binding_key
        WHERE what = 'everything' OR what = 'provider' AND provider = of_provider;
    RETURN erased;
END
$$;

CREATE OR REPLACE FUNCTION jpki_binding_check_key(
    of_provider text, of_key bigint, new_value bytea
) RETURNS bytea LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO jpki_binding_key (provider, key, value) VALUES (of_provider, of_key, new_value)
        ON CONFLICT (provider, key) DO NOTHING;
    RETURN (SELECT value FROM jpki_binding_key WHERE provider = of_provider AND key = of_key);
END
$$;
