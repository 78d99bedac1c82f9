/** Sentences for `logs.*`. */
export const logsErrors = {
  'logs.writer-stopped':
    'The writer of {file} stopped unexpectedly ({reason}) and is started again. The hosts still have what was not stored, and it is fetched from them.',
  'logs.set-aside':
    '{file} was damaged ({reason}). It was set aside as {aside}, and a new one was begun; what can be read of the old one is saved into it, and what the hosts still have is fetched from them. Keep the old one until `lastmile doctor` says that this is done.',
  'logs.rewritten':
    '{file} was deleted or replaced while this console had it open, and was written again. Do not move files of the data folder while a console runs; `lastmile prune` makes room.',
  'logs.missing':
    '{file} was not there, although there were rollouts before: a new one was begun. What the hosts still have is fetched from them; put back a copy of the old file while no console runs to have the rest.',
  'logs.pruned':
    'The logs of rollout {rollout} were pruned on {at} by {by} ({reason}). Its journal is still there: `lastmile show {rollout}`.',
  'logs.no-shell': 'No shell {shell} is recorded. The history lists those that are.',
} as const satisfies Record<`logs.${string}`, string>
