-- The audit log. Rows are only ever added; of an old one the body alone may be taken away.
CREATE TABLE IF NOT EXISTS audit_records (
    seq     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    clock   TEXT,
    kind    TEXT NOT NULL,
    body    BLOB,                         -- canonical JSON; NULL: removed by the `prune` record that covers it
    digest  TEXT NOT NULL,                -- sha256 of the body
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL                 -- sha256 of the canonical header
);
CREATE INDEX IF NOT EXISTS audit_at ON audit_records (at);
CREATE INDEX IF NOT EXISTS audit_lists ON audit_records (digest) WHERE kind = 'lists';
CREATE INDEX IF NOT EXISTS audit_administration ON audit_records (seq) WHERE kind NOT IN ('screening', 'batch', 'lists');
CREATE TABLE IF NOT EXISTS audit_checkpoints (
    seq       INTEGER PRIMARY KEY,
    hash      TEXT NOT NULL,
    at        TEXT NOT NULL,
    key       TEXT NOT NULL,
    signature TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS audit_records_stay BEFORE DELETE ON audit_records
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS audit_records_stand BEFORE UPDATE ON audit_records
WHEN new.body IS NOT NULL OR new.seq IS NOT old.seq OR new.at IS NOT old.at OR new.clock IS NOT old.clock
  OR new.kind IS NOT old.kind OR new.digest IS NOT old.digest OR new.prev IS NOT old.prev OR new.hash IS NOT old.hash
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS audit_checkpoints_stay BEFORE DELETE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS audit_checkpoints_stand BEFORE UPDATE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
