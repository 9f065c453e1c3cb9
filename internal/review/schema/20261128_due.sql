-- The day on which a clock's thing is due, as its start, its length, its pauses and
-- the calendar of the committee give it; none while it is paused. It is worked out
-- anew whenever one of them changes, and when the program starts.
ALTER TABLE review_clock ADD COLUMN due DATE;
