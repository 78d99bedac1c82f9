import { userInfo, hostname } from 'node:os'
import type { WireJournalRow } from '../../../shared/ipc/contract'
import type { WebDoor, WebWishes } from '../../web/open-web'
import type { Cli } from '../cli'
import { exitCodes } from '../exit-code'
import { listenForInterrupts } from '../interrupts'
import { recoveryLine } from '../recovery-lines'
import { examples, newVerb, printLines, type Verb } from '../verb'
import { usage } from '../verb-options'

type Serving = Extract<WebDoor, { kind: 'serving' }>

/** `lastmile serve` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'serve',
    'Serve the console to a browser, on this machine only. Prints an address that lets one browser in, once. Run it again for another one.',
  )
    .option('--port <number>', 'where to listen; default: 4680, or a free one where that is taken')
    .option('--open', 'show the page in a browser of this machine')
    .option('--no-open', 'only print the address (default)')
    .option('--listen <address>', 'another address than loopback; needs --i-know, --tls-cert and --tls-key')
    .option('--i-know', 'whoever reaches that address and has a link can release')
    .option('--tls-cert <file>', 'certificate (PEM), with its chain')
    .option('--tls-key <file>', 'key of the certificate (PEM)')
    .addHelpText(
      'after',
      examples(
        'lastmile serve --open',
        'lastmile serve --port 4700',
        'lastmile serve --listen 10.0.0.5:4680 --i-know --tls-cert console.crt --tls-key console.key',
      ),
    )
    .action(async ({ data, json: isJson = false, open: isOpening = false, iKnow: isKnown = false, ...options }) => {
      const wishes: WebWishes = {
        dataFolder: data,
        port: parsePort(options.port),
        listen: options.listen,
        isKnown,
        tlsCert: options.tlsCert,
        tlsKey: options.tlsKey,
      }
      const door = await cli.openWeb(wishes)
      if (door.kind === 'serving') await serve(cli, door, { isJson, isOpening })
      else {
        tell(cli, door, isJson)
        if (isOpening) await show(cli, door, isJson)
      }
      finish(exitCodes.succeeded)
    })

/** @throws AppError `cli.usage` */
function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw usage('serve', `--port takes 0 to 65535, not "${text}"`)
  return Number(text)
}

function tell(cli: Cli, door: WebDoor, isJson: boolean): void {
  if (isJson) {
    const { url } = door
    const place =
      door.kind === 'serving' ? { address: door.address, port: door.port, pid: process.pid } : { pid: door.pid }
    // on one line: who reads it waits for that line, not for the end
    cli.stdout.write(`${JSON.stringify({ kind: door.kind, url, ...place })}\n`)
    return
  }
  const { colors } = cli.stdout
  if (door.kind === 'running') {
    printLines(cli, [
      `Served already (process ${door.pid}). Open this address, once, within ten minutes:`,
      '',
      `  ${colors.bold(door.url)}`,
      '',
    ])
    return
  }
  const note = door.isOtherPort ? [`Port 4680 is taken; this console listens on ${door.port}.`] : []
  printLines(cli, [
    `Serving ${door.dataFolder} on ${door.address}, port ${door.port}.`,
    ...note,
    'Open this address, once, within ten minutes (`lastmile serve` prints another one):',
    '',
    `  ${colors.bold(door.url)}`,
    '',
    ...(door.isTls ? [] : tunnelLines(cli, door.port)),
    colors.dim('Ctrl-C ends this console. What runs on hosts goes on, and the next console finds it again.'),
  ])
}

/** How to get there from another machine. */
function tunnelLines({ stdout: { colors } }: Cli, port: number): string[] {
  const tunnel = `ssh -L ${port}:127.0.0.1:${port} ${userInfo().username}@${hostname()}`
  const taken = `(The same port at both ends: where ${port} is taken there, serve with --port.)`
  return [
    'From another machine, run this there first, and keep it running:',
    '',
    `  ${colors.bold(tunnel)}`,
    '',
    colors.dim(taken),
    '',
  ]
}

async function show(cli: Cli, { url }: WebDoor, isJson: boolean): Promise<void> {
  const shown = await cli.showPage(url)
  if (isJson) return
  if (shown === 'nowhere') cli.stderr.write('No browser could be opened here; open the address above.\n')
}

/** What it finds of rollouts that an earlier console left, as it is found. */
function tellRecovery(cli: Cli, rollout: string, row: WireJournalRow, isJson: boolean): void {
  const line = recoveryLine(rollout, row)
  if (line === undefined) return
  cli.stdout.write(isJson ? `${JSON.stringify(row)}\n` : `${line}\n`)
}

type Manner = { readonly isJson: boolean; readonly isOpening: boolean }

/** Serve until somebody ends this console. Signals are heard to the last: npm and npx send each one twice. */
async function serve(cli: Cli, door: Serving, { isJson, isOpening }: Manner): Promise<void> {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  const stop = listenForInterrupts(cli, { onBrake: end, onDetach: end })
  try {
    tell(cli, door, isJson)
    door.onRows?.(({ rollout, rows }) => {
      for (const row of rows) tellRecovery(cli, rollout, row, isJson)
    })
    if (isOpening) await show(cli, door, isJson)
    await ended
    if (!isJson) cli.stderr.write('Ending this console. What runs on hosts goes on …\n')
  } finally {
    await door.close()
    stop()
  }
}
