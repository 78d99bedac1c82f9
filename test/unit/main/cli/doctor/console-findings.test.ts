import { describe, expect, it } from 'vitest'
import { findTroubles, findUnanswered, findUnopened } from '../../../../../src/main/cli/doctor/console-findings'
import { AppError } from '../../../../../src/shared/errors/app-error'
import type { ErrorCode } from '../../../../../src/shared/errors/catalogue'

const openingCodes = [
  ...(['data.locked', 'data.unusable', 'db.from-the-future', 'db.migration-failed', 'db.backup-failed'] as const),
  ...(['db.corrupt', 'db.lost', 'db.locked', 'db.disk-full', 'db.unreadable', 'db.io-failed', 'db.bad-row'] as const),
  ...(['db.journal-conflict', 'console.busy', 'console.connection-lost', 'console.out-of-files'] as const),
] satisfies ErrorCode[]
const parts = ['journal', 'logs', 'backup', 'restored', 'clock', 'secrets'] as const

const fixOf = (error: unknown): string => {
  const finding = findUnopened(error)
  return finding.state === 'ok' ? '' : finding.fix
}

describe('findUnopened', () => {
  it('gives the sentence of the error as why, and a fix of its own for each that opening may meet', () => {
    const finding = findUnopened(new AppError('db.io-failed', { details: { file: '/d/lastmile.db', reason: 'EIO' } }))
    expect(finding).toEqual({
      state: 'problem',
      what: 'The data folder cannot be opened',
      why: expect.stringContaining('/d/lastmile.db failed (EIO)'),
      fix: expect.stringContaining('disk and its mount'),
    })
    const fixes = openingCodes.map((code) => fixOf(new AppError(code)))
    expect(new Set(fixes).size).toBe(openingCodes.length)
    expect(fixes).not.toContain(fixOf(new Error('odd')))
  })

  it('says what to do about one that nobody expected', () => {
    expect(findUnopened(new Error('odd'))).toMatchObject({
      why: 'A bug in Lastmile: odd',
      fix: expect.stringMatching(/^Try again; .* copy the data folder .* report .*lastmile doctor --json/),
    })
  })
})

describe('findUnanswered', () => {
  it('says why, and that the console is to be started again', () => {
    const error = new AppError('console.unknown-request', { details: { name: 'log:health' } })
    expect(findUnanswered(error)).toMatchObject({
      why: expect.stringContaining('"log:health"'),
      fix: expect.stringContaining('start it again'),
    })
  })
})

describe('findTroubles', () => {
  it('says of each what it means, what it is and since when, and what to do', () => {
    const rest = { code: 'db.locked', details: {}, sinceMs: 0 }
    const findings = findTroubles(parts.map((part) => ({ ...rest, part, message: `m-${part}` })))
    expect(findings.map(({ state }) => state)).toEqual(parts.map((part) => (part === 'restored' ? 'note' : 'problem')))
    parts.forEach((part, at) => {
      expect(findings[at]).toMatchObject({
        what: expect.stringMatching(/\.$/),
        why: `m-${part} (Since 1970-01-01T00:00:00.000Z.)`,
        fix: expect.stringMatching(/\.$/),
      })
    })
    expect(new Set(findings.map((finding) => finding.state !== 'ok' && finding.fix)).size).toBe(parts.length)
  })
})
