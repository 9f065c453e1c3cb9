-- Messages to send, each to one person: somebody with an account, or a sealed
-- address, which is wiped together with the link's secret when the message went.
CREATE TABLE mail (
    id TEXT PRIMARY KEY,
    review_id TEXT REFERENCES review (id),
    to_account TEXT REFERENCES account (id),
    to_address BYTEA,
    kind TEXT NOT NULL,
    link TEXT NOT NULL,
    secret BYTEA,
    due DATE,
    message_id TEXT NOT NULL UNIQUE,
    written_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    cancelled_at TIMESTAMPTZ,
    CHECK (to_account IS NULL OR to_address IS NULL),
    CHECK (to_account IS NOT NULL OR to_address IS NOT NULL OR sent_at IS NOT NULL OR cancelled_at IS NOT NULL)
);
CREATE INDEX mail_of_review ON mail (review_id);
