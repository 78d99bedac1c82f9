/** Sentences for `secret.*`: sensitive values that lastmile.yml names and that are kept elsewhere. */
export const secretErrors = {
  'secret.env-missing':
    'The secret "{name}" comes from the environment variable {variable}, which is not set. Export it where the console is started, and start it again.',
  'secret.file-unreadable':
    'The secret "{name}" comes from {file}, which cannot be read: {reason}. Correct the path in lastmile.yml, or the permissions.',
  'secret.file-open':
    'The secret "{name}" comes from {file}, which others may read (mode {mode}), so it was not used. Run: chmod 600 {file}',
  'secret.file-too-large':
    'The secret "{name}" comes from {file}, which has {sizeBytes} bytes; a secret has at most {limitBytes}. Is it the right file?',
  'secret.not-text':
    'The secret "{name}" from {source} is not text (UTF-8 without NUL characters). Store it as base64, and decode it in the command.',
  'secret.too-short':
    'The secret "{name}" from {source} has {characters} characters; it needs at least {least}. Something shorter would be found everywhere in ordinary output, and hiding it would tell where it stands.',
  'secret.keychain-missing':
    'The secret "{name}" comes from the keychain, which has no entry for service "{service}" and account "{account}". Store it with: {command}',
  'secret.keychain-failed':
    'The secret "{name}" cannot be read from the keychain: {reason}. Unlock it, or take the value from "env" or "file" in lastmile.yml.',
  'secret.no-keychain':
    'The secret "{name}" comes from the keychain, and this console has none: {reason}. Take the value from "env" or "file" in lastmile.yml.',
  'secret.left-on-host':
    'A secret may still be readable on {host}, in ~/.lastmile/runs/{runDir}: {reason} Remove "log" and "result" there; what the console keeps of them has no secret in it.',
  'secret.left-on-hosts':
    'Secrets may still be readable in {count} places below ~/.lastmile/runs of hosts: {places}. Remove "log" and "result" there; what the console keeps of them has no secret in it.',
} as const satisfies Record<`secret.${string}`, string>
