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

-- Takers of one row queue up behind its lock; the first finds it unspent, the others look again. That it is
-- spent is on the disk before the answer is given, whatever the session says.
CREATE OR REPLACE FUNCTION jpki_challenge_take(
    wanted bytea, OUT outcome text, OUT record bytea
) LANGUAGE plpgsql AS $$
BEGIN
    -- Local to the transaction, so that it still holds at the commit.
    IF current_setting('synchronous_commit') IN ('off', 'local') THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
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

-- Changes of bindings are rare, so they wait for each other: nothing can come between a look and a change.
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
    LOCK TABLE jpki_binding IN SHARE ROW EXCLUSIVE MODE;
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
    LOCK TABLE jpki_binding IN SHARE ROW EXCLUSIVE MODE;
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
