/** Sentences for `console.*`: the talk between a door and the console. */
export const consoleErrors = {
  'console.unknown-request':
    'The console does not know the request "{name}". Its version differs from yours; restart it.',
  'console.bad-request': 'The request "{name}" is not understood: {problems}.',
  'console.bad-reply':
    'The console answered "{name}" with something this program does not understand: {problems}. Its version differs from yours; restart it.',
  'console.connection-lost':
    'The console that runs these rollouts (pid {pid}) went away. Remote steps go on; `lastmile resume` takes the rollouts up again.',
  'console.no-question': 'That question is not open any more: it was answered, or nobody waits for it.',
  'console.out-of-files':
    'The system lets Lastmile open no more files and connections ({reason}). Nothing that was begun is lost. Raise the limit (`ulimit -n 4096` before the start; `sysctl fs.file-max` for the whole machine) or close what holds many open, and start again.',
  'console.busy': 'Another console is starting or stopping in {dataFolder}. Try again in a moment.',
  'console.no-terminals': 'This console has no terminals to open.',
  'console.too-many-terminals':
    'This page has {most} terminals open, which is the most it may have. Close some of them.',
  'console.other': '{message}',
} as const satisfies Record<`console.${string}`, string>
