import { describe, expect, it } from 'vitest'
import { exitCodeOf, exitCodeOfError } from '../../../../src/main/cli/exit-code'
import { AppError } from '../../../../src/shared/errors/app-error'

describe('exitCodeOf', () => {
  it.each([
    ['succeeded', 0],
    ['failed', 1],
    ['waiting', 3],
    ['braked', 3],
    ['detached', 3],
    ['revoked', 4],
  ] as const)('gives %s as %i', (result, code) => expect(exitCodeOf(result)).toBe(code))
})

describe('exitCodeOfError', () => {
  it.each([
    ['plan.no-hosts', 2],
    ['release.blocked', 2],
    ['gate.items-open', 2],
    ['rollout.cluster-busy', 2],
    ['rollout.detached', 3],
    ['spec.invalid', 2],
    ['data.locked', 2],
    ['cli.usage', 2],
    ['ssh.auth-failed', 1],
    ['console.connection-lost', 1],
    ['db.corrupt', 1],
  ] as const)('gives %s as %i', (code, exitCode) => expect(exitCodeOfError(new AppError(code))).toBe(exitCode))

  it('gives a bug as 1', () => expect(exitCodeOfError(new TypeError('x is undefined'))).toBe(1))
})
