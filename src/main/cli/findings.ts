import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Output } from '../../shared/ipc/contract'
import type { ConsoleClient } from '../ipc/console-client'
import type { Cli } from './cli'
import { findTroubles, findUnanswered, findUnopened } from './doctor/console-findings'
import { findLogs } from './doctor/log-findings'
import { sleepSentence } from './tell-awake'
import { countOf } from './views/words'

/**
 * One thing the doctor looked at. `problem` keeps the console from working, `note` may be fine; both say why it matters and
 * what to do about it.
 */
export type Finding =
  | { readonly state: 'ok'; readonly what: string }
  | { readonly state: 'note' | 'problem'; readonly what: string; readonly why: string; readonly fix: string }

/** What can be seen without opening anything. */
export function findAround(cli: Cli): Finding[] {
  return [
    { state: 'ok', what: `Node.js ${process.versions.node}, ${process.platform} ${process.arch}` },
    findAgent(cli.env),
    ...findSshFiles(join(homedir(), '.ssh')),
    findTerminal(cli),
  ]
}

/** Open the data folder the way every verb does, and look what is in it. */
export async function findInConsole(open: () => Promise<ConsoleClient>): Promise<Finding[]> {
  let client: ConsoleClient
  try {
    client = await open()
  } catch (error) {
    return [findUnopened(error)]
  }
  try {
    return await lookInside(client)
  } catch (error) {
    return [findUnanswered(error)]
  } finally {
    await client.close()
  }
}

async function lookInside(client: ConsoleClient): Promise<Finding[]> {
  const { pid, version, dataFolder } = await client.request('console:info', {})
  const apps = await client.request('app:list', {})
  const open = await client.request('rollout:list', { isOpen: true })
  const debts = await client.request('debt:list', {})
  const troubles = await client.request('trouble:list', {})
  const logs = await client.request('log:health', {})
  const sleep = sleepSentence(await client.request('console:awake', {}))
  const owner = client.isOwner ? 'no console was running' : `process ${pid} runs its console`
  return [
    { state: 'ok', what: `Lastmile ${version}, data folder ${dataFolder}: opened, ${owner}` },
    findApps(apps),
    ...findTroubles(troubles),
    findSleep(sleep),
    ...open.map(({ rollout, app, environment }): Finding => ({
      state: 'note',
      what: `Rollout ${rollout} of ${app} in ${environment} is in progress`,
      why: 'It waits for a person, or for a console to take it up.',
      fix: `\`lastmile show ${rollout}\`, \`lastmile resume ${rollout}\``,
    })),
    ...findLogs(logs),
    ...(debts.length > 0
      ? [
          {
            state: 'note',
            what: `${countOf(debts.length, 'undo debt')} open`,
            why: 'Hosts are muted or out of traffic.',
            fix: '`lastmile debts`',
          } as const,
        ]
      : []),
  ]
}

function findApps(apps: Output<'app:list'>): Finding {
  const hosts = apps.flatMap((app) => app.environments).reduce((sum, each) => sum + each.hosts, 0)
  if (apps.length > 0) return { state: 'ok', what: `${countOf(apps.length, 'app')} with ${countOf(hosts, 'host')}` }
  return {
    state: 'note',
    what: 'No app is known',
    why: 'Nothing was applied yet.',
    fix: '`lastmile apply lastmile.yml`',
  }
}

/** `why`: the reason why this machine cannot be kept awake. */
function findSleep(why: string | undefined): Finding {
  if (why === undefined) return { state: 'ok', what: 'This machine is kept awake while hosts are on their way' }
  return {
    state: 'note',
    what: 'This machine may fall asleep under a rollout',
    why,
    fix: 'Run long rollouts where nobody closes a lid, or by `lastmile serve` on a bastion host.',
  }
}

function findAgent(env: Cli['env']): Finding {
  const socket = env['SSH_AUTH_SOCK']
  if (!socket) {
    const fix = 'Start one (`eval $(ssh-agent)`, `ssh-add`) unless key files are used.'
    return { state: 'note', what: 'No SSH agent', why: '$SSH_AUTH_SOCK is not set.', fix }
  }
  if (existsSync(socket)) return { state: 'ok', what: `SSH agent at ${socket}` }
  return {
    state: 'problem',
    what: 'The SSH agent is gone',
    why: `${socket} does not exist.`,
    fix: 'Start a new one, or unset SSH_AUTH_SOCK.',
  }
}

function findSshFiles(folder: string): Finding[] {
  return ['config', 'known_hosts'].map((name): Finding => {
    const file = join(folder, name)
    const mode = statSync(file, { throwIfNoEntry: false })?.mode
    if (mode === undefined) return { state: 'ok', what: `${file}: none` }
    // group or others may write: ssh refuses such a config, and so should a person
    if ((mode & 0o022) === 0 || process.platform === 'win32') return { state: 'ok', what: file }
    return {
      state: 'problem',
      what: `${file} can be changed by others`,
      why: 'They could send you to other machines.',
      fix: `chmod go-w ${file}`,
    }
  })
}

function findTerminal({ stdout, isInteractive, env }: Cli): Finding {
  if (!isInteractive) {
    const why = 'Input or output is redirected; gates are not asked about.'
    return { state: 'note', what: 'No terminal', why, fix: 'Use `run --yes`, or `sign` at each gate.' }
  }
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  if (!/utf-?8/i.test(locale)) {
    return {
      state: 'note',
      what: `Terminal ${stdout.columns}×${stdout.rows}, locale "${locale}"`,
      why: 'Glyphs may look wrong.',
      fix: 'export LANG=C.UTF-8',
    }
  }
  return { state: 'ok', what: `Terminal ${stdout.columns}×${stdout.rows}, UTF-8` }
}
