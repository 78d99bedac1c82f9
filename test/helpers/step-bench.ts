import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretValue } from '../../src/main/ports/secrets'
import type { QueryResult, StepExit } from '../../src/main/ports/shell'
import type { AgentStepShell } from '../../src/main/shell/step-shell'
import { local, LocalFleet, LogCollector, type CuttableHost, type Interpreter } from './local-fleet'

/** The attempt that a bench runs unless told another; its name needs encoding on purpose. */
export const runDir = 'rollout 1/shop/fetch.1'

/** What a step that prints nothing and succeeds comes to. */
export const done = {
  exitCode: 0,
  vanished: false,
  timedOut: false,
  reattached: false,
  logBytes: 0,
  result: {},
  durationMs: 0,
  log: '',
}

type More = {
  readonly runDir?: string
  readonly timeoutMs?: number
  readonly in?: AgentStepShell
  readonly secretValues?: readonly SecretValue[]
}

/** One machine under one shell with one console, and short words for what tests do with them. */
export class StepBench {
  readonly fleet: LocalFleet
  readonly shell: AgentStepShell
  readonly host: CuttableHost

  /** `path`: where programs are looked for, to try a machine that lacks some. */
  constructor(interpreter: Interpreter, path?: string) {
    this.fleet = new LocalFleet(interpreter)
    const { shell, host } = this.openConsole(path)
    this.shell = shell
    this.host = host
  }

  /** One more console on the same machine. */
  openConsole(path?: string): { readonly shell: AgentStepShell; readonly host: CuttableHost } {
    return this.fleet.openConsole({ timeoutGraceMs: 300, path })
  }

  /** Start a step and collect its log. */
  start(script: string, more: More = {}): { readonly log: LogCollector; readonly exit: Promise<StepExit> } {
    const log = new LogCollector()
    const step = { target: local, runDir, timeoutMs: 30_000, ...more, script, onOutput: log.onOutput }
    return { log, exit: (more.in ?? this.shell).run(step) }
  }

  /** Run a step to its end; its duration, which varies, is left out. */
  async run(script: string, more: More = {}): Promise<StepExit & { readonly log: string }> {
    const { log, exit } = this.start(script, more)
    const found = await exit
    return { ...found, durationMs: 0, log: log.text }
  }

  query(script: string, timeoutMs = 10_000): Promise<QueryResult> {
    return this.shell.query({ target: local, script, timeoutMs })
  }

  /** Let those go on that wait in `untilGo`. */
  go(): void {
    writeFileSync(join(this.fleet.home, 'go'), '')
  }

  /** What steps wrote to a file of the home directory. */
  read(name: string): string {
    return readFileSync(join(this.fleet.home, name), 'utf8')
  }

  dispose(): Promise<void> {
    return this.fleet[Symbol.asyncDispose]()
  }
}
