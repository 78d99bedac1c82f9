import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listKnownHosts, removeKnownHost } from '../../../../src/main/ssh/known-hosts-list'
import { formatKnownHost } from '../../../../src/main/ssh/known-hosts-lines'
import { makeHostKey, publicLineOf } from '../../../helpers/scripted-ssh-server'
import { tempFolder } from '../../../helpers/temp-folder'

const [one = '', other = ''] = [makeHostKey(), makeHostKey()].map(publicLineOf)
const hashed = formatKnownHost('web 01', { type: 'ssh-ed25519', blob: one.split(' ')[1] ?? '' })

function written() {
  const folder = tempFolder()
  const own = join(folder, 'own')
  const theirs = join(folder, 'theirs')
  writeFileSync(own, `# first\nweb-01 ${one}\n@revoked web-02 ${other}\n`, { mode: 0o640 })
  writeFileSync(theirs, `${hashed}\n@cert-authority *.example.com ${one}\nnonsense\n`)
  return { own, theirs, missing: join(folder, 'missing') }
}

describe('listKnownHosts', () => {
  it('lists every line that names a key, those of the own file first', async () => {
    const { own, theirs, missing } = written()
    const listed = await listKnownHosts(own, [theirs, missing, own])
    const shown = listed.map(({ fingerprint: _, keyType: __, ...rest }) => rest)
    expect(shown).toEqual([
      { file: own, line: 2, isOwn: true, hosts: 'web-01', isHashed: false },
      { file: own, line: 3, isOwn: true, hosts: 'web-02', isHashed: false, marker: 'revoked' },
      { file: theirs, line: 1, isOwn: false, hosts: expect.stringMatching(/^\|1\|/), isHashed: true },
      { file: theirs, line: 2, isOwn: false, hosts: '*.example.com', isHashed: false, marker: 'cert-authority' },
    ])
    expect(listed[0]).toMatchObject({ keyType: 'ssh-ed25519', fingerprint: expect.stringMatching(/^SHA256:/) })
    expect(listed[0]?.fingerprint).toBe(listed[2]?.fingerprint)
  })
})

describe('removeKnownHost', () => {
  it('takes out the line that is meant, and no other', async () => {
    const { own } = written()
    const [first, second] = await listKnownHosts(own, [])
    const gone = expect.objectContaining({ code: 'ssh.known-host-gone' })
    expect(() => removeKnownHost(own, 2, second?.fingerprint ?? '')).toThrow(gone)
    expect(() => removeKnownHost(own, 1, first?.fingerprint ?? '')).toThrow(gone)
    removeKnownHost(own, 2, first?.fingerprint ?? '')
    expect(readFileSync(own, 'utf8')).toBe(`# first\n@revoked web-02 ${other}\n`)
    expect(statSync(own).mode & 0o777).toBe(0o640)
    expect(() => removeKnownHost(own, 2, first?.fingerprint ?? '')).toThrow(gone)
    expect(() => removeKnownHost(`${own}-none`, 1, 'x')).toThrow(gone)
  })
})
