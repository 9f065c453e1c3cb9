-- People who can sign in. The index finds an address; address and name are sealed.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    email_index TEXT NOT NULL UNIQUE,
    email BYTEA NOT NULL,
    name BYTEA NOT NULL,
    password TEXT NOT NULL,
    totp BYTEA,
    totp_step BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
    created_at TIMESTAMPTZ NOT NULL
);

-- A session is known by the hash of its cookie. It counts once its second factor is done.
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    complete BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX session_of_account ON session (account_id);

CREATE TABLE committee (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    track TEXT NOT NULL CHECK (track IN ('child', 'adult')),
    settings JSONB NOT NULL
);

CREATE TABLE agency (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- What a person does in a committee or an agency. An office opens no case.
CREATE TABLE office (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    role INTEGER NOT NULL,
    committee_id TEXT REFERENCES committee (id),
    agency_id TEXT REFERENCES agency (id)
);

CREATE TABLE review (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    stage INTEGER NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL
);

-- Wrapped keys. Without its rows here a review cannot be read by anybody.
CREATE TABLE review_key (
    review_id TEXT NOT NULL,
    name TEXT NOT NULL,
    wrapped BYTEA NOT NULL,
    PRIMARY KEY (review_id, name)
);

-- Who has which part in a review, and until when. declared_at is when they said
-- that they were not involved, for the parts that ask it.
CREATE TABLE member (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    role INTEGER NOT NULL,
    agency_id TEXT REFERENCES agency (id),
    granted_by TEXT NOT NULL,
    from_at TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ,
    declared_at TIMESTAMPTZ
);
CREATE INDEX member_of_review ON member (review_id, account_id);
CREATE INDEX member_of_account ON member (account_id);

-- A wall shuts a person out of a review, whatever part they have in it.
CREATE TABLE wall (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    reason BYTEA NOT NULL,
    raised_by TEXT NOT NULL,
    raised_at TIMESTAMPTZ NOT NULL,
    lifted_at TIMESTAMPTZ
);
CREATE INDEX wall_of_review ON wall (review_id, account_id);

-- Forms that were sent, so that the same form sent twice does its deed once.
CREATE TABLE deed (
    id TEXT PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    answer TEXT NOT NULL DEFAULT ''
);
