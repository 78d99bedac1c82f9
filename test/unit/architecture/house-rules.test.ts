import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LintCopy } from '../../helpers/lint-copy'

const root = join(import.meta.dirname, '../../..')

/** [file, text, rule that refuses it]. */
const broken: readonly [string, string, string][] = [
  ['src/main/rollout/cycle-a.ts', `import { b } from './cycle-b'\nexport const a = () => b\n`, 'no-cycle'],
  ['src/main/rollout/cycle-b.ts', `import { a } from './cycle-a'\nexport const b = () => a\n`, 'no-cycle'],
  ['src/main/db/any.ts', `export const a = (x: any) => x\n`, 'no-explicit-any'],
  ['src/main/db/equal.ts', `export const a = (x: number) => x == 1\n`, 'eqeqeq'],
  ['src/main/db/console.ts', `console.log(1)\n`, 'no-console'],
  [
    'src/main/db/floating.ts',
    `export const a = () => {\n  Promise.resolve(1).then(Boolean)\n}\n`,
    'no-floating-promises',
  ],
  [
    'src/main/db/misused.ts',
    `export const a = (l: { f: () => void }) => {\n  l.f = async () => {}\n}\n`,
    'no-misused-promises',
  ],
  ['src/main/db/long-file.ts', `export const a = 1\n${'// line\n'.repeat(400)}`, 'max-lines'],
  ['test/unit/long-file.ts', `export const a = 1\n${'// line\n'.repeat(400)}`, 'max-lines'],
  ['src/main/db/long-function.ts', `export function a() {\n${'  a()\n'.repeat(50)}}\n`, 'max-lines-per-function'],
  ['test/unit/only.test.ts', `import { it } from 'vitest'\nit.only('is alone', () => {})\n`, 'no-focused-tests'],
  ['test/unit/nothing.test.ts', `import { it } from 'vitest'\nit('cannot fail', () => {})\n`, 'expect-expect'],
  ['src/main/db/unused.ts', `const a = 1\nexport {}\n`, 'no-unused-vars'],
]
const kept: readonly [string, string][] = [
  ['src/main/cli/ok-print.ts', `console.log(1)\n`],
  ['src/main/db/ok-long-file.ts', `export const a = 1\n${'// line\n'.repeat(399)}`],
  ['src/main/db/ok-long-function.ts', `export function a() {\n${'  a()\n'.repeat(48)}}\n`],
  ['test/unit/ok-long-function.ts', `export function a() {\n${'  a()\n'.repeat(60)}}\n`],
]

/** Types of Node and of the DOM that src/shared must not see. */
const impureTexts = [
  'export const a = process.pid',
  'export type A = Buffer',
  'export type A = HTMLElement',
  'setTimeout(() => {}, 1)',
]

let copy: LintCopy

beforeAll(() => {
  copy = new LintCopy()
  for (const [file, text] of [...broken, ...kept]) copy.write(file, text)
  copy.lint()
}, 20_000)

afterAll(() => copy.dispose())

describe('house rules', () => {
  it.each(broken)('refuse %s', (file, _text, rule) => {
    expect(copy.messagesAt(file).map((message) => message.split(':')[0])).toContain(rule)
  })

  it.each(kept)('accept %s', (file) => {
    expect(copy.messagesAt(file)).toEqual([])
  })

  it('hold without a directive that switches one off', () => {
    const directive = new RegExp(
      ['oxlint', 'eslint'].map((tool) => `${tool}-disable`).join('|') + '|@ts-(ignore|nocheck|expect-error)',
    )
    const files = globSync('{src,test}/**/*.{ts,tsx}', { cwd: root })
    expect(files.length).toBeGreaterThan(20)
    const texts = files.filter((file) => file !== 'test/unit/architecture/house-rules.test.ts')
    expect(texts.filter((file) => directive.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
  })
})

describe('src/shared', () => {
  it('is compiled without the types of Node and of the DOM', () => {
    copy.write('src/shared/tsconfig.json', readFileSync(join(root, 'src/shared/tsconfig.json'), 'utf8'))
    impureTexts.forEach((text, i) => copy.write(`src/shared/impure-${i}.ts`, `${text}\n`))
    copy.write('src/shared/pure.ts', `import { z } from 'zod'\nexport const a = z.number()\n`)
    const tsc = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'src/shared', '--noEmit'], {
      cwd: copy.folder,
      encoding: 'utf8',
    })
    const names = [...tsc.stdout.matchAll(/^src\/shared\/([\w-]+)\.ts\(/gm)].map(([, name = '']) => name)
    const filesWithErrors = [...new Set(names)].toSorted()
    expect(filesWithErrors).toEqual(impureTexts.map((_, i) => `impure-${i}`))
  }, 20_000)
})
