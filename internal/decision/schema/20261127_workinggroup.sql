-- An invitation into the working group, which says nothing of the case. answer
-- is 'yes', 'no', 'talk' or '' while there is none.
CREATE TABLE decision_invitation (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    answer TEXT NOT NULL DEFAULT '',
    words BYTEA,
    invited_at TIMESTAMPTZ NOT NULL,
    answered_at TIMESTAMPTZ
);
CREATE INDEX decision_invitation_of_review ON decision_invitation (review_id, account_id);

-- What those who are invited are told: the years and the part of the area that
-- the review is about. The last version counts.
CREATE TABLE decision_terms (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version INTEGER NOT NULL,
    period BYTEA NOT NULL,
    area BYTEA NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, version)
);

-- That somebody was shown the initials before they said whether they were
-- involved. answered_at ends it: they are not shown again.
CREATE TABLE decision_reveal (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    shown_at TIMESTAMPTZ NOT NULL,
    answered_at TIMESTAMPTZ
);
CREATE INDEX decision_reveal_of_review ON decision_reveal (review_id, account_id);

-- Something declared that the lead officer decides on. allowed is NULL until
-- then; content holds the words, the reason and the terms.
CREATE TABLE decision_talk (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    words BYTEA NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    allowed BOOLEAN,
    reason BYTEA,
    terms BYTEA,
    decided_by TEXT,
    decided_at TIMESTAMPTZ
);
CREATE INDEX decision_talk_of_review ON decision_talk (review_id, account_id);

-- That the views were opened: all were in, or the lead officer closed the round
-- for a reason.
CREATE TABLE decision_round (
    review_id TEXT PRIMARY KEY REFERENCES review (id),
    opened_by TEXT NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    reason BYTEA
);

ALTER TABLE decision_view ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE decision_view ADD COLUMN after_open BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE decision_view ADD COLUMN sure BYTEA;
ALTER TABLE decision_view ADD COLUMN mind BYTEA;

-- What a view said before its giver changed it.
CREATE TABLE decision_view_past (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    view_id TEXT NOT NULL REFERENCES decision_view (id),
    version INTEGER NOT NULL,
    outcome BYTEA NOT NULL,
    reasons BYTEA NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (view_id, version)
);

-- A meeting of the group: day, time, place and how many must be there.
CREATE TABLE decision_group_meeting (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    content BYTEA NOT NULL,
    quorum INTEGER NOT NULL,
    set_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX decision_group_meeting_of_review ON decision_group_meeting (review_id);

-- What is written down of a meeting. A version never changes; the last counts.
CREATE TABLE decision_group_minutes (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    meeting_id TEXT NOT NULL REFERENCES decision_group_meeting (id),
    version INTEGER NOT NULL,
    content BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (meeting_id, version)
);

-- What a finding rests on: parts of released reports and entries of the chronology.
ALTER TABLE decision_finding ADD COLUMN evidence BYTEA;

-- One answer of the paper that goes to a committee, or what was weighed of one
-- option. An answer is never changed: the next version takes its place.
CREATE TABLE decision_paper (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    field TEXT NOT NULL,
    version INTEGER NOT NULL,
    words BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    UNIQUE (review_id, committee_id, field, version)
);

-- The whole paper as it stood when the group recommended.
ALTER TABLE decision_recommendation ADD COLUMN paper BYTEA;

-- Whether a member agrees with what the group recommends, in their own words
-- where they do not. The last one of a member counts.
CREATE TABLE decision_stance (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    committee_id TEXT NOT NULL REFERENCES committee (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    recommendation INTEGER NOT NULL,
    stance BYTEA NOT NULL,
    words BYTEA NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX decision_stance_of_review ON decision_stance (review_id, committee_id);
