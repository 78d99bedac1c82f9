import { describe, expect, it } from 'vitest'
import { chineseErrors } from '../../../../src/renderer/locales/zh-CN/errors'
import { catalogue } from '../../../../src/shared/errors/catalogue'

const placeholdersOf = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].toSorted()
/** What is typed or looked up as it stands: `lastmile debts`, --reason, ssh.port, ~/.ssh/config. */
const literalsOf = (sentence: string) =>
  [...new Set(sentence.match(/`[^`]+`|--[a-z-]+|~\/[\w./-]+\w|\bssh\.[a-z]\w+/gi) ?? [])].toSorted()

describe('chineseErrors', () => {
  it('has a sentence for every code and for no other', () => {
    expect(Object.keys(chineseErrors).toSorted()).toEqual(Object.keys(catalogue).toSorted())
  })

  it.each(Object.entries(catalogue))('%s names the same details and commands', (code, english) => {
    const chinese = chineseErrors[code as keyof typeof chineseErrors]
    expect(placeholdersOf(chinese)).toEqual(placeholdersOf(english))
    expect(literalsOf(chinese)).toEqual(literalsOf(english))
    if (english !== '{message}') expect(chinese).toMatch(/[\u4e00-\u9fff]/)
  })
})
