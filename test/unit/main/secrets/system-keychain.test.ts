import { describe, expect, it } from 'vitest'
import { storeCommand } from '../../../../src/main/secrets/system-keychain'

describe('storeCommand', () => {
  it.each([
    ['linux', 'secret-tool store --label=shop service shop account key'],
    ['darwin', 'security add-generic-password -s shop -a key -w'],
    // there the installed command can neither ask nor read a pipe
    ['win32', 'lastmile keep-secret shop/key --from FILE'],
  ] as const)('of %s asks for the value, or reads it from a file', (platform, command) => {
    expect(storeCommand(platform, 'shop', 'key')).toBe(command)
  })
})
