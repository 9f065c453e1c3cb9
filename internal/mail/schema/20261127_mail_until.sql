-- After until_at a message is not sent any more.
ALTER TABLE mail ADD COLUMN until_at TIMESTAMPTZ;
