-- The practitioners' event: one a review. When and where it is, is sealed.
CREATE TABLE event_day (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL UNIQUE REFERENCES review (id),
    version INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'closed')),
    on_day BYTEA NOT NULL,
    starts BYTEA NOT NULL,
    ends BYTEA NOT NULL,
    place BYTEA NOT NULL,
    breaks BYTEA NOT NULL,
    access_notes BYTEA NOT NULL,
    reason BYTEA
);

-- Who is invited, why, and what they answered. talk is "1" while the person
-- wishes to talk to their supporter first, and is sealed apart for the two.
CREATE TABLE event_invitation (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    why BYTEA NOT NULL,
    answer BYTEA NOT NULL,
    needs BYTEA NOT NULL,
    talk BYTEA NOT NULL,
    before_done BOOLEAN NOT NULL,
    after_done BOOLEAN NOT NULL,
    UNIQUE (review_id, account_id)
);

-- What was said at the practitioners' event: no author, no time, an id made of
-- chance alone. cleared is the wording for the managers' event.
CREATE TABLE event_contribution (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    question TEXT NOT NULL,
    lens TEXT NOT NULL,
    words BYTEA NOT NULL,
    cleared BYTEA
);
CREATE INDEX event_contribution_of_review ON event_contribution (review_id, id);

-- The strategic managers who were asked, and what the learning means to their
-- agencies. A row of event_managers says that their event is over.
CREATE TABLE event_manager (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    UNIQUE (review_id, account_id)
);
CREATE TABLE event_implication (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    agency_id TEXT NOT NULL REFERENCES agency (id),
    contribution_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('single', 'multi', 'none')),
    words BYTEA NOT NULL,
    UNIQUE (review_id, agency_id, contribution_id, kind)
);
CREATE TABLE event_managers (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL UNIQUE REFERENCES review (id),
    on_day BYTEA NOT NULL,
    reason BYTEA NOT NULL
);
