import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  brakeCauseText,
  failureHeadline,
  gateText,
  itemAsk,
  itemWhy,
  linePositionText,
  openItemText,
  positionText,
  stepFailureText,
  warningText,
} from '../../../../src/renderer/ui/engine-text'
import { exitCodes } from '../../../../src/main/commands/exit-code'
import type { ChecklistItem } from '../../../../src/shared/domain/checklist'
import { describePosition } from '../../../../src/shared/domain/decide-gate'
import { gatesOf } from '../../../../src/shared/domain/gate'
import { planRollout, type PlanWarning } from '../../../../src/shared/domain/plan'
import type { Strategy } from '../../../../src/shared/domain/strategy'
import { startTestTexts } from '../../../helpers/page-texts'
import { hostsOf, planInput } from '../../../helpers/plan-fixture'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'

const canary = { kind: 'canary', canary: { hosts: 1, soakMs: 0 } } as const
const planOf = (hosts: string, changes: Partial<Strategy>, isProtected = false) =>
  planRollout(planInput(hostsOf(hosts), changes, isProtected))

/** One plan or more for every warning there is. */
const plans = [
  planOf('a1*', canary, true),
  planOf('a1* b1', canary, true),
  planOf('a1 a2 b1-', {}),
  planOf('1- 2- 3- 4- 5- 6- 7', {}),
  planOf('a1 a2 b1 b2', canary),
  planOf('a1*- a2 a3', canary),
  planOf('a1 a2 b1 b2', { batches: [{ hosts: 1 }, { hosts: 3 }] }),
  planOf('a1 a2 b1 b2 c1 c2 d1 d2 e1 e2 f1 f2', { batches: [{ hosts: 1 }, { hosts: 11 }] }),
]
const warnings: readonly PlanWarning[] = [
  ...plans.flatMap((plan) => plan.warnings),
  {
    code: 'no-target',
    message:
      'a, b ran nothing before, so there is nothing to put back: left as they are. Release a good version to them.',
    details: { names: ['a', 'b'], more: 0 },
  },
]
const items = ['release', 'rollback'].flatMap((type) =>
  plans.flatMap((plan) => gatesOf({}, true, type as 'release' | 'rollback', plan).flatMap((gate) => gate.items)),
)
const ownItem: ChecklistItem = {
  kind: 'tick',
  id: 'floor',
  ask: 'Floor was swept',
  why: 'INC-1',
  blocking: true,
  waivableBy: 'anyone',
}
const hasChinese = /[\u4e00-\u9fff]/

describe('the words of the engine in English', () => {
  beforeEach(() => startTestTexts('en'))

  it('are those that the engine itself uses', () => {
    expect(new Set(warnings.map(({ code }) => code)).size).toBe(6)
    expect(warnings.map((warning) => warningText(warning))).toEqual(warnings.map(({ message }) => message))
    expect(items.map((item) => itemAsk(item))).toEqual(items.map(({ ask }) => ask))
    const [first] = plans
    expect(items.slice(0, 3).map((item) => itemWhy(item, first?.warnings))).toEqual(
      items.slice(0, 3).map(({ why }) => why),
    )
  })
})

describe('the words of the engine in Chinese', () => {
  beforeEach(() => startTestTexts('zh-CN'))
  afterEach(() => startTestTexts('en'))

  it('exist for every warning, with its numbers and names', () => {
    for (const warning of warnings) {
      const text = warningText(warning)
      expect(text).toMatch(hasChinese)
      expect(text).not.toMatch(/\{|undefined|\bhosts?\b/)
    }
    expect(warningText(warnings[0]!)).toContain('当前 1 台在服务')
  })

  it('exist for every item that is built in, and leave what people wrote as it is', () => {
    for (const item of items) {
      expect(itemAsk(item)).toMatch(hasChinese)
      expect(itemWhy(item, plans[0]?.warnings)).toMatch(hasChinese)
    }
    expect([itemAsk(ownItem), itemWhy(ownItem)]).toEqual(['Floor was swept', 'INC-1'])
  })

  it('exist for what keeps an item open, but leave evidence as it was recorded', () => {
    expect(openItemText({ because: 'unanswered', why: 'is not answered' })).toBe('尚未回答')
    expect(openItemText({ because: 'failing', why: 'does not hold' })).toBe('不满足')
    expect(openItemText({ because: 'failing', why: 'HTTP 503: down' })).toBe('HTTP 503: down')
  })

  it('exist for every reason of a failed step', () => {
    for (const reason of [...Object.keys(exitCodes), 'timed-out', 'vanished', 'exit-code', 'clock-skew', 'floor']) {
      expect(failureHeadline(`step.${reason}`), reason).toMatch(hasChinese)
    }
    expect(stepFailureText('step.exit-code', 'exit code 3: no')).toBe('命令执行失败：exit code 3: no')
    expect(stepFailureText('step.something-new', 'odd')).toBe('odd')
  })

  it('exist for causes of a brake and for gates', () => {
    expect(brakeCauseText('budget')).toMatch(hasChinese)
    expect(gateText('before-batch-12')).toBe('第 12 批前')
    expect(gateText('after-soak')).toBe('观察期后')
    expect(gateText('of-old-times')).toBe('of-old-times')
  })
})

describe('positionText', () => {
  beforeEach(() => startTestTexts('en'))

  it('says what describePosition says', () => {
    const run = new RolloutSimulation(settingsFixture({ batches: [1, 2], hasCanary: true, isProtected: true }))
    expect(describePosition(run.state)).toBe('waiting at the gate before launch')
    expect(positionText(run.state)).toBe('Waiting at the gate: Before launch')
    expect(positionText({ ...run.state, result: 'failed' })).toBe('Failed')
    expect(positionText({ ...run.state, position: run.state.stations.length })).toBe('Closing')
  })
})

describe('linePositionText', () => {
  beforeEach(() => startTestTexts('en'))

  it.each([
    [{ phase: 'running', batch: 0 }, 'Running the canary batch'],
    [{ phase: 'soaking', batch: 2 }, 'Soaking after batch 2'],
    [{ phase: 'running' }, 'Running'],
    [{ phase: 'waiting', gate: 'before-batch-2' }, 'Waiting at the gate: Before batch 2'],
    [{ phase: 'braked', brakeReason: 'by hand', batch: 2 }, 'Braked: by hand'],
  ] as const)('says where %o stands', (line, text) => {
    expect(linePositionText({ position: '', ...line })).toBe(text)
  })
})
