-- One row a deed. What it was about in words is sealed in payload; the tree fixes
-- the hash of the seal, so that a destroyed review leaves the log whole.
CREATE TABLE audit_entry (
    n BIGINT PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    review_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL,
    payload BYTEA
);
CREATE INDEX audit_entry_of_review ON audit_entry (review_id, n);

-- The hashes of the Merkle tree over the entries, in the order in which tlog stores them.
CREATE TABLE audit_hash (
    idx BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL
);

-- The one newest checkpoint: size and root of the tree, signed.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    note TEXT NOT NULL
);
