import { resolve } from 'node:path'
import type { Restored } from '../../offline-folder'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, type Verb } from '../verb'
import { countOf } from '../views/words'

/** `lastmile restore FILE|latest` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'restore',
    'Put a backup in the place of lastmile.db, while no console runs. It is checked first, and the present database is kept in backups/.',
  )
    .argument('<file>', 'a backup, or "latest"')
    .option(
      '--lose-events',
      'go on although rollouts are in progress: this console forgets what they did since the backup, and asks their hosts when they are resumed',
    )
    .addHelpText('after', examples('lastmile restore latest', 'lastmile restore ./mine.db', 'lastmile backup --list'))
    .action(async (file, { data, json, loseEvents = false }) => {
      const from = file === 'latest' ? file : resolve(file)
      const { restoreFolder } = await import('../../offline-folder')
      const restored = restoreFolder(data, { from, mayLose: loseEvents })
      if (json) printJson(cli, restored)
      else printLines(cli, restoreLines(restored))
      finish(exitCodes.succeeded)
    })

function restoreLines({ file, content, losses, kept }: Restored): string[] {
  const { rollouts, lastEventAtMs } = content
  const last =
    lastEventAtMs === undefined ? 'no event' : `the last event is of ${new Date(lastEventAtMs).toISOString()}`
  const open = rollouts.filter(({ isOpen }) => isOpen)
  return [
    `Restored ${file}: ${countOf(rollouts.length, 'rollout')}, ${last}. All journals are whole.`,
    ...lossLines(losses),
    ...(kept === undefined ? [] : [`The database as it was is kept in ${kept}.`]),
    ...open.map(({ id, app, environment }) => {
      const joining = 'what its hosts did since is found there, and no step runs twice'
      return `In progress in it: ${id} of ${app} in ${environment}. \`lastmile resume ${id}\` goes on: ${joining}.`
    }),
  ]
}

function lossLines(losses: Restored['losses']): string[] {
  if (losses === undefined) return ['What is lost is not known: the database before could not be read.']
  if (losses.length === 0) return ['Nothing is lost: the database before had no event that this one has not.']
  return losses.map(
    ({ id, app, environment, version, events }) =>
      `Lost: ${countOf(events, 'event')} of rollout ${id} (${app} ${version} in ${environment}).`,
  )
}
