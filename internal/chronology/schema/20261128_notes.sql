-- What those who work with the merged line put to an entry. A star is its
-- person's own. A tag is the team's. A comment is for its writer alone (mine),
-- for the team, or for the report. Words are sealed; so are those that a comment
-- is about.
CREATE TABLE chronology_star (
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    entry_id TEXT NOT NULL REFERENCES chronology_entry (id),
    PRIMARY KEY (review_id, account_id, entry_id)
);

CREATE TABLE chronology_tag (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    entry_id TEXT NOT NULL REFERENCES chronology_entry (id),
    content BYTEA NOT NULL,
    added_by TEXT NOT NULL,
    added_at TIMESTAMPTZ NOT NULL,
    removed_by TEXT,
    removed_at TIMESTAMPTZ
);
CREATE INDEX chronology_tag_of ON chronology_tag (review_id, entry_id);

CREATE TABLE chronology_comment (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    entry_id TEXT NOT NULL REFERENCES chronology_entry (id),
    level TEXT NOT NULL CHECK (level IN ('mine', 'team', 'report')),
    version INTEGER NOT NULL DEFAULT 1,
    entry_version INTEGER NOT NULL,
    content BYTEA NOT NULL,
    written_by TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ,
    removed_at TIMESTAMPTZ
);
CREATE INDEX chronology_comment_of ON chronology_comment (review_id, entry_id);
