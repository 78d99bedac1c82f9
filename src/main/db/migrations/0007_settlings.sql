-- Tries to settle a debt are few, and asked for before every step on a host.
CREATE INDEX journal_settlings ON journal (rollout, seq) WHERE kind = 'settling-started';
