import type { FaultReport } from '../fault'
import type { Lab } from '../lab'
import { playKilled } from './killed-rollout'
import { tellMoments, type Moment } from './moment'
import { drawStory, type Story } from './story'

export type CampaignOptions = {
  readonly kills: number
  /** Rollouts side by side: most of a rollout is waiting, so two lanes use two cores. */
  readonly lanes: number
}

/** Before it was measured: what a rollout of five hosts takes here. */
const firstGuessMs = 3_000

/** Plays rollouts, one after the other in each lane, until enough consoles were killed. */
export class Campaign {
  readonly #lab: Lab
  readonly #options: CampaignOptions
  readonly #moments: Moment[] = []
  /** What a rollout of a story takes without kills; the last one counts. */
  readonly #expectedMs = new Map<Story['name'], number>()
  #begun = 0
  #ended = 0
  #checked: readonly string[] = []
  #failure: unknown

  constructor(lab: Lab, options: CampaignOptions) {
    this.#lab = lab
    this.#options = options
  }

  async run(): Promise<FaultReport> {
    await Promise.all(Array.from({ length: this.#options.lanes }, () => this.#runLane()))
    if (this.#failure !== undefined) throw this.#failure
    const times = this.#moments.length
    return {
      times,
      outcome: `${this.#ended} rollouts, killed in: ${tellMoments(this.#moments)}. All ended right.`,
      checked: this.#checked,
    }
  }

  async #runLane(): Promise<void> {
    const startedAtMs = performance.now()
    while (this.#failure === undefined && this.#moments.length < this.#options.kills) {
      this.#begun += 1
      const number = this.#begun
      try {
        await this.#playOne(number)
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

  async #playOne(number: number): Promise<void> {
    const random = this.#lab.random.fork(number)
    const missing = this.#options.kills - this.#moments.length
    const drawn = drawStory(random)
    const story = { ...drawn, kills: Math.min(drawn.kills, Math.max(2, missing)) }
    const expectedMs = this.#expectedMs.get(story.name) ?? firstGuessMs
    const { workMs, checked } = await playKilled(this.#lab, random, { story, expectedMs }, (moment) =>
      this.#moments.push(moment),
    )
    this.#expectedMs.set(story.name, workMs)
    this.#ended += 1
    this.#checked = checked
  }
}
