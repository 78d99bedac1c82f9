import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeError } from '../../../../src/renderer/ui/describe-error'
import { AppError } from '../../../../src/shared/errors/app-error'
import { startTestTexts } from '../../../helpers/page-texts'

const movedOn = new AppError('gate.moved-on', { details: { gate: 'before batch 2', waiting: 'before closing' } })

describe('describeError', () => {
  beforeEach(() => startTestTexts('zh-CN'))
  afterEach(() => startTestTexts('en'))

  it('says the console’s sentence in the language of the page, with the engine’s words in it', async () => {
    expect(describeError(movedOn)).toBe('关口 第 2 批前 已不再等待，现在等待的是 收尾前。请先查看它，再回答或签核。')
    await startTestTexts('en')
    expect(describeError(movedOn)).toBe(movedOn.message)
  })

  it.each(['en', 'zh-CN'] as const)(
    'names no option of the command line where the page has a button or a field, in %s',
    async (language) => {
      await startTestTexts(language)
      const lock = {
        app: 'shop',
        environment: 'production',
        rollout: 'k3j',
        by: 'kim',
        machine: 'bastion',
        folder: '/data',
      }
      const stale = describeError(new AppError('lock.stale', { details: { ...lock, silent: '6:00' } }))
      const gone = describeError(
        new AppError('lock.unreachable', { details: { ...lock, host: 'web-01', reason: 'it does not answer.' } }),
      )
      const release = { app: 'shop', version: '1.2.3', environment: 'production' }
      const noDigest = describeError(new AppError('release.no-digest', { details: release }))
      expect(stale + gone + noDigest).not.toMatch(/--|[{}?]/)
      for (const detail of Object.values(release)) expect(noDigest).toContain(detail)
      for (const detail of [...Object.values(lock), '6:00']) expect(stale).toContain(detail)
      for (const detail of ['shop', 'production', 'web-01', 'it does not answer.']) expect(gone).toContain(detail)
    },
  )

  it('names a bug as what it is', () => {
    expect(describeError(new TypeError('x is undefined'))).toBe('Lastmile 程序缺陷: x is undefined')
  })
})
