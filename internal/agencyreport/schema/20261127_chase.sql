-- When the agency first did something, when it last did, and when the request
-- was withdrawn.
ALTER TABLE agency_request ADD COLUMN opened_on DATE DEFAULT NULL;
ALTER TABLE agency_request ADD COLUMN moved_on DATE DEFAULT NULL;
ALTER TABLE agency_request ADD COLUMN withdrawn_on DATE DEFAULT NULL;

-- What was said about a request's time and people, one row a deed. day is the
-- day that it names: asked for, given, or left as it was.
CREATE TABLE agency_history (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    request_id TEXT NOT NULL REFERENCES agency_request (id),
    kind TEXT NOT NULL,
    day DATE,
    words BYTEA,
    done_by TEXT NOT NULL,
    done_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX agency_history_of_request ON agency_history (review_id, request_id);

-- Reminders that went; the id is that of the message. slot is the day on which
-- it was the turn, due the day that was reminded of.
CREATE TABLE agency_reminder (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    request_id TEXT NOT NULL REFERENCES agency_request (id),
    account_id TEXT NOT NULL,
    due DATE NOT NULL,
    slot DATE NOT NULL,
    sent_on DATE NOT NULL
);
CREATE INDEX agency_reminder_of_request ON agency_reminder (review_id, request_id);
