-- The draft, a row for each heading that somebody wrote under.
CREATE TABLE report_section (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    section TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    text BYTEA NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, section)
);

-- Who has written in any section.
CREATE TABLE report_writer (
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL,
    PRIMARY KEY (review_id, account_id)
);

-- Versions, which never change. hash is SHA-256 of the words that are sealed.
CREATE TABLE report_version (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    content BYTEA NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, number)
);

-- The identifier check of a version, the last time it ran.
CREATE TABLE report_check (
    version_id TEXT PRIMARY KEY REFERENCES report_version (id),
    review_id TEXT NOT NULL REFERENCES review (id),
    checked_by TEXT NOT NULL,
    checked_at TIMESTAMPTZ NOT NULL
);

-- What it found. found holds the code, the rule and the words in their place;
-- a name that was not in the version never comes here.
CREATE TABLE report_finding (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version_id TEXT NOT NULL REFERENCES report_version (id),
    place INTEGER NOT NULL,
    found BYTEA NOT NULL,
    reason BYTEA,
    justified_by TEXT,
    justified_at TIMESTAMPTZ
);
CREATE INDEX report_finding_of_version ON report_finding (version_id);

-- What team members say about a section, and the answer.
CREATE TABLE report_comment (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    section TEXT NOT NULL,
    number INTEGER NOT NULL,
    text BYTEA NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    answer BYTEA,
    answered_by TEXT,
    answered_at TIMESTAMPTZ
);

-- That a member finds all the learning in a version, or why they did not say so.
CREATE TABLE report_signature (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version_id TEXT NOT NULL REFERENCES report_version (id),
    account_id TEXT NOT NULL,
    signed BOOLEAN NOT NULL,
    reason BYTEA,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (version_id, account_id)
);

-- What committees and chief officers decided about a version, by its hash.
CREATE TABLE report_approval (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version_id TEXT NOT NULL REFERENCES report_version (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    step TEXT NOT NULL CHECK (step IN ('committee', 'chiefs')),
    hash TEXT NOT NULL,
    day DATE NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (version_id, committee_id, step)
);

-- That the Care Inspectorate was told.
CREATE TABLE report_outcome (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version_id TEXT NOT NULL REFERENCES report_version (id),
    day DATE NOT NULL,
    receipt BYTEA NOT NULL,
    account_id TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (version_id)
);
