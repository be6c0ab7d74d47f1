PRAGMA application_id=1953653858;
PRAGMA user_version=2;
BEGIN TRANSACTION;
CREATE TABLE answers (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    question TEXT NOT NULL,
    stand TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE coverage (
    sequence INTEGER NOT NULL REFERENCES releases (sequence),
    reporter TEXT NOT NULL,
    partner TEXT NOT NULL,
    flow TEXT NOT NULL,
    codes TEXT NOT NULL,
    periods TEXT NOT NULL
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
INSERT INTO "editions" VALUES('ores','2025',1,'drafted','','53630f002c7bfc6abb908adb5a83f3b2100aba4b03820a63170126cd36655419','2a3a16edc6e578828db241efc34698f2a9a1b188e33274caac5f67912e780177','2026-01-20',0);
CREATE TABLE log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
INSERT INTO "log" VALUES(1,'2026-11-28T20:32:06.088784+00:00','edition','{"as_of": "2026-01-20", "briefing": "ores", "fixed": 0, "inputs_sha256": "2a3a16edc6e578828db241efc34698f2a9a1b188e33274caac5f67912e780177", "manifest_sha256": "53630f002c7bfc6abb908adb5a83f3b2100aba4b03820a63170126cd36655419", "period": "2025", "reason": "", "revision": 1, "state": "drafted"}');
CREATE TABLE parties (
    sequence INTEGER NOT NULL REFERENCES releases (sequence),
    reporter TEXT NOT NULL,
    partner TEXT NOT NULL,
    flow TEXT NOT NULL
) STRICT;
INSERT INTO "parties" VALUES(1,'CHN','PAK','M');
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
, parser INTEGER NOT NULL DEFAULT 1, content TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '', accepted TEXT NOT NULL DEFAULT '', flags TEXT NOT NULL DEFAULT '[]') STRICT;
INSERT INTO "releases" VALUES(1,'customs/2026-01-20/6944694f7bf8-514e0c3e','customs','2026-01-20','6944694f7bf84cb6c4c232c077c3f2130c8b9f46e90ae0882e2bf91cd82f4f11','figures.csv','2025','listed',4,'[]','2026-11-28T20:32:04.406355+00:00','{"columns": {"code": "hs", "period": "month", "value": "usd"}, "covers": "listed", "decimal_mark": ".", "delimiter": ",", "encoding": "utf-8", "flow": "M", "grouping": "", "ignored": [], "illustrative": true, "partner": "PAK", "reporter": "CHN", "scale": "1", "scales": {}, "status_marks": {}}','3e5835b4bdbe6f7073b9ca3ba22af628d3f137b7f0bd9260eba5c02b603775b3',3,'2daedbe6208e3675c58e0718b59f798a90df437d2122270691df71aa1d03fb78','','','[]');
CREATE TRIGGER releases_stay BEFORE UPDATE ON releases BEGIN SELECT RAISE(ABORT, 'a release never changes'); END;
CREATE TRIGGER releases_last BEFORE DELETE ON releases BEGIN SELECT RAISE(ABORT, 'a release is never removed'); END;
CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_lasts BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE INDEX parties_of ON parties (sequence, reporter, partner);
CREATE INDEX coverage_of ON coverage (reporter, flow, partner, sequence);
CREATE INDEX coverage_by ON coverage (sequence, reporter, partner);
CREATE INDEX answers_to ON answers (source, question, sequence);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('releases',1);
INSERT INTO "sqlite_sequence" VALUES('log',1);
COMMIT;
