-- A notification that is not sent yet. What was typed opens only with the secret
-- of its link, of which a mark stands here. A job deletes the row when it ends.
-- Once sent, words holds the receipt alone.
CREATE TABLE notification_draft (
    id TEXT PRIMARY KEY,
    link TEXT NOT NULL UNIQUE,
    words BYTEA NOT NULL,
    mailed TEXT,
    begun_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ
);
CREATE INDEX notification_draft_mailed ON notification_draft (mailed, begun_at);

-- What the notifier answered beyond the columns of the notification, in the
-- order of the form, each with the question as it was put.
CREATE TABLE notification_field (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    label BYTEA NOT NULL,
    answer BYTEA NOT NULL,
    UNIQUE (review_id, field)
);

-- What the lead officer settled in triage: the committees, the area that leads, a notice that was sent.
CREATE TABLE notification_choice (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    kind TEXT NOT NULL CHECK (kind IN ('committees', 'area', 'notice')),
    chosen BYTEA NOT NULL,
    asked BYTEA NOT NULL,
    reason BYTEA NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX notification_choice_of_review ON notification_choice (review_id);

-- What the lead officer made of another review that looks like the same event.
-- Each of the two reviews has its row, and both have the same pair. One that was
-- undone stays. restore holds ids of rows that undoing needs.
CREATE TABLE notification_twin (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    other_id TEXT NOT NULL REFERENCES review (id),
    pair TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('linked', 'incident', 'merged', 'holds', 'aside')),
    reason BYTEA NOT NULL,
    restore TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    undone_by TEXT,
    undone_at TIMESTAMPTZ
);
CREATE INDEX notification_twin_of_review ON notification_twin (review_id, other_id);

-- Another notification that became part of this review, sealed anew under this review's key.
CREATE TABLE notification_joined (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    from_id TEXT NOT NULL REFERENCES review (id),
    pair TEXT NOT NULL,
    words BYTEA NOT NULL,
    joined_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX notification_joined_of_review ON notification_joined (review_id);
