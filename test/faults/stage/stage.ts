import { cpSync, lstatSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StepName } from '../../../src/shared/domain/lifecycle'
import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import type { CliRun } from '../../helpers/built-cli'
import type { Lab } from '../lab'
import type { Program } from './program'
import { StageFleet, nextVersion } from './stage-fleet'
import type { StageOptions } from './stage-spec'
import { leadToTheEnd, type LeadOptions } from './steward'
import { assertTruth } from './truth'

/** Everything a fault happens on: a fleet, and a data folder that knows it. */
export class Stage {
  readonly lab: Lab
  readonly fleet: StageFleet
  readonly program: Program
  isOpen = true

  private constructor(lab: Lab, fleet: StageFleet, program: Program) {
    this.lab = lab
    this.fleet = fleet
    this.program = program
  }

  static async open(lab: Lab, options: StageOptions): Promise<Stage> {
    const fleet = await StageFleet.start(options)
    const dataFolder = realpathSync(mkdtempSync(join(tmpdir(), 'lm-data-')))
    const stage = new Stage(lab, fleet, lab.program(dataFolder))
    await stage.apply()
    return stage
  }

  get dataFolder(): string {
    return this.program.dataFolder
  }

  /** Tell the console what `lastmile.yml` says; again after `fleet.describe`. */
  async apply(): Promise<void> {
    await this.program.expect([0], ['apply', this.fleet.specFile, '--yes'])
  }

  /** Start a rollout in a console of its own, which signs every gate and lives until the rollout is over or it is ended. */
  begin(version: string = nextVersion, args: readonly string[] = ['--yes']): CliRun {
    return this.program.start(['run', 'shop', version, '--env', 'production', '--json', ...args])
  }

  /** Wait until a step has begun on a host, by what the host says. */
  async untilStep(name: string, step: StepName, limitMs?: number): Promise<void> {
    const hasBegun = () => this.fleet.effectsOf(name).some((effect) => effect.step === step)
    await this.lab.until(`${step} begins on ${name}`, hasBegun, limitMs)
  }

  /** What the console says of the latest rollout. */
  async show(): Promise<RolloutView> {
    const view = await this.program.show()
    if (!view) throw new Error('there is no rollout')
    return view
  }

  /** Sign, resume and retry as a person would, until the rollout is over. */
  toTheEnd(options: LeadOptions = {}): Promise<RolloutView> {
    return leadToTheEnd(this.lab, this.program, options)
  }

  /** Compare what the console says with what is true; returns the names of the invariants that held. */
  assertTruth(): Promise<readonly string[]> {
    return assertTruth(this.fleet, this.dataFolder)
  }

  /** Keep what tells how it came to this, for whoever reads the failure; returns where. */
  keepEvidence(): string {
    const place = mkdtempSync(join(tmpdir(), 'lm-evidence-'))
    cpSync(this.dataFolder, join(place, 'data'), { recursive: true, filter: isPlain })
    cpSync(join(this.fleet.dir, 'hosts'), join(place, 'hosts'), { recursive: true, verbatimSymlinks: true })
    cpSync(this.fleet.sshd.dir, join(place, 'homes'), { recursive: true, filter: isPlain })
    return place
  }

  async close(): Promise<void> {
    this.isOpen = false
    await this.program.close()
    await this.fleet.stop()
    this.lab.noteGap(this.fleet.observer.longestGapMs)
    rmSync(this.dataFolder, { recursive: true, force: true })
  }
}

/** Sockets and pipes cannot be copied. */
function isPlain(path: string): boolean {
  const file = lstatSync(path)
  return file.isFile() || file.isDirectory()
}
