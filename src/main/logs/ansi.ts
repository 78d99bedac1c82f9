// Colours and cursor movement (CSI), titles and links (OSC), and the two-character escapes. Never across a line end.
const escapes = new RegExp(
  [
    '\\u001b\\[[0-?]*[ -/]*[@-~]',
    '\\u001b\\][^\\u0007\\u001b\\n]*(?:\\u0007|\\u001b\\\\)?',
    '\\u001b[@-Z\\\\^_=>]',
  ].join('|'),
  'g',
)

/** Text without terminal escape sequences. Pure; line ends stay where they are. */
export function stripAnsi(text: string): string {
  return text.includes('\u001b') ? text.replace(escapes, '') : text
}
