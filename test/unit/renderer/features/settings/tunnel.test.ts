import { describe, expect, it } from 'vitest'
import { tunnelCommand } from '../../../../../src/renderer/features/settings/tunnel'

describe('tunnelCommand', () => {
  it.each([
    ['http://127.0.0.1:4690/?token=x', 'ssh -N -L 4690:127.0.0.1:4690 ann@bastion'],
    ['http://localhost:80/?token=x', 'ssh -N -L 80:localhost:80 ann@bastion'],
    ['http://[::1]:4690/?token=x', 'ssh -N -L 4690:[::1]:4690 ann@bastion'],
    ['https://10.0.0.1:4690/?token=x', undefined],
    ['http://10.0.0.1:4690/?token=x', undefined],
  ])('leads to %s', (url, command) => {
    expect(tunnelCommand(url, 'ann', 'bastion')).toBe(command)
  })
})
