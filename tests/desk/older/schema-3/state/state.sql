PRAGMA application_id=1953653858;
PRAGMA user_version=3;
BEGIN TRANSACTION;
CREATE TABLE answers (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    question TEXT NOT NULL,
    stand TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE bounces (
    message TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    status TEXT NOT NULL,
    counts INTEGER NOT NULL,
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
CREATE TABLE decisions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    briefing TEXT NOT NULL,
    period TEXT NOT NULL,
    revision INTEGER NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
INSERT INTO "decisions" VALUES(1,'2026-11-28T20:33:38.339432+00:00','Ann','approve','copper','2025',1,'b94a40eadb5c023910820af7ca616c44700ebda0adfd4a3612fedc488e79b183','');
INSERT INTO "decisions" VALUES(2,'2026-11-28T20:33:42.065901+00:00','clerk','send','copper','2025',1,'b94a40eadb5c023910820af7ca616c44700ebda0adfd4a3612fedc488e79b183','');
INSERT INTO "decisions" VALUES(3,'2026-11-28T20:33:54.140803+00:00','Ann','approve','ores','2025',1,'ca97037f005bf6be735608f83efcd6d72c582fcb275488e5e26b9c24f427231c','');
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
INSERT INTO "editions" VALUES('copper','2025',1,'published','','b94a40eadb5c023910820af7ca616c44700ebda0adfd4a3612fedc488e79b183','7fca902e658974decfa4f56f1a77cefbc7842608c6f6eda91c1b07975f1d5c68','2026-01-20',1);
INSERT INTO "editions" VALUES('ores','2025',1,'approved','','ca97037f005bf6be735608f83efcd6d72c582fcb275488e5e26b9c24f427231c','515814e82d032dd227789ba4845e0fde0433132bca30d22be7758e92df51fe1c','2026-01-20',1);
CREATE TABLE lease (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    fence INTEGER NOT NULL,
    holder TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
INSERT INTO "lease" VALUES(1,1,'vm:15049','2026-11-28T20:33:42.083981+00:00');
CREATE TABLE log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
INSERT INTO "log" VALUES(1,'2026-11-28T20:33:19.784547+00:00','edition','{"as_of": "2026-01-20", "briefing": "copper", "fixed": 0, "inputs_sha256": "7fca902e658974decfa4f56f1a77cefbc7842608c6f6eda91c1b07975f1d5c68", "manifest_sha256": "b94a40eadb5c023910820af7ca616c44700ebda0adfd4a3612fedc488e79b183", "period": "2025", "reason": "", "revision": 1, "state": "drafted"}');
INSERT INTO "log" VALUES(2,'2026-11-28T20:33:38.339432+00:00','edition','{"as_of": "2026-01-20", "briefing": "copper", "fixed": 1, "inputs_sha256": "7fca902e658974decfa4f56f1a77cefbc7842608c6f6eda91c1b07975f1d5c68", "manifest_sha256": "b94a40eadb5c023910820af7ca616c44700ebda0adfd4a3612fedc488e79b183", "period": "2025", "reason": "", "revision": 1, "state": "approved"}');
INSERT INTO "log" VALUES(3,'2026-11-28T20:33:42.065901+00:00','edition','{"as_of": "2026-01-20", "briefing": "copper", "fixed": 1, "inputs_sha256": "7fca902e658974decfa4f56f1a77cefbc7842608c6f6eda91c1b07975f1d5c68", "manifest_sha256": "b94a40eadb5c023910820af7ca616c44700ebda0adfd4a3612fedc488e79b183", "period": "2025", "reason": "", "revision": 1, "state": "sending"}');
INSERT INTO "log" VALUES(4,'2026-11-28T20:33:42.138742+00:00','edition','{"as_of": "2026-01-20", "briefing": "copper", "fixed": 1, "inputs_sha256": "7fca902e658974decfa4f56f1a77cefbc7842608c6f6eda91c1b07975f1d5c68", "manifest_sha256": "b94a40eadb5c023910820af7ca616c44700ebda0adfd4a3612fedc488e79b183", "period": "2025", "reason": "", "revision": 1, "state": "published"}');
INSERT INTO "log" VALUES(5,'2026-11-28T20:33:50.012586+00:00','edition','{"as_of": "2026-01-20", "briefing": "ores", "fixed": 0, "inputs_sha256": "515814e82d032dd227789ba4845e0fde0433132bca30d22be7758e92df51fe1c", "manifest_sha256": "ca97037f005bf6be735608f83efcd6d72c582fcb275488e5e26b9c24f427231c", "period": "2025", "reason": "", "revision": 1, "state": "drafted"}');
INSERT INTO "log" VALUES(6,'2026-11-28T20:33:54.140803+00:00','edition','{"as_of": "2026-01-20", "briefing": "ores", "fixed": 1, "inputs_sha256": "515814e82d032dd227789ba4845e0fde0433132bca30d22be7758e92df51fe1c", "manifest_sha256": "ca97037f005bf6be735608f83efcd6d72c582fcb275488e5e26b9c24f427231c", "period": "2025", "reason": "", "revision": 1, "state": "approved"}');
CREATE TABLE mailings (
    mailing INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    briefing TEXT NOT NULL,
    period TEXT NOT NULL,
    revision INTEGER NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    frozen TEXT NOT NULL,
    UNIQUE (briefing, period, revision, kind)
) STRICT;
INSERT INTO "mailings" VALUES(1,'edition','copper','2025',1,'b94a40eadb5c023910820af7ca616c44700ebda0adfd4a3612fedc488e79b183','2026-11-28T20:33:38.339432+00:00');
INSERT INTO "mailings" VALUES(2,'edition','ores','2025',1,'ca97037f005bf6be735608f83efcd6d72c582fcb275488e5e26b9c24f427231c','2026-11-28T20:33:54.140803+00:00');
INSERT INTO "mailings" VALUES(3,'confirmation','','2026-11-28',0,'','2026-11-28T20:33:57.847643+00:00');
CREATE TABLE outbox (
    letter INTEGER PRIMARY KEY AUTOINCREMENT,
    mailing INTEGER NOT NULL REFERENCES mailings (mailing),
    reader INTEGER NOT NULL,
    key TEXT NOT NULL,
    address TEXT NOT NULL,
    digest TEXT NOT NULL,
    language TEXT NOT NULL,
    format TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'inflight', 'sent', 'failed', 'suppressed', 'uncertain')),
    fence INTEGER NOT NULL DEFAULT 0,
    attempt INTEGER NOT NULL DEFAULT 0,
    due TEXT NOT NULL,
    code INTEGER NOT NULL DEFAULT 0,
    text TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    written_down TEXT NOT NULL,
    UNIQUE (mailing, reader),
    UNIQUE (mailing, digest)
) STRICT;
INSERT INTO "outbox" VALUES(1,1,1,'5ca4ea514ea528ecbd','a@example.org','e16bfe08be114c7b3737aa01ce504ebcb5d13fc44897c38c6cac63ddc7151463','en','','copper.2025.r1.7btlu6t6yatcwz4lkhic@example.org','sent',1,1,'',0,'written to outbox/copper.2025.r1.7btlu6t6yatcwz4lkhic.eml','2026-11-28T20:33:42.130690+00:00','2026-11-28T20:33:38.339432+00:00');
INSERT INTO "outbox" VALUES(2,1,2,'3c66abc4734c7ffbe8','b@example.org','c12c6545772a8d88ecb17515897ecfbbc9543c465e76c39c4e75b94a1998f68c','en','','copper.2025.r1.tq2nruyxt6u2xk26tb6z@example.org','sent',1,1,'',0,'written to outbox/copper.2025.r1.tq2nruyxt6u2xk26tb6z.eml','2026-11-28T20:33:42.130690+00:00','2026-11-28T20:33:38.339432+00:00');
INSERT INTO "outbox" VALUES(3,1,3,'9fb1e8f7fc907ce583','c@example.org','1545f7091554f5ea12dcd48761232db4cedc9319439727d98ac3954031dc7afa','en','','copper.2025.r1.7lasz4ebc6seftmzbdhv@example.org','sent',1,1,'',0,'written to outbox/copper.2025.r1.7lasz4ebc6seftmzbdhv.eml','2026-11-28T20:33:42.130690+00:00','2026-11-28T20:33:38.339432+00:00');
INSERT INTO "outbox" VALUES(4,2,1,'5ca4ea514ea528ecbd','a@example.org','e16bfe08be114c7b3737aa01ce504ebcb5d13fc44897c38c6cac63ddc7151463','en','','ores.2025.r1.yjiwijwtiofyzdfv3vth@example.org','queued',0,0,'',0,'','2026-11-28T20:33:54.140803+00:00','2026-11-28T20:33:54.140803+00:00');
INSERT INTO "outbox" VALUES(5,2,2,'3c66abc4734c7ffbe8','b@example.org','c12c6545772a8d88ecb17515897ecfbbc9543c465e76c39c4e75b94a1998f68c','en','','ores.2025.r1.mozpfhvmobgrsbvxbp42@example.org','queued',0,0,'',0,'','2026-11-28T20:33:54.140803+00:00','2026-11-28T20:33:54.140803+00:00');
INSERT INTO "outbox" VALUES(6,3,4,'db3ccd02bfe3f1891b','d@example.org','bfab0f54ca1cbaf654674237be1f78873a57633a6d41a46ecff7b4a62de10c98','en','','confirmation.2026-11-28.mw5osbubt7dgeqhr3vqj@example.org','queued',0,0,'',0,'','2026-11-28T20:33:57.847643+00:00','2026-11-28T20:33:57.847643+00:00');
CREATE TABLE parties (
    sequence INTEGER NOT NULL REFERENCES releases (sequence),
    reporter TEXT NOT NULL,
    partner TEXT NOT NULL,
    flow TEXT NOT NULL
) STRICT;
INSERT INTO "parties" VALUES(1,'CHN','PAK','M');
CREATE TABLE readers (
    reader INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    format TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'active')),
    basis TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT;
INSERT INTO "readers" VALUES(1,'5ca4ea514ea528ecbd','a@example.org','a@example.org','Ann','','','active','a test','2026-11-28T20:33:18.636561+00:00');
INSERT INTO "readers" VALUES(2,'3c66abc4734c7ffbe8','b@example.org','b@example.org','Bo','','','active','a test','2026-11-28T20:33:18.636561+00:00');
INSERT INTO "readers" VALUES(4,'db3ccd02bfe3f1891b','d@example.org','d@example.org','','','','pending','','2026-11-28T20:33:57.847643+00:00');
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
INSERT INTO "releases" VALUES(1,'customs/2026-01-20/6944694f7bf8-514e0c3e','customs','2026-01-20','6944694f7bf84cb6c4c232c077c3f2130c8b9f46e90ae0882e2bf91cd82f4f11','figures.csv','2025','listed',4,'[]','2026-11-28T20:33:16.442346+00:00','{"columns": {"code": "hs", "period": "month", "value": "usd"}, "covers": "listed", "decimal_mark": ".", "delimiter": ",", "encoding": "utf-8", "flow": "M", "grouping": "", "ignored": [], "illustrative": true, "partner": "PAK", "reporter": "CHN", "scale": "1", "scales": {}, "status_marks": {}}','3e5835b4bdbe6f7073b9ca3ba22af628d3f137b7f0bd9260eba5c02b603775b3',3,'2daedbe6208e3675c58e0718b59f798a90df437d2122270691df71aa1d03fb78','','','[]');
CREATE TABLE subscriptions (
    reader INTEGER NOT NULL REFERENCES readers (reader) ON DELETE CASCADE,
    briefing TEXT NOT NULL,
    PRIMARY KEY (reader, briefing)
) STRICT;
INSERT INTO "subscriptions" VALUES(1,'ores');
INSERT INTO "subscriptions" VALUES(2,'ores');
INSERT INTO "subscriptions" VALUES(4,'ores');
CREATE TABLE suppressed (
    digest TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
INSERT INTO "suppressed" VALUES('1545f7091554f5ea12dcd48761232db4cedc9319439727d98ac3954031dc7afa','removed','2026-11-28T20:33:47.327570+00:00');
CREATE TABLE wire (at TEXT NOT NULL) STRICT;
CREATE TRIGGER releases_stay BEFORE UPDATE ON releases BEGIN SELECT RAISE(ABORT, 'a release never changes'); END;
CREATE TRIGGER releases_last BEFORE DELETE ON releases BEGIN SELECT RAISE(ABORT, 'a release is never removed'); END;
CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_lasts BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE INDEX parties_of ON parties (sequence, reporter, partner);
CREATE INDEX coverage_of ON coverage (reporter, flow, partner, sequence);
CREATE INDEX coverage_by ON coverage (sequence, reporter, partner);
CREATE INDEX answers_to ON answers (source, question, sequence);
CREATE INDEX subscriptions_to ON subscriptions (briefing, reader);
CREATE INDEX decisions_on ON decisions (briefing, period, revision);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_last BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE INDEX outbox_in_order ON outbox (mailing, state, due, letter);
CREATE INDEX outbox_to ON outbox (digest);
CREATE INDEX bounces_of ON bounces (digest, at);
CREATE INDEX wire_at ON wire (at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('releases',1);
INSERT INTO "sqlite_sequence" VALUES('readers',4);
INSERT INTO "sqlite_sequence" VALUES('log',6);
INSERT INTO "sqlite_sequence" VALUES('decisions',3);
INSERT INTO "sqlite_sequence" VALUES('mailings',3);
INSERT INTO "sqlite_sequence" VALUES('outbox',6);
COMMIT;
