/** Sentences for `logs.*`. */
export const logsErrors = {
  'logs.writer-stopped':
    'The writer of {file} stopped unexpectedly ({reason}); output since then is not stored. Start Lastmile again: the hosts still have it.',
  'logs.no-shell': 'No shell {shell} is recorded. The history lists those that are.',
} as const satisfies Record<`logs.${string}`, string>
