import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gramsOf, matchOf } from '../../../../src/main/logs/grams'

/** Does FTS5 answer the query with the text? The rows of the product's table, with one text. */
function isFound(text: string, query: string): boolean {
  const db = new Database(':memory:')
  db.exec("CREATE VIRTUAL TABLE t USING fts5 (grams, content = '', contentless_delete = 1, tokenize = 'ascii')")
  db.prepare('INSERT INTO t (rowid, grams) VALUES (1, ?)').run(gramsOf(text))
  const match = matchOf(query)
  const found = match === undefined || db.prepare('SELECT rowid FROM t WHERE t MATCH ?').all(match).length === 1
  db.close()
  return found
}

describe('gramsOf', () => {
  it('counts a word once, in lower case, with the ends of words', () => {
    expect(gramsOf('Web-01 web-01: 失败了')).toBe('web eb b 01 1 失败了 败了 了')
  })
})

describe('matchOf', () => {
  it.each([
    ['connection refused', '"con onn nne nec ect cti tio ion on n" AND "ref efu fus use sed"'],
    ['in-flight', '"in n" AND "fli lig igh ght"'],
    ['web-02', '"web eb b" AND "02"*'],
    ['4711 ', '"471 711 11 1"'],
    ['失败', '"失败"*'],
    ['a "quoted" OR NOT b*', '"quo uot ote ted ed d" AND "or r" AND "not ot t"'],
    ['x', undefined],
    ['=== !', undefined],
  ])('%s', (text, match) => {
    expect(matchOf(text)).toBe(match)
  })

  it('finds every part of every text', () => {
    const character = fc.constantFrom(...'aB1é失败ß😀𝒳İΣς \t-_"*%.\u001b\u0301'.match(/./gsu)!)
    const text = fc.array(character, { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (characters, a, b) => {
        const from = a % characters.length
        const part = characters.slice(from, from + 1 + (b % (characters.length - from))).join('')
        // Σ folds by its place in a word: the one letter for which a part is written otherwise than in the whole
        fc.pre(!/Σ/.test(part))
        expect(isFound(characters.join(''), part)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['web-01 restarted', 'web-02'],
    ['471 and 711', '4711'],
    ['web-010 restarted', 'web-01 '],
    ['部署成功', '失败'],
  ])('%s is not found by %s', (text, query) => {
    expect(isFound(text, query)).toBe(false)
  })
})
