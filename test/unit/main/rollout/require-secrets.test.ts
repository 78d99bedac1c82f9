import { describe, expect, it } from 'vitest'
import { requireSecrets, secretScopeOf } from '../../../../src/main/rollout/require-secrets'
import { appSpec } from '../../../../src/shared/domain/app-spec'
import { invariant } from '../../../../src/shared/util/invariant'
import { secretValues } from '../../../helpers/secrets'

const app = appSpec.parse({
  app: 'shop',
  secrets: { token: { env: 'TOKEN' }, unused: { env: 'UNUSED' }, gate: { env: 'GATE' } },
  lifecycle: { restart: { run: 'deploy "$LASTMILE_SECRET_TOKEN_FILE"' } },
  environments: [
    {
      name: 'production',
      ssh: { passwordEnv: 'SSH' },
      secrets: { token: { env: 'PRODUCTION_TOKEN' } },
      gates: { beforeBatch: [{ id: 'ask', kind: 'command', ask: 'ok', run: 'ask "$LASTMILE_SECRET_GATE_FILE"' }] },
    },
  ],
})
const [environment] = app.environments
invariant(environment, 'the spec has an environment')
const cluster = { app, environment }

describe('requireSecrets', () => {
  it.each([
    [{ GATE: 'g4te' }, 'PRODUCTION_TOKEN'],
    [{ TOKEN: 't0ken', PRODUCTION_TOKEN: 't0ken' }, 'GATE'],
  ])('refuses a cluster that has only %o', async (env, variable) => {
    await expect(requireSecrets(secretValues(env), cluster)).rejects.toMatchObject({ details: { variable } })
  })

  it('asks for nothing that no command names', async () => {
    await requireSecrets(secretValues({ PRODUCTION_TOKEN: 't0ken', GATE: 'g4te' }), cluster)
    expect(secretScopeOf(cluster)).toMatchObject({
      ssh: { passwordEnv: 'SSH' },
      secrets: { token: { env: 'PRODUCTION_TOKEN' }, unused: { env: 'UNUSED' } },
    })
  })
})
