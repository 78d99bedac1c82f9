/**
 * How our own part of a script says what went wrong; commands of the app exit as they like, so the line `reason=…` in the
 * result decides when it is there. Above the codes of sysexits.h and below those of signals.
 */
export const exitCodes = {
  'disk-too-full': 100,
  'root-not-writable': 101,
  'no-tool': 102,
  'download-failed': 103,
  'wrong-digest': 104,
  'release-in-use': 105,
  'unpack-failed': 106,
  'package-missing': 107,
  'release-missing': 108,
  'release-differs': 109,
  'not-switched': 110,
  'not-good-in-time': 111,
  'in-flight-unreadable': 112,
  'effect-not-shown': 113,
} as const
export type StepReason = keyof typeof exitCodes

/** The reason behind an exit code of ours; undefined for every other code. Pure. */
export function reasonOf(exitCode: number | null): StepReason | undefined {
  const names = Object.keys(exitCodes) as StepReason[]
  return names.find((name) => exitCodes[name] === exitCode)
}

/** The shell words that end a script with a reason and a message; the message is shell text inside double quotes. Pure. */
export const failWith = (reason: StepReason, message: string): string =>
  `lm_fail ${exitCodes[reason]} ${reason} "${message}"`

/** A line with which our scripts tell readers of the log how a command ended; it says nothing that the exit code does not. */
export const exitLine = /^the (\w+ )?command failed with exit code \d+$/
