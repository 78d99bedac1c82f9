/** Sentences for `data.*`: the data folder. */
export const dataErrors = {
  'data.locked':
    'Another Lastmile (process {pid} on {host}, since {since}) uses the data folder {folder}. Close it, or give another folder with --data. If it is gone for good, remove {file}.',
  'data.unusable':
    'The data folder {folder} cannot be used ({reason}). Make it a directory that belongs to you, or give another one with --data.',
  'data.no-backup':
    'There is no backup in {folder}. `lastmile backup` makes one; `lastmile restore FILE` takes one from elsewhere.',
  'data.backup-unfit':
    '{file} cannot be restored: {reason}. Nothing was changed. `lastmile backup --list` shows the others.',
  'data.rollout-in-progress':
    'Nothing was restored, because this would be forgotten: {events} events since that backup of {rollouts}, still in progress. Bring it to an end first, or give --lose-events: the console then asks the hosts what they did.',
  'data.restored':
    'lastmile.db was put back on {at} from a copy whose last event is of {lastEvent}, and the hosts may have gone further. In progress then: {open}; `lastmile resume` joins what their hosts did. Not in the journal, although there is a trace of them: {unknown}; `lastmile check` shows what their hosts run.',
} as const satisfies Record<`data.${string}`, string>
