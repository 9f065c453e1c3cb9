-- Which list of people a review has now: another id at each change, so that what
-- was worked out of the list in memory is known to be old.
CREATE TABLE review_people (
    review_id TEXT PRIMARY KEY REFERENCES review (id),
    version TEXT NOT NULL
);
