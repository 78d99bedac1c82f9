import type { Fault } from '../../fault'
import { killWithSecret } from '../../secrets/kill-with-secret'
import { token } from '../../secrets/no-secret'

export const fault: Fault = {
  id: 'secrets.variable-gone',
  title: 'a console with a secret in a variable is killed, and started with the variable and without it',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: (lab) =>
    killWithSecret(lab, {
      source: { env: 'SHOP_TOKEN' },
      env: { SHOP_TOKEN: token },
      withoutEnv: {},
      says: /the environment variable SHOP_TOKEN, which is not set/,
    }),
}
