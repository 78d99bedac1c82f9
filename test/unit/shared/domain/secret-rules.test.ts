import { describe, expect, it } from 'vitest'
import { checkCommand } from '../../../../src/main/commands/command-template'
import { exportSpec } from '../../../../src/main/spec/spec-export'
import { parseSpecFile } from '../../../../src/main/spec/spec-file'
import { diffSpecs } from '../../../../src/shared/domain/spec-diff'
import { problemsOf } from '../../../helpers/problems'

const read = (text: string) => parseSpecFile(text, 'f.yml', checkCommand)
const spec = `app: shop
secrets:
  db-password: { env: SHOP_DB_PASSWORD }
  token: { file: ~/.secrets/token, as: environment }
lifecycle:
  restart: { run: 'deploy "$LASTMILE_SECRET_DB_PASSWORD_FILE" && TOKEN=$LASTMILE_SECRET_TOKEN notify' }
environments:
  - name: production
    secrets:
      db-password: { keychain: shop/db }
      extra: { file: keys/extra }
    lifecycle:
      quiet: { inFlight: 'count "$LASTMILE_SECRET_EXTRA_FILE"' }
`

describe('secrets', () => {
  it('are read, written back and compared by where they come from', () => {
    const [app] = read(spec)
    expect(app?.secrets).toEqual({
      'db-password': { env: 'SHOP_DB_PASSWORD' },
      token: { file: '~/.secrets/token', as: 'environment' },
    })
    const text = app ? exportSpec(app) : ''
    expect(text).toContain('secrets:\n  db-password: { env: SHOP_DB_PASSWORD }\n')
    expect(read(text)).toEqual([app])
    const [changed] = read(spec.replace('shop/db', 'shop/other'))
    expect(app && changed && diffSpecs(app, changed)).toEqual([
      {
        kind: 'changed',
        path: 'environments[production].secrets.db-password.keychain',
        before: 'shop/db',
        after: 'shop/other',
      },
    ])
  })

  it.each([
    [
      '{ env: SHOP_DB_PASSWORD }',
      'hunter2hunter2',
      /^f.yml:3:16 secrets.db-password: db-password must be a map such as/,
    ],
    [
      '{ env: SHOP_DB_PASSWORD }',
      '{ value: hunter2hunter2 }',
      /unknown key "value"; known here: env, file, keychain, as/,
    ],
    ['{ env: SHOP_DB_PASSWORD }', '{ env: "hunter2 hunter2" }', /the environment variable that holds the value, never/],
    [
      '{ env: SHOP_DB_PASSWORD }',
      '{ env: A, file: /b }',
      /^f.yml:3:16 secrets.db-password: name exactly one of "env",/,
    ],
    ['{ env: SHOP_DB_PASSWORD }', '{}', /name exactly one of "env", "file" and "keychain"/],
    ['{ keychain: shop/db }', '{ keychain: shop }', /written as service\/account/],
    ['  token:', '  my token:', /"my token" cannot name a secret/],
    ['  token:', '  token-file:', /must not end in "file"/],
    [
      '      extra:',
      '      TOKEN: { env: A }\n      extra:',
      /"TOKEN" and "token" would both be \$LASTMILE_SECRET_TOKEN/,
    ],
    [
      'TOKEN notify',
      'TOKNE notify',
      /^f.yml:6:19 lifecycle.restart.run: \$LASTMILE_SECRET_TOKNE is no secret of production/,
    ],
    [', as: environment', '', /\$LASTMILE_SECRET_TOKEN has no value: read the file "\$LASTMILE_SECRET_TOKEN_FILE"/],
    [
      '$LASTMILE_SECRET_EXTRA_FILE',
      '{secret.extra}',
      /would stand in the list of processes.*\$?LASTMILE_SECRET_EXTRA_FILE"/,
    ],
  ])('refuse %j written as %j', (from, to, message) => {
    const problems = problemsOf(() => read(spec.replace(from, to))).join('\n')
    expect(problems).toMatch(message)
    expect(problems).not.toContain('hunter2')
  })
})
