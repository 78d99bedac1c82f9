/**
 * What the full-text index stores of a text: for every position in every different word (a run of letters and digits,
 * lower case) the three characters from there on, or those that are left of the word. Separated by spaces, for a
 * tokenizer that only splits. So a part of a word is a phrase of neighbouring grams, and one or two characters, which
 * are whole words in Chinese, are the start of a gram. Each word counts once, since a block has thousands of lines that
 * are nearly the same: the index is far smaller than with SQLite's own trigrams, and finds short words. Pure.
 */
export function gramsOf(text: string): string {
  const words = new Set(text.toLowerCase().match(wordPattern))
  const grams: string[] = []
  for (const word of words) {
    if (isAstral.test(word)) for (const gram of astralGrams(word)) grams.push(gram)
    else for (let at = 0; at < word.length; at += 1) grams.push(word.slice(at, at + 3))
  }
  return grams.join(' ')
}

/**
 * The FTS5 query that every block with this text answers; some others answer it too. Undefined when no word of the text
 * narrows the search: then all blocks have to be looked at. Pure.
 */
export function matchOf(text: string): string | undefined {
  const words = [...new Set(text.toLowerCase().match(wordPattern))].map((word) => [...word])
  const long = words.filter((word) => word.length >= 3)
  // Two characters start too many grams to narrow anything beside a longer word; one does never.
  const used = long.length > 0 ? long : words.filter((word) => word.length === 2)
  if (used.length === 0) return undefined
  return used.map((word) => (word.length === 2 ? `"${word.join('')}"*` : phraseOf(word))).join(' AND ')
}

const wordPattern = /[\p{L}\p{N}]+/gu
const isAstral = /[\ud800-\udfff]/

function phraseOf(word: readonly string[]): string {
  const grams = word.slice(0, -2).map((_, at) => word.slice(at, at + 3).join(''))
  return `"${grams.join(' ')}"`
}

function astralGrams(word: string): string[] {
  const characters = [...word]
  return characters.map((_, at) => characters.slice(at, at + 3).join(''))
}
