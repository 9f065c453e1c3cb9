-- A doubt about somebody who said that they were not involved. While it is not
-- settled, what they must be independent for is closed to them.
CREATE TABLE doubt (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    raised_at TIMESTAMPTZ NOT NULL,
    settled_at TIMESTAMPTZ
);
CREATE INDEX doubt_of_review ON doubt (review_id, account_id);
