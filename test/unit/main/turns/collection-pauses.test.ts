import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const module_ = pathToFileURL(join(import.meta.dirname, '../../../../src/main/turns/collection-pauses.ts')).href

/** MiB for young objects in a process that makes many of them, a turn of the event loop at a time, and keeps each for a while. */
function youngSpaceOf(first: string): number {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8'
    ${first}
    const kept = []
    for (let turn = 0; turn < 100; turn += 1) {
      for (let i = 0; i < 20_000; i += 1) kept.push({ i, text: 'of ' + i })
      if (kept.length > 100_000) kept.splice(0, 50_000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20)`
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }))
}

it('keeps V8 from taking a large space for young objects, which it clears in one pause', () => {
  expect(youngSpaceOf('')).toBeGreaterThanOrEqual(32)
  expect(youngSpaceOf(`(await import('${module_}')).shortenCollectionPauses()`)).toBeLessThanOrEqual(16)
})
