import { describe, expect, it } from 'vitest'
import { formatSpecPath, valueAt } from '../../../../src/shared/domain/spec-path'

const data = { environments: [{ name: 'production', gates: { beforeBatch: [{ id: 'told' }, {}] }, batches: [1, 'x'] }] }

describe('formatSpecPath', () => {
  it.each([
    [[], ''],
    [['environments', 0], 'environments[production]'],
    [['environments', 0, 'gates', 'beforeBatch', 0, 'ask'], 'environments[production].gates.beforeBatch[told].ask'],
    [['environments', 0, 'gates', 'beforeBatch', 1, 'id'], 'environments[production].gates.beforeBatch[2].id'],
    [['environments', 0, 'batches', 1], 'environments[production].batches[2]'],
    [['nowhere', 3, 'x'], 'nowhere[4].x'],
  ])('names %j', (path, text) => expect(formatSpecPath(data, path)).toBe(text))
})

describe('valueAt', () => {
  it.each([
    [['environments', 0, 'batches', 1], 'x'],
    [['environments', 0, 'toString'], undefined],
    [['environments', 9, 'name'], undefined],
  ])('finds %j', (path, value) => expect(valueAt(data, path)).toBe(value))
})
