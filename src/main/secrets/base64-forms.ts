import type { SecretForm } from './secret-form'

/** Where `base64` and PEM files break lines, in characters. */
const lineLengths = [76, 64]
/** A shorter rest of a broken line is too short to be told from other text. */
const leastPieceChars = 8

/**
 * A value as it stands in base64, whatever stands before and after it in what was encoded: for each of the three ways in
 * which its bytes may lie on the groups of characters, the characters that depend on nothing else. In both alphabets, also
 * percent-encoded; and the lines that `base64` breaks it into when nothing stands before it. Pure.
 */
export function base64Forms(value: Buffer): SecretForm[] {
  const cores = [0, 1, 2].map((before) => coreOf(value, before))
  const lines = lineLengths.flatMap((length) => brokenLines(cores[0]?.text ?? '', length))
  return [...cores, ...lines].flatMap(({ text, ...edges }) =>
    writingsOf(text).map((each) => ({ bytes: Buffer.from(each), ...edges })),
  )
}

type Core = { readonly text: string; readonly hasLead: boolean; readonly hasTail: boolean }

function coreOf(value: Buffer, bytesBefore: number): Core {
  const startBit = bytesBefore * 8
  const endBit = startBit + value.length * 8
  const encoded = Buffer.concat([Buffer.alloc(bytesBefore), value]).toString('base64')
  const text = encoded.slice(Math.ceil(startBit / 6), Math.floor(endBit / 6))
  return { text, hasLead: startBit % 6 !== 0, hasTail: endBit % 6 !== 0 }
}

function brokenLines(text: string, length: number): Core[] {
  if (text.length <= length) return []
  const lines = text.match(new RegExp(`.{1,${length}}`, 'g')) ?? []
  const isLast = (line: number) => line === lines.length - 1
  return lines
    .map((line, at) => ({ text: line, hasLead: false, hasTail: isLast(at) }))
    .filter((line) => line.text.length >= leastPieceChars)
}

/** The two alphabets, and what a URL makes of the first. */
function writingsOf(core: string): string[] {
  const inUrl = core.replaceAll('+', '%2B').replaceAll('/', '%2F')
  const urlSafe = core.replaceAll('+', '-').replaceAll('/', '_')
  return [...new Set([core, urlSafe, inUrl, inUrl.replaceAll('%2B', '%2b').replaceAll('%2F', '%2f')])]
}
