-- Schema 1. Releases and log are append-only; an edition's row follows its newest state.
CREATE TABLE releases (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, -- twice where settings were changed and changed back: of one file, the last row counts
    source TEXT NOT NULL,
    released TEXT NOT NULL,
    raw TEXT NOT NULL,
    document TEXT NOT NULL,
    period TEXT NOT NULL,
    covers TEXT NOT NULL CHECK (covers IN ('listed', 'all')),
    rows INTEGER NOT NULL,
    refused TEXT NOT NULL, -- the lines of the file that were set aside, as JSON
    recorded TEXT NOT NULL,
    layout TEXT NOT NULL,
    parquet TEXT NOT NULL
) STRICT;

CREATE TABLE editions (
    briefing TEXT NOT NULL,
    period TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    inputs_sha256 TEXT NOT NULL,
    as_of TEXT NOT NULL,
    fixed INTEGER NOT NULL,
    PRIMARY KEY (briefing, period, revision)
) STRICT;

CREATE TABLE log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE TRIGGER releases_stay BEFORE UPDATE ON releases BEGIN SELECT RAISE(ABORT, 'a release never changes'); END;
CREATE TRIGGER releases_last BEFORE DELETE ON releases BEGIN SELECT RAISE(ABORT, 'a release is never removed'); END;
CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_lasts BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
