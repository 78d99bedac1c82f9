import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findLiteralText } from '../../../helpers/literal-text'

const sample = `
export const Sample = ({ n, t }) => (
  <div className="grid" aria-label="Close it" title={t('title')}>
    Hello there
    {\`\${n} of \${n}\`} {n > 1 ? 'many' : t('one')} {n && 'some'} · {n}/9
    <input placeholder="~/.ssh/id" /> <input placeholder="Search here" />
    <Field label={\`Name \${n}\`} tone="primary" />
    <Kbd>Ctrl K</Kbd> <b>Lastmile {t('x')}</b>
  </div>
)`

describe('findLiteralText', () => {
  it('finds what a person would read or hear, and nothing else', () => {
    expect(findLiteralText('sample.tsx', sample)).toEqual([
      { line: 3, text: 'Close it' },
      { line: 4, text: 'Hello there' },
      { line: 5, text: 'of' },
      { line: 5, text: 'many' },
      { line: 5, text: 'some' },
      { line: 6, text: 'Search here' },
      { line: 7, text: 'Name' },
    ])
  })
})

describe('the page', () => {
  const files = globSync('src/renderer/**/*.tsx')

  it('takes every text for people from the locales', () => {
    expect(files.length).toBeGreaterThan(20)
    const literal = files.flatMap((file) =>
      findLiteralText(file, readFileSync(file, 'utf8')).map(({ line, text }) => `${file}:${line} ${text}`),
    )
    expect(literal).toEqual([])
  })
})
