import type { StepName } from '../../../shared/domain/lifecycle'
import type { Tone } from '../../ui/tone'

/** Colours of steps beside each other; red is left for failures. Position and words tell them apart as well. */
export const stepTones: Readonly<Record<StepName, Tone>> = {
  precheck: 'slate',
  fetch: 'blue',
  mute: 'grey',
  drain: 'orange',
  quiet: 'amber',
  restart: 'violet',
  verify: 'green',
  admit: 'blue',
  unmute: 'grey',
}
