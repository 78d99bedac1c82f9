import type { Cli } from '../cli'
import { JsonPrinter } from './json-printer'
import { PlainPrinter } from './plain-printer'
import type { EndContext, RolloutPrinter } from './rollout-printer'

/** The printer that fits: JSON lines for scripts, a live view on a terminal, plain lines elsewhere. */
export async function openPrinter(cli: Cli, isJson: boolean, context: EndContext): Promise<RolloutPrinter> {
  if (isJson) return new JsonPrinter(cli)
  if (!cli.isInteractive) return new PlainPrinter(cli, context)
  const { LivePrinter } = await import('./live-printer')
  return LivePrinter.open(cli, context)
}
