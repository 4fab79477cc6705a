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

INSERT INTO jpki_binding VALUES ('\x000000018426b4845b2a6889e8e34a4589b41301b7a5b8df0e1ee2fdb5d0996800b7cc29', '\x000000011cfe3cb2f0a13cd6bf2b809cadca38d6710dff6e76a4950dd5cc7be589694ce9', 'bank', '\x05050505050505050505050505050505', 'signature-and-inquiry', 1780282800);
INSERT INTO jpki_binding VALUES ('\x000000022cc1e5fbc21d32295b740aacbd53c1e3336d7b1ef182e82c9bd7126ce8106486', '\x000000024ca664e64e836002ab741efa42bc38be4a153365cf1ac1f01269de80b447d004', 'bank', '\x05050505050505050505050505050505', 'signature-and-inquiry', 1780282800);
INSERT INTO jpki_binding VALUES ('\x0000000249bdd560ea80f3576a28989eb71d711e992c42e9a262a973966bc00f63c4da7e', '\x000000021f31837565b52bcf703327e6418fe7d7ab44a53ef11ba13c9a0b257a2c81f819', 'bank', '\x07070707070707070707070707070707', 'first-use', 1780282800);
INSERT INTO jpki_binding VALUES ('\x000000027be5e4a0eb52491af1b0537e231486a2623b97d09f9565a2152a5c75f9a9da2b', '\x0000000246a33356b53a6f565a76e8cd46ed90ed2334fdf53e802837a50d88a61de7bcf4', 'shop', '\x06060606060606060606060606060606', 'signature-and-inquiry', 1780282800);
INSERT INTO jpki_challenge VALUES ('\x6c87e4ac5e0be3e93ebe45abf049d9fe9d23edd8378424f73305237706b0d75c', '\x0101000000006a1cf5b0000000006a1cf6dc34288467ebe7ad7d3c5e6dd4371c87c09e9ebe4cc865e270cee17f4f78a1f4447e8b3bc6926c1627b9319e726d7da08d5c2ab8ad43740a8164325062cb8d77aa378972ecfb53d3161ac6e15855050277cfc69a52bafe3c5865bc5f8912040035', false, 1780283400);
INSERT INTO jpki_challenge VALUES ('\x7a023da26e05bc38d21b7414790fae01dfcfe1b553d53c34e95c5a5914dfee36', '\x0101000000006a1cf5b0000000006a1cf6dcebd53ccfa835351541c0b4cd866797df1a7bb18e9d93dc867637cb6cea852224285a5ae8d8097b5a82b613d7cfb5acec6a711f57fcbbd9de616320400b157044494e62536103926b78ccce1aaaae3b40f94ffe8e414ac550ab7f3675756d253b', true, 1780283400);
