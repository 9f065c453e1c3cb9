-- Where an entry may name somebody who must have had no part in what happened.
-- Which words they are is sealed. A row waits until an answer settles it.
CREATE TABLE chronology_named (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    entry_id TEXT NOT NULL REFERENCES chronology_entry (id),
    closes BOOLEAN NOT NULL,
    content BYTEA NOT NULL,
    raised_at TIMESTAMPTZ NOT NULL,
    answer_id TEXT
);
CREATE INDEX chronology_named_of_review ON chronology_named (review_id, account_id);

-- What the lead officer decided about somebody who was named.
CREATE TABLE chronology_named_answer (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('clear', 'aside', 'accepted')),
    reason BYTEA NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at TIMESTAMPTZ NOT NULL
);
