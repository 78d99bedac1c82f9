/** Sentences for `spec.*` and `inventory.*`. */
export const specErrors = {
  'spec.invalid': '{file} was not accepted and nothing was changed. Correct this ({count}):\n{list}',
  'spec.checklist-invalid': 'The checklist was not accepted and nothing was changed. Correct this ({count}):\n{list}',
  'spec.changed-since':
    '{app} was changed by somebody else since you began to edit it. Look at what it is now, and make your changes there.',
  'spec.unreadable': '{file} cannot be read: {reason}. Check the path and its permissions.',
  'spec.unknown-placeholder':
    'lastmile.yml names {placeholder}, which Lastmile does not know. It knows {known}. Correct it; in a command, braces of your own need a space or a quote after the first one.',
  'spec.secret-in-text':
    'lastmile.yml names {placeholder}: a secret in a command or URL would stand in the list of processes, where every user of the host can read it. Let the command read the file "${variable}_FILE" instead, which is there while it runs, or set "as: environment" for it and use the variable in the environment of a program.',
  'spec.unknown-label': '{host} has no label "{label}" (it has: {known}). Add it to the host in lastmile.yml.',
  'spec.placeholder-empty':
    '{placeholder} has no value for {host}. Give the host or the release this value, or take the placeholder out of lastmile.yml.',
  'spec.template-in-quoted-heredoc':
    'A command in lastmile.yml uses a placeholder in a here-document whose end mark {mark} is quoted, where the shell replaces nothing. Take the quotes off the mark, or the placeholder out.',
  'spec.template-in-code':
    'A command in lastmile.yml uses a placeholder where {reader} would run its value as code: {near}. Hand it over as an argument, such as sh -c \'restart "$1"\' sh {placeholder}; or, for ssh, name the other host with "via".',
  'spec.template-unclear':
    'A command in lastmile.yml uses placeholders together with {what}, so it is not certain how a shell reads it: {near}. Write it more plainly, or move it into a script on the host and hand the placeholders over as arguments.',
  'inventory.invalid': '{file} was not imported and nothing was changed. Correct this ({count}):\n{list}',
  'inventory.unreadable': '{file} cannot be read: {reason}. Check the path and its permissions.',
} as const satisfies Record<`${'spec' | 'inventory'}.${string}`, string>
