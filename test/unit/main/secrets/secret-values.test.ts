import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FakeKeychain, secretValues } from '../../../helpers/secrets'
import { tempFolder } from '../../../helpers/temp-folder'

const secrets = {
  'db-password': { env: 'DB_PASSWORD' },
  token: { keychain: 'shop/token', as: 'environment' },
  other: { env: 'OTHER' },
} as const
const ssh = {}

describe('read', () => {
  it('gives a text the secrets that it names, and reads no others', async () => {
    const keeper = secretValues({ DB_PASSWORD: 'hunter2' }, new FakeKeychain({ 'shop/token': 't0ken' }))
    const text = 'psql -f "$LASTMILE_SECRET_DB_PASSWORD_FILE"; t=$LASTMILE_SECRET_TOKEN'
    expect(await keeper.read({ ssh, secrets }, text)).toEqual([
      { variable: 'LASTMILE_SECRET_DB_PASSWORD', value: 'hunter2', isInEnvironment: false },
      { variable: 'LASTMILE_SECRET_TOKEN', value: 't0ken', isInEnvironment: true },
    ])
    expect(await keeper.read({ ssh, secrets }, 'echo $LASTMILE_SECRET_DB')).toEqual([])
    await expect(keeper.read({ ssh, secrets }, '$LASTMILE_SECRET_OTHER_FILE')).rejects.toMatchObject({
      code: 'secret.env-missing',
      details: { name: 'other', variable: 'OTHER' },
    })
  })

  it('asks the keychain once for all that ask at the same moment', async () => {
    const keychain = new FakeKeychain({ 'shop/token': 't0ken' })
    const keeper = secretValues({}, keychain)
    const ask = () => keeper.read({ ssh, secrets }, '$LASTMILE_SECRET_TOKEN')
    await Promise.all(Array.from({ length: 20 }, ask))
    expect(keychain.asked).toBe(1)
  })
})

describe('redact', () => {
  it('hides the password of the connection and every secret of the scope, in a text and in a stream', async () => {
    const keeper = secretValues({ SSH: 's3cret', DB_PASSWORD: 'hunter2' })
    const { hide, openFilter } = await keeper.redact({ ssh: { passwordEnv: 'SSH' }, secrets })
    expect(hide('login s3cret, then hunter2, aHVudGVyMg==')).toBe('login ******, then *******, ************')
    const filter = openFilter()
    const pieces = [filter.push(Buffer.from('login s3')), filter.push(Buffer.from('cret s3')), filter.end()]
    expect(Buffer.concat(pieces).toString()).toBe('login ****** s3')
  })

  it.each([{}, { passwordEnv: 'EMPTY' }, { passwordEnv: 'UNSET' }])('lets everything pass for %o', async (none) => {
    const { hide } = await secretValues({ EMPTY: '' }).redact({ ssh: none })
    expect(hide('login s3cret')).toBe('login s3cret')
  })

  it('goes on hiding a value that was replaced by another', async () => {
    const file = join(tempFolder(), 'token')
    const scope = { ssh, secrets: { token: { file } } }
    const keeper = secretValues({})
    writeFileSync(file, 'old-value\n', { mode: 0o600 })
    await keeper.redact(scope)
    writeFileSync(file, 'new-value\n')
    // the next look at the file is some seconds away; another secret from the same file looks at once
    const { hide } = await secretValues({}).redact(scope)
    expect(hide('old-value new-value')).toBe('old-value *********')
    expect((await keeper.redact(scope)).hide('old-value')).toBe('*********')
  })
})
