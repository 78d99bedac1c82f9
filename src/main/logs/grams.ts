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
    if (isAstral.test(word)) for (const gram of gramsOfWord([...word])) grams.push(gram)
    else for (let at = 0; at < word.length; at += 1) grams.push(word.slice(at, at + 3))
  }
  return grams.join(' ')
}

/**
 * The FTS5 query that every block with this text answers; some others answer it too. Undefined when no word of the text
 * narrows the search: then all blocks have to be looked at. Pure.
 */
export function matchOf(text: string): string | undefined {
  const folded = text.toLowerCase()
  const words = [...folded.matchAll(wordPattern)].map(([word]) => [...word])
  // A word that something follows in the text ends there; the last one may go on in the block.
  const last = /[\p{L}\p{N}]$/u.test(folded) ? words.pop() : undefined
  const terms = [...words.map(phraseOfWhole), last && phraseOfStart(last)].filter((term) => term !== undefined)
  return terms.length === 0 ? undefined : [...new Set(terms)].join(' AND ')
}

const wordPattern = /[\p{L}\p{N}]+/gu
const isAstral = /[\ud800-\udfff]/

/** The grams of a word up to its end. One character is in every block. */
function phraseOfWhole(word: readonly string[]): string | undefined {
  return word.length === 1 ? undefined : `"${gramsOfWord(word).join(' ')}"`
}

/** The grams of a word that may go on. */
function phraseOfStart(word: readonly string[]): string | undefined {
  if (word.length < 3) return word.length === 2 ? `"${word.join('')}"*` : undefined
  return `"${gramsOfWord(word).slice(0, -2).join(' ')}"`
}

function gramsOfWord(word: readonly string[]): string[] {
  return word.map((_, at) => word.slice(at, at + 3).join(''))
}
