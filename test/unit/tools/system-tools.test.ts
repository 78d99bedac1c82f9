import { describe, expect, it } from 'vitest'
import { findTool, packagesOf } from '../../tools/system-tools'

describe('findTool', () => {
  it('finds a program that is installed', () => {
    expect(findTool('tar')).toMatch(/\/tar$/)
  })
})

describe('packagesOf', () => {
  it('names each package once', () => {
    expect(packagesOf(['ssh', 'ssh-keygen', 'sshd'])).toEqual(['openssh-client', 'openssh-server'])
  })
})
