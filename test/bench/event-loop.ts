/** `node test/bench/event-loop.ts [HOSTS]`: the event loop alone; `npm run bench` runs it with the rest. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { showFigures } from './figure.ts'
import { LastmilePeer, program } from './lastmile-peer.ts'
import { openLoopbackFleet } from './loopback-fleet.ts'

/** Hosts at a time: as many as a careful plan of a thousand hosts takes out at once. */
const batch = 100
const limitMs = 50

/** Milliseconds; the longest first. */
type Turns = { readonly watchedMs: number; readonly blocks: readonly number[] }

/**
 * (d) The process that the desktop window, the browser and the other verbs talk to, while it leads a rollout of nine steps over
 * real SSH: how long its event loop is blocked. The same code is the main process of the desktop application.
 */
export async function runEventLoopBench(hosts: number): Promise<boolean> {
  const fleet = await openLoopbackFleet(hosts)
  try {
    const peer = new LastmilePeer(fleet, hosts, batch)
    peer.reset()
    const turns = await leadRollout(peer, join(fleet.dir, 'turns.json'))
    const done = fleet.addresses.filter((address) => fleet.readSteps(address).length === 9).length
    if (done !== hosts) throw new Error(`${hosts - done} hosts are without their nine steps`)
    const title = `(d) the event loop of the console, ${hosts} hosts, nine steps over SSH, ${batch} at a time`
    return showFigures(title, [
      { name: 'longest block', value: turns.blocks[0] ?? 0, unit: 'ms', limit: limitMs },
      { name: 'tenth longest', value: turns.blocks[9] ?? 0, unit: 'ms' },
      { name: 'blocks above 10 ms', value: turns.blocks.length, unit: `in ${Math.round(turns.watchedMs / 1_000)} s` },
    ])
  } finally {
    await fleet.stop()
  }
}

/** Hosts are other machines, and here they share its cores: root lets the console go first, as if it were alone. */
const ahead = (words: readonly string[]): readonly string[] =>
  process.getuid?.() === 0 ? ['chrt', '--rr', '1', ...words] : words

/** Start the console, let a verb lead a rollout through it, and end it. */
async function leadRollout(peer: LastmilePeer, file: string): Promise<Turns> {
  const probe = join(import.meta.dirname, 'turn-probe.ts')
  const serve = ['node', '--import', probe, program, 'serve', '--port', '0', '--data', peer.dataDir]
  const [command = '', ...words] = ahead(serve)
  const console_ = spawn(command, words, {
    env: { ...process.env, TURN_PROBE_FILE: file },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    for await (const line of createInterface(console_.stdout)) if (line.includes('http://')) break
    console_.kill('SIGUSR2')
    const [verb = '', ...rest] = peer.release('2.0')
    const run = spawnSync(verb, rest, { encoding: 'utf8', maxBuffer: 2 ** 28 })
    if (run.status !== 0) throw new Error(`the rollout ended with exit code ${run.status}: ${run.stderr}`)
    console_.kill('SIGUSR2')
    while (!existsSync(file)) await sleep(50)
  } finally {
    const ended = once(console_, 'exit')
    console_.kill('SIGTERM')
    await ended
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Turns
}

if (import.meta.main && !(await runEventLoopBench(Number(process.argv[2] ?? 1_000)))) process.exitCode = 1
