import { base64Forms } from './base64-forms'
import type { SecretForm } from './secret-form'

/** Shorter ones are found everywhere in ordinary output; hiding them there would tell what they are. */
export const leastSecretBytes = 4
/** The lines of a key, and not those of a list of numbers. */
const leastLineBytes = 8

/**
 * All forms in which a value is looked for: as it is, percent-encoded, in JSON, quoted for a shell, and in base64 at any
 * place of what was encoded. Of a value of several lines also each line that is long enough. Pure; empty for a value that
 * is too short to be hidden.
 */
export function formsOf(value: string): SecretForm[] {
  const forms = new Map<string, SecretForm>()
  for (const part of partsOf(value)) {
    const texts = [part, part.replace(/\r?\n/g, '\r\n'), ...jsonForms(part), ...shellForms(part), ...percentForms(part)]
    const plain = texts.map((text) => ({ bytes: Buffer.from(text), hasLead: false, hasTail: false }))
    for (const form of [...plain, ...base64Forms(Buffer.from(part))]) {
      const key = `${form.bytes.toString('latin1')} ${form.hasLead} ${form.hasTail}`
      if (form.bytes.length >= leastSecretBytes) forms.set(key, form)
    }
  }
  return [...forms.values()]
}

function partsOf(value: string): string[] {
  const whole = value.replace(/[\r\n]+$/, '')
  const lines = whole.split(/\r?\n/).map((line) => line.trim())
  const long = lines.length > 1 ? lines.filter((line) => Buffer.byteLength(line) >= leastLineBytes) : []
  return [whole, ...long].filter((part) => Buffer.byteLength(part) >= leastSecretBytes)
}

/** What JSON writers make of a text: with or without escapes for what is not ASCII, for slashes, for HTML. */
function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1)
  const toHex = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  const wide = [plain, plain.replace(/[^\0-\x7f]/g, toHex)]
  const slashed = wide.flatMap((form) => [form, form.replaceAll('/', '\\/')])
  return slashed.flatMap((form) => [form, form.replace(/[<>&]/g, toHex)])
}

/** What a shell or a person makes of a text: in single quotes (two habits), in double quotes, with backslashes. */
const shellForms = (text: string): string[] => [
  text.replaceAll("'", `'\\''`),
  text.replaceAll("'", `'"'"'`),
  text.replace(/[\\"$`]/g, '\\$&'),
  text.replace(/[^\w@%+=:,./\u0080-\uffff-]/g, '\\$&'),
]

/** What stays as it is by the habits of encodeURIComponent, RFC 3986, forms, paths, encodeURI, and where nothing does. */
const keptInUrls: readonly { readonly kept: RegExp; readonly space: string }[] = [
  { kept: /[\w.!~*'()-]/, space: '%20' },
  { kept: /[\w.~-]/, space: '%20' },
  { kept: /[\w.*-]/, space: '+' },
  { kept: /[\w.~-]/, space: '+' },
  { kept: /[\w.~/-]/, space: '%20' },
  { kept: /[\w.!~*'();/?:@&=+$,#-]/, space: '%20' },
  { kept: /(?!)/, space: '%20' },
]

function percentForms(text: string): string[] {
  const bytes = Array.from(Buffer.from(text))
  return keptInUrls.flatMap(({ kept, space }) => {
    const encoded = bytes.map((byte) => {
      const char = String.fromCharCode(byte)
      if (byte < 0x80 && kept.test(char)) return char
      return byte === 0x20 ? space : percentByte(byte)
    })
    const upper = encoded.join('')
    return [upper, upper.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())]
  })
}

const percentByte = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
