import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { killWithSecret } from '../../secrets/kill-with-secret'
import { token } from '../../secrets/no-secret'

const answers = `[ "$*" = "lookup service shop account token" ] && echo "${token}"`
const refuses = 'echo "the collection is locked" >&2; exit 1'

export const fault: Fault = {
  id: 'secrets.keychain-locked',
  title: 'a console with a secret in the keychain is killed, and started with the keychain open and locked',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: (lab) => {
    const keychain = (script: string) => {
      const folder = mkdtempSync(join(tmpdir(), 'lm-keychain-'))
      lab.onCleanup(() => rmSync(folder, { recursive: true, force: true }))
      writeFileSync(join(folder, 'secret-tool'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
      return { PATH: `${folder}:${process.env['PATH']}` }
    }
    return killWithSecret(lab, {
      source: { keychain: 'shop/token' },
      env: keychain(answers),
      withoutEnv: keychain(refuses),
      says: /cannot be read from the keychain: the collection is locked\. Unlock it/,
    })
  },
}
