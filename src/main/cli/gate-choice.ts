import { reportGate, signEveryGate, type GateAttendant } from './attend-gate'
import type { Cli } from './cli'
import type { GivenAnswers } from './sign-gate'

/** What happens at gates: `--yes` signs them, a person at a terminal is asked, and else they are left to somebody. */
export function gateAttendant(cli: Cli, isJson: boolean, given: GivenAnswers): GateAttendant {
  if (given.isYes) return signEveryGate(given)
  return cli.isInteractive && !isJson ? askAtGate(given) : reportGate
}

/** Asking is loaded when there is something to ask. */
const askAtGate =
  (given: GivenAnswers): GateAttendant =>
  async (at) =>
    (await import('./ask-at-gate')).askAtGate(at, given)
