-- What the committee decided about publishing, and the words that are to be
-- published. agreed_hash is SHA-256 of what the committee's chair agreed.
CREATE TABLE publication (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL UNIQUE REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    extent BYTEA NOT NULL,
    reasons BYTEA NOT NULL,
    advice BYTEA NOT NULL,
    proceedings BYTEA NOT NULL,
    decided_on BYTEA NOT NULL,
    decided_by TEXT NOT NULL,
    look_again DATE NOT NULL,
    wording BYTEA,
    worded_by TEXT,
    agreed_hash TEXT,
    agreed_by TEXT,
    published_id TEXT
);

-- Who must hear before the public does. audience is a word of a fixed list.
CREATE TABLE publication_told (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    audience TEXT NOT NULL,
    how BYTEA NOT NULL,
    day BYTEA NOT NULL,
    words BYTEA NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, audience)
);

-- What the check found in the words that are to be published, and why it may stay.
CREATE TABLE publication_finding (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    place INTEGER NOT NULL,
    found BYTEA NOT NULL,
    reason BYTEA,
    justified_by TEXT,
    justified_at TIMESTAMPTZ
);
CREATE INDEX publication_finding_of_review ON publication_finding (review_id);

-- Each time the check ran: of what, and how much it found.
CREATE TABLE publication_check (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    found INTEGER NOT NULL,
    open INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

-- What everybody may read. It was cleared, and is not sealed. id says nothing
-- and cannot be guessed. What was withdrawn has no words left.
CREATE TABLE published (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    words TEXT NOT NULL,
    themes TEXT NOT NULL,
    content TEXT NOT NULL,
    hash TEXT NOT NULL,
    word BYTEA,
    word_hash TEXT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    withdrawn_because TEXT
);
CREATE INDEX published_by_day ON published (published_at);

-- What changed afterwards.
CREATE TABLE published_change (
    id TEXT PRIMARY KEY,
    published_id TEXT NOT NULL REFERENCES published (id),
    said TEXT NOT NULL,
    changed TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX published_change_of ON published_change (published_id);
