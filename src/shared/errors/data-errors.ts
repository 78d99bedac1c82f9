/** Sentences for `data.*`: the data folder. */
export const dataErrors = {
  'data.locked':
    'Another Lastmile (process {pid} on {host}, since {since}) uses the data folder {folder}. Close it, or give another folder with --data. If it is gone for good, remove {file}.',
  'data.unusable':
    'The data folder {folder} cannot be used ({reason}). Make it a directory that belongs to you, or give another one with --data.',
} as const satisfies Record<`data.${string}`, string>
