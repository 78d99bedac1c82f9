import { describe, expect, it } from 'vitest'
import { terminalPrompter } from '../../../../src/main/cli/terminal-prompter'
import { FakeCli } from '../../../helpers/fake-cli'

describe('terminalPrompter', () => {
  it('is nobody where nobody can be asked, so that errors tell how to do without', () => {
    expect(terminalPrompter(new FakeCli().questions, false)).toBeUndefined()
    expect(terminalPrompter(new FakeCli().questions, true)).toBeDefined()
  })
})
