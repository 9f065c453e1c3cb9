-- The invented people of a demonstration. Empty everywhere else.
CREATE TABLE demo_person (
    key TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id)
);
