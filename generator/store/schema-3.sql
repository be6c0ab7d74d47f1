-- From schema 2 to 3: who reads, who decided, and what went to whom.
-- key: what tokens, message ids and return paths are made of. folded: the address as it is compared.
-- language '': the desk's first. format '': as the desk attaches.
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
CREATE TABLE subscriptions (
    reader INTEGER NOT NULL REFERENCES readers (reader) ON DELETE CASCADE,
    briefing TEXT NOT NULL,
    PRIMARY KEY (reader, briefing)
) STRICT;
CREATE INDEX subscriptions_to ON subscriptions (briefing, reader);

-- Who gets nothing any more. digest: SHA-256 of the folded address, so that one who was erased stays away too.
CREATE TABLE suppressed (
    digest TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

-- What an editor decided, bound to the bytes that were seen.
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
CREATE INDEX decisions_on ON decisions (briefing, period, revision);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_last BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

-- A mailing is one thing that goes to readers who were written down once; kind: edition, correction, withdrawal;
-- confirmation: outside any edition, its period the day on which its readers came in.
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

-- One letter to one reader; written_down: when its reader was. due: not before; '' at once. code, text: the mail server's last answer.
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
CREATE INDEX outbox_in_order ON outbox (mailing, state, due, letter);
CREATE INDEX outbox_to ON outbox (digest);

-- What came back. message: SHA-256 of the bounce, so that none is told twice. counts: one of those that several of make.
CREATE TABLE bounces (
    message TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    status TEXT NOT NULL,
    counts INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX bounces_of ON bounces (digest, at);

-- Who may send: each sender takes the next number, and what an older one writes counts no more.
CREATE TABLE lease (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    fence INTEGER NOT NULL,
    holder TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
INSERT INTO lease VALUES (1, 0, '', '');

-- When a letter went on the wire: what a mail server allows in a day is counted here.
CREATE TABLE wire (at TEXT NOT NULL) STRICT;
CREATE INDEX wire_at ON wire (at);
