-- When the lead officer had words read again as the agency wrote them.
ALTER TABLE chronology_mask ADD COLUMN lifted_by TEXT DEFAULT NULL;
ALTER TABLE chronology_mask ADD COLUMN lifted_at TIMESTAMPTZ DEFAULT NULL;
