-- What became of one host, and of one checklist item, over all rollouts. Only the few rows that say it are indexed, so
-- that appending the others costs nothing. The lists of kinds stand in host-history.ts and item-stats.ts as well.
CREATE INDEX journal_by_host ON journal (payload ->> 'host', at_ms)
  WHERE kind IN ('host-finished', 'host-failed', 'host-skipped', 'host-excluded', 'host-returned');
CREATE INDEX journal_by_item ON journal (payload ->> 'item', rollout, payload ->> 'gate', kind, payload ->> 'holds', at_ms)
  WHERE kind IN ('item-answered', 'item-waived', 'check-recorded');
