/** Colours, cursor movements, titles: what a terminal does not print. */
const controls = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z\\-_])/g

/** A piece of a log (base64) as lines of plain text; `isCut`: the first line is not whole and left out. Pure. */
export function logLines(base64: string, isCut: boolean): string[] {
  if (base64 === '') return []
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const lines = new TextDecoder().decode(bytes).replaceAll(controls, '').split('\n')
  // of a progress bar the last state counts
  const texts = lines.map((text) => text.replace(/\r+$/, '').split('\r').at(-1) ?? '')
  while (texts.at(-1) === '') texts.pop()
  return isCut ? texts.slice(1) : texts
}
