import { describe, expect, it } from 'vitest'
import { AppError, asOutOfFiles, toWireError } from '../../../../src/shared/errors/app-error'

const systemError = (code: string) => Object.assign(new Error(`${code}: open '/etc/hosts'`), { code })

describe('asOutOfFiles', () => {
  it.each(['EMFILE', 'ENFILE'])('says of %s that no more files can be opened, whatever was to be opened', (code) => {
    const cause = systemError(code)
    const error = asOutOfFiles(cause)
    expect(error).toMatchObject({ code: 'console.out-of-files', details: { reason: cause.message }, cause })
    expect(toWireError(cause)).toEqual(toWireError(error))
  })

  it('knows no other error', () => {
    const others = [systemError('ENOENT'), new Error('EMFILE'), 'EMFILE', new AppError('console.busy')]
    expect(others.map(asOutOfFiles)).toEqual([undefined, undefined, undefined, undefined])
  })
})
