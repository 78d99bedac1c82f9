/**
 * `npm run faults`: what must always be true, while things break under the real, built console.
 *
 * Ends with a table and with exit code 1 when an invariant did not hold. README.md here says how to add a kind.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'

type RunFaults = typeof import('./run-faults')

const usage =
  "npm run faults -- [--list] [--short] [--only 'network.*'] [--seed N] [--kills N] [--json FILE] [--program FILE]"

function parseWords() {
  try {
    return parseArgs({
      options: {
        list: { type: 'boolean', default: false },
        short: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true },
        seed: { type: 'string' },
        kills: { type: 'string' },
        json: { type: 'string' },
        program: { type: 'string' },
      },
    }).values
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
    process.exit(2)
  }
}
const values = parseWords()

/** @throws Error for text that is no number of this kind */
function parseCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--${option} takes a whole number, not "${text}"`)
  return Number(text)
}

const { module } = await runnerImport<RunFaults>(new URL('./run-faults.ts', import.meta.url).pathname)
const hasHeld = await module.runFaults({
  isList: values.list,
  isShort: values.short,
  only: values.only ?? [],
  seed: parseCount('seed', values.seed) ?? randomInt(2 ** 31),
  kills: parseCount('kills', values.kills),
  jsonFile: values.json,
  programFile: values.program,
})
process.exit(hasHeld ? 0 : 1)
