-- The history of a home. One row per entity version, and the intervals of editions in which it stood.
--
-- A track is a row of editions of one source that can be compared with each other: 'complete', or the roles that a
-- partial edition has ('sdn.csv'). Inside a track an edition is known by its key: publication date, then the snapshot's
-- number, so that keys sort as the editions do. spans.last is NULL while the version stands in the newest edition.

CREATE TABLE IF NOT EXISTS snapshots (
    id          INTEGER PRIMARY KEY,
    source      TEXT NOT NULL,
    track       TEXT NOT NULL,
    edition     TEXT NOT NULL,
    key         TEXT NOT NULL,
    retrieved   TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    format      TEXT NOT NULL,
    files       TEXT NOT NULL,            -- JSON: role -> {name, sha256, bytes}
    profile     TEXT NOT NULL,            -- JSON: lists.gates.Profile
    gates       TEXT NOT NULL,            -- JSON: [lists.gates.Gate]
    marks       BLOB,                     -- of a format without end mark: lists.files.ListFile.row_marks, its beginnings
    events      BLOB NOT NULL,            -- zlib JSON: [[kind, file, field, given, count, first record]]
    rejects     INTEGER NOT NULL,
    UNIQUE (source, track, key)
);
CREATE TABLE IF NOT EXISTS rejects (
    snapshot    INTEGER NOT NULL REFERENCES snapshots (id),
    file        TEXT NOT NULL,
    row         INTEGER NOT NULL,
    record      TEXT,
    field       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    given       TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS rejects_of ON rejects (snapshot);
CREATE TABLE IF NOT EXISTS versions (
    id          INTEGER PRIMARY KEY,
    entity      TEXT NOT NULL,
    digest      BLOB NOT NULL,
    body        BLOB NOT NULL,            -- msgpack of model.Entity, zlib
    UNIQUE (entity, digest)
);
CREATE TABLE IF NOT EXISTS spans (
    source      TEXT NOT NULL,
    track       TEXT NOT NULL,
    entity      TEXT NOT NULL,
    version     INTEGER NOT NULL REFERENCES versions (id),
    first       TEXT NOT NULL,
    last        TEXT
);
CREATE INDEX IF NOT EXISTS spans_of_entity ON spans (entity, source, track);
CREATE INDEX IF NOT EXISTS spans_standing ON spans (source, track, last);
CREATE TABLE IF NOT EXISTS state (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    body        TEXT NOT NULL             -- JSON: store.state.State; the same text as the file CURRENT
);
CREATE TABLE IF NOT EXISTS fetched (
    url         TEXT PRIMARY KEY,
    etag        TEXT,
    modified    TEXT,
    sha256      TEXT NOT NULL,
    at          TEXT NOT NULL
);
