/** Sentences for `logs.*`. */
export const logsErrors = {
  'logs.writer-stopped':
    'The writer of {file} stopped unexpectedly ({reason}); output since then is not stored. Start Lastmile again: the hosts still have it.',
} as const satisfies Record<`logs.${string}`, string>
