import { describe, expect, it } from 'vitest'
import { parseAppWords } from '../../../../src/main/desktop/app-words'

describe('parseAppWords', () => {
  it.each([
    [[], { kind: 'window', words: [] }],
    [['--cli'], { kind: 'cli', argv: [] }],
    [['--cli', 'run', 'shop', '--json'], { kind: 'cli', argv: ['run', 'shop', '--json'] }],
    [['--no-sandbox', '--ozone-platform=headless', '--cli', 'history'], { kind: 'cli', argv: ['history'] }],
    [['--cli', '--'], { kind: 'cli', argv: [] }],
    [
      ['--no-sandbox', '--cli', '--', 'brake', '--user-data-dir=x'],
      { kind: 'cli', argv: ['brake', '--user-data-dir=x'] },
    ],
    // one only: the next is a word of the verb
    [['--cli', '--', '--', 'x'], { kind: 'cli', argv: ['--', 'x'] }],
    [['--cli', 'hosts', '--', 'x'], { kind: 'cli', argv: ['hosts', '--', 'x'] }],
    [['--', '--cli', 'history'], { kind: 'cli', argv: ['history'] }],
    [['lastmile.yml', '--cli'], { kind: 'window', words: ['lastmile.yml', '--cli'] }],
    [['lastmile://rollout/k7m2'], { kind: 'window', words: ['lastmile://rollout/k7m2'] }],
  ])('of %j is %j', (words, started) => {
    expect(parseAppWords(words)).toEqual(started)
  })
})
