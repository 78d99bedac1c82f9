import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The clock of one program: `libfaketime` reads this file whenever the program asks for the time. */
export class ClockFile {
  readonly #file: string

  constructor(dir: string) {
    this.#file = join(dir, 'clock')
    this.set(0)
  }

  /** Set the clock so far from the true time. */
  set(seconds: number): void {
    // written aside: the program may read it at any moment
    writeFileSync(`${this.#file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`)
    renameSync(`${this.#file}.new`, this.#file)
  }

  /** For the program; the time that only grows stays true, as it does on a real machine. */
  get env(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: findLibrary(),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    }
  }
}

/** Debian keeps it in a folder that is named after the kind of machine. */
function findLibrary(): string {
  const files = readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`)
  const found = files.find((file) => existsSync(file))
  if (found === undefined) throw new Error('libfaketime is not where Debian has it')
  return found
}
