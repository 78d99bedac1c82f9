-- Damaged files that were set aside, and how far their blocks were saved into this one. Times are UTC milliseconds.
CREATE TABLE salvages (
  file TEXT NOT NULL PRIMARY KEY,
  set_aside_at_ms INTEGER NOT NULL,
  reason TEXT NOT NULL,
  next_block INTEGER NOT NULL DEFAULT 1,
  saved INTEGER NOT NULL DEFAULT 0,
  lost INTEGER NOT NULL DEFAULT 0,
  finished_at_ms INTEGER
) STRICT, WITHOUT ROWID;
