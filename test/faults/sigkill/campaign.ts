import type { FaultReport } from '../fault'
import type { Lab } from '../lab'
import { playKilled } from './killed-rollout'
import { tellMoments, type Moment } from './moment'
import type { Pace } from './reaper'
import { drawStory, type Story } from './story'

export type CampaignOptions = {
  readonly kills: number
  /** Rollouts side by side: most of a rollout is waiting, so two lanes use two cores. */
  readonly lanes: number
}

/** Before it was measured. */
const firstGuess: Pace = { startMs: 400, workMs: 3_000 }

/** Plays rollouts, one after the other in each lane, until enough consoles were killed. */
export class Campaign {
  readonly #lab: Lab
  readonly #options: CampaignOptions
  readonly #moments: Moment[] = []
  /** What rollouts of a story took; the last one counts. */
  readonly #paces = new Map<Story['name'], Pace>()
  #begun = 0
  #ended = 0
  #checked: readonly string[] = []
  #failure: unknown

  constructor(lab: Lab, options: CampaignOptions) {
    this.#lab = lab
    this.#options = options
  }

  async run(): Promise<FaultReport> {
    // one rollout that nobody kills says how long they take here and now
    await this.#playOne(0, 0)
    await Promise.all(Array.from({ length: this.#options.lanes }, () => this.#runLane()))
    if (this.#failure !== undefined) throw this.#failure
    const times = this.#moments.length
    return {
      times,
      outcome: `${this.#ended} rollouts, killed in: ${tellMoments(this.#moments)}. All ended right.`,
      checked: this.#checked,
    }
  }

  get #missing(): number {
    return this.#options.kills - this.#moments.length
  }

  async #runLane(): Promise<void> {
    const startedAtMs = performance.now()
    while (this.#failure === undefined && this.#missing > 0) {
      this.#begun += 1
      const number = this.#begun
      try {
        await this.#playOne(number, Math.max(2, Math.ceil(this.#missing / this.#options.lanes)))
      } catch (error) {
        const { seed } = this.#lab.random
        this.#failure ??= new Error(
          `rollout ${number} of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        )
        return
      }
      const seconds = Math.round((performance.now() - startedAtMs) / 1_000)
      this.#lab.say(`${this.#moments.length} of ${this.#options.kills} kills in ${this.#ended} rollouts, ${seconds} s`)
    }
  }

  async #playOne(number: number, mostKills: number): Promise<void> {
    const random = this.#lab.random.fork(number)
    const drawn = drawStory(random)
    const kills = Math.min(drawn.kills, mostKills)
    const story = { ...drawn, kills, settlingKills: Math.min(drawn.settlingKills, mostKills) }
    const pace = this.#paces.get(story.name) ?? [...this.#paces.values()][0] ?? firstGuess
    const onKill = (moment: Moment) => this.#moments.push(moment)
    const { pace: measured, checked } = await playKilled(this.#lab, random, { story, pace }, onKill)
    this.#paces.set(story.name, measured)
    this.#ended += 1
    this.#checked = checked
  }
}
