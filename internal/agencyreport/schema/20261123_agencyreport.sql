-- A report asked of an agency. progress is how far the agency has come, released
-- the number of its newest released version, 0 while there is none.
CREATE TABLE agency_request (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    asked_on DATE NOT NULL,
    asked_by TEXT NOT NULL,
    due DATE NOT NULL,
    about BYTEA NOT NULL,
    outline BYTEA NOT NULL,
    progress TEXT NOT NULL,
    released INTEGER NOT NULL,
    missing BYTEA,
    UNIQUE (review_id, agency_id)
);

-- Each saving of an agency's own account, the newest version being the draft.
-- Nothing that was saved is ever written over.
CREATE TABLE agency_text (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    request_id TEXT NOT NULL REFERENCES agency_request (id),
    version INTEGER NOT NULL,
    answers BYTEA NOT NULL,
    saved_by TEXT NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL,
    UNIQUE (request_id, version)
);

-- What an approver said when they gave a draft back.
CREATE TABLE agency_return (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    request_id TEXT NOT NULL REFERENCES agency_request (id),
    comment BYTEA NOT NULL,
    returned_by TEXT NOT NULL,
    returned_at TIMESTAMPTZ NOT NULL
);

-- What an agency released. Never changed: a correction is the next number.
-- text_version is the saved text that was signed, hash the SHA-256 of content.
CREATE TABLE agency_version (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    request_id TEXT NOT NULL REFERENCES agency_request (id),
    agency_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    text_version INTEGER NOT NULL,
    content BYTEA NOT NULL,
    hash TEXT NOT NULL,
    written_by TEXT NOT NULL,
    signed_by TEXT NOT NULL,
    released_at TIMESTAMPTZ NOT NULL,
    UNIQUE (request_id, number)
);
