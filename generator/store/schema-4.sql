-- From schema 3 to 4: what the clock awaits, when it looked, what it told; and that a desk came out of a backup.
-- due: when the edition was due, from which its age counts. next: not before. absent: when the source was last asked
-- and did not have it, '' never. word: why it waits, '' where it does not; said: the same in a sentence.
CREATE TABLE due (
    briefing TEXT NOT NULL,
    period TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('pull', 'build', 'approve', 'send', 'done')),
    due TEXT NOT NULL,
    next TEXT NOT NULL,
    absent TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0,
    word TEXT NOT NULL DEFAULT '',
    said TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (briefing, period)
) STRICT;

-- The clock's last look: by the wall, by a clock that nobody sets (seconds since boot), in which boot; doubts: how many
-- more looks must agree before anything is sent. seen: the digest of settings and releases, for what waits may go on now.
CREATE TABLE looks (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at TEXT NOT NULL,
    steady REAL NOT NULL,
    boot TEXT NOT NULL,
    doubts INTEGER NOT NULL,
    seen TEXT NOT NULL
) STRICT;

-- What the operators are told: once for a word, and again after it has been another one for a while. A mailing of kind
-- alert is outside any edition: its period and revision are the first and the last alert that it tells.
CREATE TABLE alerts (
    alert INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    briefing TEXT NOT NULL,
    period TEXT NOT NULL,
    word TEXT NOT NULL,
    said TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_about ON alerts (briefing, period, word, alert);

-- What was judged between editions of a briefing: after which release, and what is remembered of it, as the program reads
-- it back ('' while nothing is).
CREATE TABLE watched (
    briefing TEXT PRIMARY KEY,
    release TEXT NOT NULL,
    memory TEXT NOT NULL
) STRICT;

-- One row from when a desk came out of a backup until a person says that it may send.
CREATE TABLE restored (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at TEXT NOT NULL,
    backup TEXT NOT NULL
) STRICT;
