import { describe, expect, it } from 'vitest'
import { namespacesOf, readNamespace } from '../../../helpers/page-texts'

type Texts = Readonly<Record<string, string>>

/** `{ a: { b: 'x' } }` → `{ 'a.b': 'x' }` */
function flatten(texts: Record<string, unknown>, prefix = ''): Texts {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(flatten(value as Record<string, unknown>, `${prefix}${key}.`))
        : [[`${prefix}${key}`, String(value)]],
    ),
  )
}

const namespaces = namespacesOf('en')
const textsOf = (language: string, namespace: string) => flatten(readNamespace(language, namespace))
const placeholdersOf = (text: string) => [...new Set(text.match(/\{\{.*?\}\}/g) ?? [])].toSorted().join(' ')

/** Texts that are the same in every language: names, and what is only made of placeholders and signs. */
const sameEverywhere =
  /^(?:[^\p{L}]|\{\{\w+\}\}|SSH|SFTP|CPU|JSON|CSV|HTML|URL|HTTP|PID|SHA-?256|p\d\d|n|v|lastmile\.yml|ssh-config|Ansible|known_hosts|Slack|Lastmile|English|简体中文|Ctrl|Shift|Alt|Enter|Esc|Space|Tab|Home|End|ms|s|web-|:|verify|[a-z]+-\d+)+$/u
/** Names of files, as the programs that write them call them. */
const fileNames = new Set(['fleet.import.named.csv', 'fleet.import.named.ansible', 'fleet.import.named.ssh-config'])
/** A full sentence that was left in English: five words of Latin letters in a row. */
const englishSentence = /(?:\b[a-z]{2,}\b[ ,]+){4,}\b[a-z]{2,}\b/i

describe('the texts of the page', () => {
  it('have the same files in every language', () => {
    expect(namespacesOf('zh-CN')).toEqual(namespaces)
  })

  describe.each(namespaces)('in %s', (namespace) => {
    const [english, chinese] = [textsOf('en', namespace), textsOf('zh-CN', namespace)]

    it('have the same keys, none of them empty', () => {
      expect(Object.keys(chinese).toSorted()).toEqual(Object.keys(english).toSorted())
      expect(
        [english, chinese].flatMap((texts) => Object.keys(texts).filter((key) => texts[key]?.trim() === '')),
      ).toEqual([])
    })

    it('have the same placeholders', () => {
      const differing = Object.keys(english).filter(
        (key) => placeholdersOf(english[key] ?? '') !== placeholdersOf(chinese[key] ?? ''),
      )
      expect(differing).toEqual([])
    })

    it('have both forms of a plural', () => {
      const lone = Object.keys(english).filter(
        (key) =>
          (key.endsWith('_one') && !(key.replace(/_one$/, '_other') in english)) ||
          (key.endsWith('_other') && !(key.replace(/_other$/, '_one') in english)),
      )
      expect(lone).toEqual([])
    })

    it('are Chinese in Chinese', () => {
      const wrong = Object.entries(chinese).filter(([key, text]) => {
        if (sameEverywhere.test(text) || fileNames.has(`${namespace}.${key}`)) return false
        return !/[\u4e00-\u9fff]/.test(text) || englishSentence.test(text.replaceAll(/`[^`]*`/g, ''))
      })
      expect(wrong).toEqual([])
    })

    it('have Chinese punctuation in Chinese', () => {
      const wrong = Object.entries(chinese).filter(([, text]) =>
        /[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]/.test(text),
      )
      expect(wrong).toEqual([])
    })
  })
})
