CREATE TABLE challenge (
    id BLOB PRIMARY KEY CHECK (length(id) = 32),
    record BLOB NOT NULL,
    spent INTEGER NOT NULL CHECK (spent IN (0, 1)),
    forget_after INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_forget_after ON challenge (forget_after);
CREATE TABLE binding (
    certificate BLOB PRIMARY KEY CHECK (length(certificate) = 36),
    account BLOB NOT NULL CHECK (length(account) = 36),
    provider BLOB NOT NULL,
    identifier BLOB NOT NULL CHECK (length(identifier) = 16),
    origin BLOB NOT NULL,
    bound_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX binding_account ON binding (account);
CREATE INDEX binding_provider ON binding (provider);
PRAGMA user_version = 1;
