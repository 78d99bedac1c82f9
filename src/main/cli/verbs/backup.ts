import { copyFileSync, constants } from 'node:fs'
import type { FolderBackup } from '../../offline-folder'
import { AppError } from '../../../shared/errors/app-error'
import { formatBytes } from '../../../shared/util/bytes'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { tableLines } from '../views/table'

/** `lastmile backup [FILE]` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'backup',
    'Copy inventory, journals and settings into backups/ of the data folder, while everything goes on; with FILE also there. Logs are not in it.',
  )
    .argument('[file]', 'where another copy goes; it must not exist')
    .option('--list', 'list the backups that are there, newest first')
    .addHelpText(
      'after',
      examples('lastmile backup', 'lastmile backup /mnt/safe/lastmile.db', 'lastmile backup --list'),
    )
    .action(async (file, options) => {
      if (options.list) {
        const { listFolderBackups } = await import('../../offline-folder')
        const backups = listFolderBackups(options.data)
        if (options.json) printJson(cli, backups)
        else if (backups.length === 0) printLines(cli, ['No backup was made yet.'])
        else printLines(cli, tableLines(['made', 'for', 'size', 'file'], backups.map(rowOf), cli.stdout.colors))
        return finish(exitCodes.succeeded)
      }
      await withClient(cli, options, async (client) => {
        const backup = await client.request('backup:make', {})
        if (file !== undefined) copyTo(backup.file, file)
        if (options.json) printJson(cli, { ...backup, ...(file === undefined ? {} : { copy: file }) })
        else {
          const names = file === undefined ? backup.file : `${backup.file} and ${file}`
          printLines(cli, [`Wrote ${names}, ${formatBytes(backup.sizeBytes)}. \`lastmile restore\` puts one back.`])
        }
      })
      finish(exitCodes.succeeded)
    })

const rowOf = ({ file, label, sizeBytes, createdAtMs }: FolderBackup): string[] => [
  new Date(createdAtMs).toISOString(),
  label,
  formatBytes(sizeBytes),
  file,
]

/** @throws AppError `cli.file-unwritable` */
function copyTo(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new AppError('cli.file-unwritable', { details: { file: to, reason }, cause: error })
  }
}
