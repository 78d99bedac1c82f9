/** Sentences for `lock.*`: what keeps two consoles from releasing to one cluster. */
export const lockErrors = {
  'lock.held':
    '{app} in {environment} is in the hands of another console: rollout {rollout} by {by} on {machine} ({folder}), for {heldFor}; its last sign of life was {silent} ago. One cluster has one rollout at a time: wait until that one is over, or end it there.',
  'lock.stale':
    '{app} in {environment} is locked by another console: rollout {rollout} by {by} on {machine} ({folder}). It has given no sign of life for {silent}. Ask {by}; when nobody works with it any more, break its lock with --break-lock --reason "…".',
  'lock.being-taken':
    'Another console is taking the lock of {app} in {environment} on {host} at this moment, or ended while it did. Try again in two minutes.',
  'lock.unreachable':
    'The lock of {app} in {environment} lies on {host}, which cannot be asked: {reason} Nothing was started. Bring {host} back, or name another host under lock.via in lastmile.yml for all consoles. When you know that nobody else releases, go without the lock with --without-lock --reason "…".',
  'lock.unusable':
    'The lock of {app} in {environment} cannot be written to {directory} on {host}: {reason}. Make room or correct the permissions there, or name another directory or host under lock in lastmile.yml.',
  'lock.lost':
    'Rollout {rollout} does not hold the lock of {app} in {environment} any more: {reason}. Look at what was done meanwhile, then resume: that takes the lock again.',
} as const satisfies Record<`lock.${string}`, string>
