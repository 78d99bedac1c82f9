/** Sentences for `spec.*` and `inventory.*`. */
export const specErrors = {
  'spec.invalid': '{file} was not accepted and nothing was changed. Correct this ({count}):\n{list}',
  'spec.unreadable': '{file} cannot be read: {reason}. Check the path and its permissions.',
  'spec.unknown-placeholder':
    'lastmile.yml names {placeholder}, which Lastmile does not know. It knows {known}. Correct it; in a command, braces of your own need a space or a quote after the first one.',
  'spec.unknown-label': '{host} has no label "{label}" (it has: {known}). Add it to the host in lastmile.yml.',
  'spec.placeholder-empty':
    '{placeholder} has no value for {host}. Give the host or the release this value, or take the placeholder out of lastmile.yml.',
  'inventory.invalid': '{file} was not imported and nothing was changed. Correct this ({count}):\n{list}',
  'inventory.unreadable': '{file} cannot be read: {reason}. Check the path and its permissions.',
} as const satisfies Record<`${'spec' | 'inventory'}.${string}`, string>
