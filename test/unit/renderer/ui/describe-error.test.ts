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

  it('names a bug as what it is', () => {
    expect(describeError(new TypeError('x is undefined'))).toBe('Lastmile 程序缺陷: x is undefined')
  })
})
