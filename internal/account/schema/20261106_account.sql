-- An invitation links a person to an account that nobody can sign in to yet. Of
-- its link and of the code that is given by telephone only marks are kept.
-- sender is what the link's page says: the name of a committee.
CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    token TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    sender TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    invited_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    office INTEGER NOT NULL,
    committee_id TEXT REFERENCES committee (id),
    agency_id TEXT REFERENCES agency (id),
    review_id TEXT REFERENCES review (id),
    part INTEGER NOT NULL,
    opened_at TIMESTAMPTZ,
    used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX invitation_of_account ON invitation (account_id);

-- Tries to sign in, counted for an account and for where they came from. Both
-- are marks: nobody can read here who tried or from where.
CREATE TABLE sign_in_attempt (
    id TEXT PRIMARY KEY,
    who TEXT NOT NULL,
    origin TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_in_attempt_who ON sign_in_attempt (who, at);
CREATE INDEX sign_in_attempt_origin ON sign_in_attempt (origin, at);

-- The id is the mark of the code. Each is good for one sign-in.
CREATE TABLE recovery_code (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    used_at TIMESTAMPTZ
);
CREATE INDEX recovery_code_of_account ON recovery_code (account_id);

-- The one code of the first start, until somebody has used it.
CREATE TABLE first_code (
    id TEXT PRIMARY KEY,
    mark TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);

-- The app that somebody is about to use in place of the one they have.
CREATE TABLE next_app (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL UNIQUE REFERENCES account (id),
    secret BYTEA NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);
