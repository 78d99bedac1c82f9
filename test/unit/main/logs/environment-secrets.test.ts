import { describe, expect, it } from 'vitest'
import { EnvironmentSecrets } from '../../../../src/main/logs/environment-secrets'

const secrets = new EnvironmentSecrets({ SSH_PASSWORD: 's3cret', EMPTY: '' })
const named = { passwordEnv: 'SSH_PASSWORD' }

describe('EnvironmentSecrets', () => {
  it('hides the password that is named, in a text and in a stream', () => {
    expect(secrets.hide('login s3cret, again s3cret', named)).toBe('login ******, again ******')
    const filter = secrets.openFilter(named)
    const pieces = [filter.push(Buffer.from('login s3')), filter.push(Buffer.from('cret s3')), filter.end()]
    expect(Buffer.concat(pieces).toString()).toBe('login ****** s3')
  })

  it.each([{}, { passwordEnv: 'EMPTY' }, { passwordEnv: 'UNSET' }])('lets everything pass for %o', (ssh) => {
    expect(secrets.hide('login s3cret', ssh)).toBe('login s3cret')
  })
})
