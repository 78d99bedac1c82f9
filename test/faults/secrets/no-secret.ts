import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formsOf } from '../../../src/main/secrets/secret-forms'
import type { CliResult } from '../../helpers/built-cli'
import type { Stage } from '../stage/stage'

export const token = 't0ken-of-the-shop/with+more'

/** What the stage's own step does, then the secret plainly, in base64, as part of an address, and in pieces. */
export const printingRestart = `. "$LASTMILE_ROOT/../../../step.sh"
f=$LASTMILE_SECRET_TOKEN_FILE
cat "$f"; echo; base64 <"$f"; sed 's:/:%2F:g; s:+:%2B:g' "$f"; echo
head -c 7 "$f"; sleep 0.4; tail -c +8 "$f"; echo`

/** Files on the hosts that hold a secret for a step. */
export const secretsOnHosts = ({ fleet }: Pick<Stage, 'fleet'>): string[] =>
  globSync(join(fleet.sshd.dir, '*/.lastmile/secrets/*/*'))

/** What must be found nowhere; told apart from what the product looks for. */
const forms: readonly Buffer[] = [
  ...formsOf(token).map(({ bytes }) => Buffer.from(bytes)),
  ...[token, encodeURIComponent(token), Buffer.from(token).toString('base64')].map((text) => Buffer.from(text)),
]

/** @throws Error when the secret is in one of these texts, in whatever form */
export function assertHidden(what: string, texts: readonly (string | Buffer)[]): void {
  const bytes = texts.map((text) => Buffer.from(text))
  if (bytes.some((each) => forms.some((form) => each.includes(form))))
    throw new Error(`the secret was found in ${what}`)
}

/**
 * The secret is in no file of the console, in no log or report that it shows, and in nothing that is left on the hosts; where
 * the log of web-02 had it, there are stars.
 */
export async function assertNoSecret({ dataFolder, fleet, program }: Stage): Promise<readonly string[]> {
  const logs: CliResult[] = []
  for (const name of fleet.names) logs.push(await program.expect([0], ['logs', 'latest', name]))
  const report = await program.expect([0], ['report', 'latest'])
  assertHidden('the files of the console', filesOf(dataFolder))
  for (const folder of globSync(join(fleet.sshd.dir, '*/.lastmile'))) assertHidden(folder, filesOf(folder))
  assertHidden(
    'what is shown',
    [...logs, report].flatMap(({ stdout, stderr }) => [stdout, stderr]),
  )
  if (!logs[1]?.stdout.includes('*'.repeat(token.length))) throw new Error('the log lacks what was hidden in it')
  if (secretsOnHosts({ fleet }).length > 0) throw new Error('the file of a secret stayed on its host')
  return ['secrets']
}

const filesOf = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
