import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printfText, runPath, stripShell } from '../../../../src/main/commands/agent-text'

describe('runPath', () => {
  it.each([
    ['r-1/shop_api/fetch.1', 'r-1/shop_api/fetch.1'],
    ['a b/$(x)/q"\'', 'a%20b/%24%28x%29/q%22%27'],
    ['../.././...', '%2E%2E/%2E%2E/%2E/%2E%2E%2E'],
    ['.hidden/é/50%', '.hidden/%C3%A9/50%25'],
  ])('encodes %s', (runDir, path) => {
    expect(runPath(runDir)).toBe(path)
  })

  it('is safe in single quotes and never leaves the directory, and different names stay different', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[/\p{Cc}]/u.test(text))
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(runPath(one)).toMatch(/^(?!\.{1,2}$)[A-Za-z0-9._%-]{1,140}$/)
        if (one.isWellFormed() && other.isWellFormed()) expect(runPath(one) === runPath(other)).toBe(one === other)
      }),
    )
  })

  it('shortens what no file system takes', () => {
    const [one, other] = [runPath('字'.repeat(100)), runPath('字'.repeat(101))]
    expect([one.length, one === other]).toEqual([140, false])
  })

  it.each(['', 'a//b', '/a', 'a/', 'a/\n', 'a/\0'])('refuses %j', (runDir) => {
    expect(() => runPath(runDir)).toThrow(expect.objectContaining({ code: 'remote.bad-run-dir' }))
  })
})

describe('printfText', () => {
  it.each([['dash'], ['bash', '--posix'], ['busybox', 'sh']])('prints what it was given under %s %s', (...shell) => {
    const [program = '', ...args] = shell.filter((word) => word !== undefined)
    const print = (text: string): string =>
      execFileSync(program, [...args], { input: printfText(text), encoding: 'utf8', env: { LC_ALL: 'C' } })
    const text = fc.string({ unit: 'grapheme', maxLength: 200 })
    fc.assert(
      fc.property(text, (each) => {
        expect(print(each)).toBe(each)
      }),
      { numRuns: 20, examples: [['-n %s \\n \\055 \'"$(x)`'], ['--'], ['\0\u0001\u007f\r\n\n'], ['']] },
    )
    const long = `${'%\\é-'.repeat(30_000)}end`
    expect(print(long)).toBe(long)
  })

  it('is plain ASCII', () => {
    expect(printfText('é\u0001')).toBe(`printf '\\303\\251\\001'`)
  })
})

describe('stripShell', () => {
  it('drops comments, indentation and blank lines', () => {
    expect(stripShell('# a\n\nif x; then\n  y # kept\n  # b\nfi\n')).toBe('if x; then\ny # kept\nfi')
  })
})
