-- From schema 1 to 2: who a release is about, what it is complete about, where it came from, how it was judged.
-- parser: the version of the reading. content: the digest of what it says, whatever bytes say it.
-- address: where it was fetched, without a key; '' for a file. accepted: why a person took it in all the same.
-- flags: what is odd about it, as JSON.
ALTER TABLE releases ADD COLUMN parser INTEGER NOT NULL DEFAULT 1;
ALTER TABLE releases ADD COLUMN content TEXT NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN accepted TEXT NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN flags TEXT NOT NULL DEFAULT '[]';

-- Of which reporter, partner and flow a release has figures; a release of schema 1 has no rows here.
CREATE TABLE parties (
    sequence INTEGER NOT NULL REFERENCES releases (sequence),
    reporter TEXT NOT NULL,
    partner TEXT NOT NULL,
    flow TEXT NOT NULL
) STRICT;
CREATE INDEX parties_of ON parties (sequence, reporter, partner);

-- What a release is complete about, beside its `covers`; partner '' is every partner, codes '[]' every code.
CREATE TABLE coverage (
    sequence INTEGER NOT NULL REFERENCES releases (sequence),
    reporter TEXT NOT NULL,
    partner TEXT NOT NULL,
    flow TEXT NOT NULL,
    codes TEXT NOT NULL,
    periods TEXT NOT NULL
) STRICT;
CREATE INDEX coverage_of ON coverage (reporter, flow, partner, sequence);
CREATE INDEX coverage_by ON coverage (sequence, reporter, partner);

-- What a source was asked, and the state of its figures then: who asks again asks only about what has changed since.
CREATE TABLE answers (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    question TEXT NOT NULL,
    stand TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX answers_to ON answers (source, question, sequence);
