-- Who supports the people of an agency, and how they are reached. The days by
-- which they make contact are sealed with it.
CREATE TABLE support_supporter (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    version INTEGER NOT NULL DEFAULT 1,
    contact BYTEA NOT NULL,
    deputy BYTEA NOT NULL,
    before_by BYTEA NOT NULL,
    after_by BYTEA NOT NULL,
    UNIQUE (review_id, agency_id)
);
