/** Sentences for `remote.*`. */
export const remoteErrors = {
  'remote.no-shell':
    '{host} opened a channel but no /bin/sh answered: {output}. Log in by hand with the same user and check that the account has a shell and no forced command.',
  'remote.shell-lost':
    'The shell on {host} ended while Lastmile was using it: {output}. Run the same again; a step that had been started is found again.',
  'remote.cannot-start':
    'The step could not be started on {host} below ~/.lastmile/runs: {reason}. Make room on the disk or correct the permissions there, then retry.',
  'remote.bad-run-dir':
    '"{runDir}" cannot name a run directory: its parts must not be empty or hold control characters. Rename the app, the host or the step.',
  'remote.outcome-unknown':
    'The connection to {host} was lost and did not come back within the time of the step, so its outcome is not known; it may still be running. Look at ~/.lastmile/runs/{runDir} on the host, or retry when it can be reached: what still runs there is waited for first.',
  'remote.abort-unconfirmed':
    'Processes of {runDir} on {host} are still alive after TERM and KILL; they may run under another user (sudo) or hang in the kernel. End them by hand, then retry.',
  'remote.query-timeout':
    'A command on {host} gave no result within {timeoutMs} ms and was ended. Give it more time or check the host.',
  'remote.output-too-large':
    'A command on {host} printed more than {limitBytes} bytes and was ended. Let it print less: filter or count on the host.',
  'remote.push-failed':
    'Copying {localPath} to {remotePath} on {host} failed: {reason}. Check that the file exists, that the directory can be written and that there is room.',
  'remote.closed': 'The console is closing its connections; what was started on {host} goes on there.',
  'remote.nul-in-text':
    'A value holds a NUL character, which no shell can pass on: {text}. Take it out of the host, label, version or command.',
  'remote.bad-version':
    '"{version}" cannot be the name of a release directory: a version is 1 to 200 bytes long, does not begin with "." and holds no "/" and no control characters.',
} as const satisfies Record<`remote.${string}`, string>
