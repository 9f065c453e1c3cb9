-- What this database is for: real work, or a demonstration. It never changes.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    kind TEXT NOT NULL CHECK (kind IN ('real', 'demo'))
);
